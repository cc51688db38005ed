import type { Chance } from '../accidents/seeded.ts';

/**
 * What becomes of one request. lost: it never arrives. unanswered: it arrives, its answer does not. cut: half of the
 * answer comes. twice: it arrives two times. late: the asker gives up, and it arrives some time later. busy: somebody
 * in between says 503.
 */
const fates = ['lost', 'unanswered', 'cut', 'twice', 'late', 'busy'] as const;
type Fate = (typeof fates)[number] | 'well';

/** The line of one installation to its district: what goes wrong on it is chance that a seed repeats. */
export interface Line {
  readonly send: typeof fetch;
  /** Requests that are still on their way somewhere; delivering one gives nobody an answer. */
  deliverLate(): Promise<void>;
  /** From now on everything arrives and is answered, and nothing that was late still comes. */
  heal(): void;
  readonly happened: Record<Fate, number>;
}

/** @param badness the part of requests that something happens to */
export function badLine(chance: Chance, badness: number): Line {
  const late: (() => Promise<unknown>)[] = [];
  let healed = false;
  const happened = { lost: 0, unanswered: 0, cut: 0, twice: 0, late: 0, busy: 0, well: 0 };

  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const fate: Fate = !healed && chance.happens(badness) ? chance.oneOf(fates) : 'well';
    happened[fate] += 1;
    const request = input as Request;
    const body = request.body === null ? undefined : await request.text();
    const once = () =>
      fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body !== undefined && { body }),
        ...(init?.signal && { signal: init.signal }),
      });
    switch (fate) {
      case 'lost':
        throw new TypeError('the request was lost');
      case 'busy':
        return new Response('busy', { status: 503 });
      case 'late':
        late.push(async () => (await once()).arrayBuffer());
        throw new TypeError('no answer in time');
      case 'unanswered':
        await (await once()).arrayBuffer();
        throw new TypeError('the answer was lost');
      case 'cut': {
        const answer = await once();
        const bytes = await answer.arrayBuffer();
        return new Response(bytes.slice(0, bytes.byteLength / 2), answer);
      }
      case 'twice':
        await (await once()).arrayBuffer();
        return once();
      case 'well':
        return once();
    }
  };
  return {
    send: send as typeof fetch,
    async deliverLate() {
      const [next] = late.splice(0, 1);
      await next?.().catch(() => undefined);
    },
    heal() {
      healed = true;
      late.length = 0;
    },
    happened,
  };
}
