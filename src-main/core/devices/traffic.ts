/** One question and its answer on a device's line, as hex. Personal data is left out before it comes here. */
export interface Traffic {
  /** Milliseconds since 1970, of the first time. */
  readonly at: number;
  readonly asked: string;
  /** The answer's bytes, or in words why there is none. */
  readonly answered: string;
  /** How many times in a row the same came; a reader without a card is asked several times a second. */
  readonly times: number;
}

/** The last exchanges of a device. */
export function trafficLog(keep = 200) {
  let lines: Traffic[] = [];
  return {
    lines: (): readonly Traffic[] => lines,
    add(at: number, asked: string, answered: string): void {
      // Two questions may take turns, such as looking for a card and probing for one that lies there.
      const known = lines.slice(-2).findIndex((each) => each.asked === asked && each.answered === answered);
      if (known < 0) {
        lines = [...lines.slice(1 - keep), { at, asked, answered, times: 1 }];
        return;
      }
      const index = Math.max(0, lines.length - 2) + known;
      lines = lines.with(index, { ...(lines[index] as Traffic), times: (lines[index]?.times ?? 0) + 1 });
    },
  };
}
export type TrafficLog = ReturnType<typeof trafficLog>;

/** `AA 96 69`. */
export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/..(?=.)/g, '$& ');

/** What stands for bytes that may be about somebody. */
export const masked = (bytes: number): string => `[${bytes}字节，已遮盖]`;
