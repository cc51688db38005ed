import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { changes } from '../store/changes.ts';
import { live } from './live.ts';

/** A source that counts who listens to it, and a view that counts how often it was drawn. */
function screen() {
  const { changed, onChange } = changes();
  const state = { value: 0, drawn: 0, listeners: 0 };
  const source = {
    onChange(listener: () => void) {
      state.listeners += 1;
      const stop = onChange(listener);
      return () => {
        state.listeners -= 1;
        stop();
      };
    },
  };
  const view = () => {
    state.drawn += 1;
    return state.value;
  };
  return { state, source, view, changed };
}

describe('a screen’s subscription', () => {
  it('begins with what there is and follows every change, a burst as one', async () => {
    const { state, source, view, changed } = screen();
    const ending = new AbortController();
    const views = live(source, view, ending.signal);
    expect((await views.next()).value).toBe(0);
    const next = views.next();
    for (let value = 1; value <= 100; value += 1) {
      state.value = value;
      changed();
    }
    expect((await next).value).toBe(100);
    expect(state.drawn).toBe(2);
    ending.abort();
  });

  it('misses no change that comes while a view is on the way', async () => {
    const { state, source, view, changed } = screen();
    const ending = new AbortController();
    const views = live(source, view, ending.signal);
    await views.next();
    state.value = 7;
    changed();
    expect((await views.next()).value).toBe(7);
    ending.abort();
  });

  it.each(['while it waits', 'while a view is on the way'])(
    'ends with its link at once, %s',
    async (when) => {
      const { state, source, view } = screen();
      const ending = new AbortController();
      const views = live(source, view, ending.signal);
      await views.next();
      const end = when === 'while it waits' ? views.next() : null;
      ending.abort();
      const last = await Promise.race([end ?? views.next(), sleep(15_000, 'still waiting', { ref: false })]);
      expect(last).toEqual({ done: true, value: undefined });
      expect(state.listeners).toBe(0);
    },
  );
});
