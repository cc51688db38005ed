/** What a process held in memory, in megabytes: at a quarter of its work and later the same is wanted. */
export interface Memory {
  /** The most in each of so many equal parts of the time. */
  parts: readonly number[];
}

/** Looks at this process's own memory every 50 ms until it is told to end. */
export function watchMemory(parts = 4): { end(): Memory } {
  const seen: number[] = [];
  const look = () => seen.push(process.memoryUsage.rss() / 2 ** 20);
  const timer = setInterval(look, 50);
  return {
    end() {
      clearInterval(timer);
      look();
      const length = Math.ceil(seen.length / parts);
      return {
        parts: Array.from({ length: parts }, (_, part) =>
          Math.max(...seen.slice(part * length, (part + 1) * length), 0),
        ),
      };
    },
  };
}
