/** Work of one kind, so much of it at once; the rest waits in order. */
export interface Turns {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** How many wait. */
  waiting(): number;
}

export function turns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    waiting: () => waiting.length,
    async run(work) {
      if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // A turn is handed on, not given back and taken again: nobody comes in between.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

/** Work that is done one at a time for each name, in the order in which it came; other names do not wait for it. */
export interface InOrder {
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

export function inOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(name, work) {
      const mine = (last.get(name) ?? Promise.resolve()).then(work);
      const ended = mine.catch(() => {});
      last.set(name, ended);
      try {
        return await mine;
      } finally {
        if (last.get(name) === ended) last.delete(name);
      }
    },
  };
}
