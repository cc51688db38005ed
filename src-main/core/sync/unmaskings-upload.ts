import { createPrivateKey, sign } from 'node:crypto';
import { unmaskingsInBatch } from '#shared/contracts/unmaskings.ts';
import { faultOf } from '#shared/fault.ts';
import { unmaskingsText } from '#shared/sync/unmasking.ts';
import { answerOf } from '../identity/district-answer.ts';
import type { Unmaskings } from '../identity/unmasking.ts';
import type { Store } from '../store/store.ts';
import type { DistrictClient } from './district-client.ts';

/** A request that takes longer than this has failed. */
const requestMs = 20_000;

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

  async function handIn(): Promise<void> {
    // One answer that the chain does not continue is mended here; a second in a row waits for the next turn.
    for (let corrections = 0; corrections < 2; ) {
      const batch = unmaskings.waiting(unmaskingsInBatch);
      const enrolment = store.settings.get('enrolment');
      if (batch === null || enrolment === null) return;
      const { links, lastHash } = batch;
      const firstSeq = links[0]?.seq ?? 0;
      const text = unmaskingsText({ instanceId: enrolment.instanceId, firstSeq, lastHash });
      const key = createPrivateKey({
        key: Buffer.from(store.settings.get('privateKey') ?? '', 'base64'),
        ...{ format: 'der', type: 'pkcs8' },
      });
      const signature = `ed25519:${sign(null, Buffer.from(text), key).toString('base64')}`;
      const answer = await answerOf(
        district.handInUnmaskings(
          { unmaskings: links, lastHash, signature },
          { signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) },
        ),
      );
      if (signal.aborted) return;
      if (answer.kind === 'taken') {
        unmaskings.confirm({ seq: links.at(-1)?.seq ?? 0, hash: lastHash });
        continue;
      }
      corrections += 1;
      log.warn({ answer: answer.kind }, 'the unmaskings do not continue what the district holds');
      if (answer.kind === 'expected') unmaskings.goBackTo(answer.last);
      else unmaskings.goOnAfter(answer.last);
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
    /** Resolves when nothing is on its way any more; the signal ends what is. */
    close: async (): Promise<void> => {
      await running;
    },
  };
}
