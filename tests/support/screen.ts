import { patienceMs } from './wait.ts';

/** A screen as somebody stands in front of it. */
export interface Screen<View> {
  /** The first view, from now on, that shows it. Fails with what is shown instead. */
  when<Fit extends View>(what: string, fits: (view: View) => view is Fit): Promise<Fit>;
  when(what: string, fits: (view: View) => boolean): Promise<View>;
  /** What it shows now. */
  now(): Promise<View>;
}

/** What a contract's `watch` is. */
export type Watch<View> = (
  input: undefined,
  options: { signal: AbortSignal },
) => Promise<AsyncIterable<View>>;

/** Watches a contract as its page does, over whatever link the client has; each look is a subscription of its own. */
export function screenOf<View>(watch: Watch<View>): Screen<View> {
  async function when(what: string, fits: (view: View) => boolean): Promise<View> {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), patienceMs);
    let shown: View | undefined;
    try {
      for await (const view of await watch(undefined, { signal: ending.signal })) {
        if (fits(view)) return view;
        shown = view;
      }
    } finally {
      clearTimeout(timer);
      ending.abort();
    }
    throw new Error(`never shown: ${what}\n${JSON.stringify(shown)?.slice(0, 4000)}`);
  }
  return { when: when as Screen<View>['when'], now: () => when('anything', () => true) };
}
