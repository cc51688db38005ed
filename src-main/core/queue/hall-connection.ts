import { changedBy } from '#shared/contracts/hall-changes.ts';
import { type HallQueue, noQueue } from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import { faultOf } from '#shared/fault.ts';
import type { Store } from '../store/store.ts';
import { type HallClient, hallLink } from './hall-link.ts';
import { type HallNotes, telling } from './hall-notes.ts';
import { hallNumbers } from './hall-numbers.ts';
import type { HallTrust } from './hall-trust.ts';

/** So long after the last sign of life the counter goes on alone: with the time that it takes to miss one, under 2 s. */
export const aloneMs = 1_700;
/** Nobody at a counter waits longer for the hall. */
const patienceMs = 1_600;

/** What an answer of the hall's core says beside its own. */
export interface Seen {
  version: number;
  current: TicketRow | null;
}
type Answered = ({ kind: 'done' } & Seen) | { kind: 'refused'; refusal: { code: string; message: string } };

/** How an installation stands to the core of its hall. */
export type HallMode = 'joining' | 'connected' | 'alone';

export interface HallConnectionOptions {
  store: Store;
  core: string;
  /** See `hallLink`. */
  heard?: (() => readonly string[]) | undefined;
  trust: HallTrust;
  notes: HallNotes;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** Whatever still waits in this core's own queue goes over to the hall. @returns whether there was anything */
  handOver(): boolean;
  /** What the hall's core has at this counter. Not told while it has not heard what was done here. */
  onCurrent(current: TicketRow | null): void;
}

/**
 * The hall as another core keeps it: its queue as it was seen last, questions to it, and what it has to be told. Connected
 * is who has told everything and handed over everything; after 1.7 s of silence a counter is alone.
 */
export function hallConnection(options: HallConnectionOptions) {
  const { store, notes, log, handOver, onCurrent } = options;
  const tell = telling(store, notes, log);
  let link: { client: HallClient; signal: AbortSignal; version: number } | null = null;
  let joined = false;
  let queue: HallQueue | null = null;
  const numbers = hallNumbers(store);
  let lostAt = performance.now();
  const waiters: (() => void)[] = [];
  let toAlone = setTimeout(moved, aloneMs).unref();

  function moved(): void {
    for (const wake of waiters.splice(0)) wake();
    store.changed();
  }

  function noteSeen(at: NonNullable<typeof link>, { version, current }: Seen): void {
    if (at !== link || version < at.version) return;
    at.version = version;
    if (notes.isEmpty()) onCurrent(current);
  }

  /** Tells the hall what it has not heard. @throws where the link breaks */
  const tellAll = (at: NonNullable<typeof link>): Promise<void> =>
    tell(at.client, at.signal, (seen) => noteSeen(at, seen));

  const line = hallLink({
    ...{ core: options.core, heard: options.heard, trust: options.trust, log },
    async onOpen(client, signal) {
      const at = { client, signal, version: 0 };
      const watching = await client.watch(undefined, { signal });
      let told = noQueue;
      const next = async (): Promise<boolean> => {
        const { done, value } = await watching.next();
        if (done === true) return false;
        told = changedBy(told, value.changes);
        queue = told;
        const unknown = numbers.see(queue);
        if (unknown !== null) await client.numbers(unknown, { signal });
        noteSeen(at, value);
        store.ofHall.changed();
        return true;
      };
      link = at;
      await tellAll(at);
      await next();
      // Somebody may be given a ticket here as long as the hall does not give it.
      while (handOver()) await tellAll(at);
      joined = true;
      clearTimeout(toAlone);
      moved();
      while (await next());
    },
    onClose(heardAt) {
      if (joined) lostAt = heardAt;
      if (joined) numbers.keep();
      link = null;
      joined = false;
      clearTimeout(toAlone);
      if (mode() === 'joining')
        toAlone = setTimeout(moved, Math.max(0, lostAt + aloneMs - performance.now())).unref();
      moved();
    },
  });

  // Whoever acts while a link is open waits for the hall: with a new act for each that is told, it would never be all.
  const mode = (): HallMode =>
    joined ? 'connected' : link !== null || performance.now() - lostAt < aloneMs - 1 ? 'joining' : 'alone';

  /** Waits for the hall where it may come back at once. */
  async function reachable(until: number): Promise<typeof link> {
    while (mode() === 'joining' && performance.now() < until)
      await new Promise<void>((resolve) => {
        waiters.push(resolve);
        setTimeout(resolve, until - performance.now()).unref();
      });
    return mode() === 'connected' ? link : null;
  }

  return {
    mode,
    /** The hall's queue as it was seen last; null before the first time. */
    queue: (): HallQueue | null => queue,

    /**
     * Asks the hall's core, after telling it what it has not heard; null where it cannot be reached in time. What was
     * asked may have been done all the same: `before` looks whether it was, each time before it is asked.
     */
    async ask<Answer extends Answered>(
      question: (client: HallClient, options: { signal: AbortSignal }) => Promise<Answer>,
      before: () => Answer | null = () => null,
    ): Promise<Answer | null> {
      const until = performance.now() + patienceMs;
      for (let at = await reachable(until); at !== null; at = await reachable(until)) {
        const found = before();
        if (found !== null) return found;
        const signal = AbortSignal.any([
          at.signal,
          AbortSignal.timeout(Math.max(1, Math.ceil(until - performance.now()))),
        ]);
        try {
          await orAborted(tellAll(at), signal);
          const answer = await orAborted(question(at.client, { signal }), signal);
          if (answer.kind === 'done') noteSeen(at, answer);
          return answer;
        } catch (error) {
          if (at.signal.aborted) continue;
          if (!signal.aborted)
            log.warn({ fault: faultOf(error) }, 'the core of the hall could not do what it was asked');
          return null;
        }
      }
      return null;
    },

    /** Tells what was just done here, where the hall can hear it; it is told later where it cannot. */
    async told(): Promise<void> {
      if (link === null || !joined) return;
      const signal = AbortSignal.any([link.signal, AbortSignal.timeout(patienceMs)]);
      await orAborted(tellAll(link), signal).catch(() => {});
    },

    async close(): Promise<void> {
      // Closing the line sets it once more.
      await line.close();
      clearTimeout(toAlone);
    },
  };
}

/** A promise, or the end of waiting for it. */
const orAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const end = () => reject(new DOMException('ended', 'AbortError'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
