import { createPrivateKey, sign } from 'node:crypto';
import {
  type UnmaskingsInput,
  type UnmaskingsOutput,
  unmaskingsInBatch,
} from '#shared/contracts/unmaskings.ts';
import { faultOf } from '#shared/fault.ts';
import { unmaskingsText } from '#shared/sync/unmasking.ts';
import { answerOf } from '../identity/district-answer.ts';
import type { Place, Unmaskings } from '../identity/unmasking.ts';
import type { Store } from '../store/store.ts';
import type { DistrictClient } from './district-client.ts';

/** A request that takes longer than this has failed. */
const requestMs = 20_000;

export type UnmaskingsUpload = ReturnType<typeof unmaskingsUpload>;

interface Options {
  store: Store;
  unmaskings: Unmaskings;
  district: Pick<DistrictClient, 'handInUnmaskings'>;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  signal: AbortSignal;
}

/** Hands in what was shown unmasked, beside the cases and never in their way: what fails is tried at the next turn. */
export function unmaskingsUpload({ store, unmaskings, district, log, signal }: Options) {
  let running: Promise<void> | null = null;
  let isFailing = false;

  /** The next batch, signed; null where nothing waits. @param from the place behind which it begins */
  function batch(from?: Place): { input: UnmaskingsInput; last: Place } | null {
    const waiting = unmaskings.waiting(unmaskingsInBatch, from);
    const enrolment = store.settings.get('enrolment');
    if (waiting === null || enrolment === null) return null;
    const { links, last } = waiting;
    const firstSeq = links[0]?.seq ?? 0;
    const text = unmaskingsText({ instanceId: enrolment.instanceId, firstSeq, lastHash: last.hash });
    const key = createPrivateKey({
      key: Buffer.from(store.settings.get('privateKey') ?? '', 'base64'),
      ...{ format: 'der', type: 'pkcs8' },
    });
    const signature = `ed25519:${sign(null, Buffer.from(text), key).toString('base64')}`;
    return { input: { unmaskings: links, lastHash: last.hash, signature }, last };
  }

  /**
   * @param upTo what was handed in, where that is known: the district may have more than it
   * @returns whether the district took it
   */
  function settle({ kind, last }: UnmaskingsOutput, upTo: Omit<Place, 'id'> = last): boolean {
    if (kind === 'taken') unmaskings.confirm(upTo);
    else {
      log.warn({ answer: kind }, 'the unmaskings do not continue what the district holds');
      if (kind === 'expected') unmaskings.goBackTo(last);
      else unmaskings.goOnAfter(last);
    }
    return kind === 'taken';
  }

  async function handIn(): Promise<void> {
    // One answer that the chain does not continue is mended here; a second in a row waits for the next turn.
    for (let corrections = 0; corrections < 2; ) {
      const next = batch();
      if (next === null) return;
      const answer = await answerOf(
        district.handInUnmaskings(next.input, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]),
        }),
      );
      if (signal.aborted) return;
      if (!settle(answer, next.last)) corrections += 1;
    }
  }

  return {
    /** Starts to hand in what waits, where that is not going on already. */
    soon(): void {
      running ??= handIn()
        .then(
          () => {
            isFailing = false;
          },
          (error: unknown) => {
            if (!isFailing && !signal.aborted)
              log.warn({ fault: faultOf(error) }, 'could not hand in the unmaskings');
            isFailing = true;
          },
        )
        .finally(() => {
          running = null;
        });
    },
    /** All that waits, as it would be handed in, at most so many batches of it. */
    forCarrying(most: number): UnmaskingsInput[] {
      const inputs: UnmaskingsInput[] = [];
      for (let next = batch(); next !== null && inputs.length < most; next = batch(next.last))
        inputs.push(next.input);
      return inputs;
    },

    /** Takes in the answers that were carried back. */
    takeCarried(answers: readonly UnmaskingsOutput[]): void {
      for (const answer of answers) settle(answer);
    },

    /** Resolves when nothing is on its way any more; the signal ends what is. */
    close: async (): Promise<void> => {
      await running;
    },
  };
}
