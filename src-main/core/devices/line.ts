import type { Duplex } from 'node:stream';

/** Opens a line to a device. Rejects with `LineUnavailable` where it is known why. */
export type OpenLine = () => Promise<Duplex>;

/** Why a line cannot be opened: nothing there, held by another program, or no device of the kind on any port. */
export class LineUnavailable extends Error {
  readonly why: 'unplugged' | 'portBusy' | 'notFound';

  constructor(why: LineUnavailable['why']) {
    super(`the line is not to be had: ${why}`);
    this.why = why;
  }
}
