/**
 * A line to a printer. One exchange at a time; the caller sees to the order.
 */
export interface Transport {
  /**
   * Whether the line may carry no answers: `always` behind a spooler, `perhaps` on a device file, where some printers
   * answer and some cannot. A job is then sent in spite of the silence, and is not confirmed by it.
   */
  readonly mute?: 'always' | 'perhaps';
  /**
   * Sends bytes and collects what comes back until `read` makes something of it; `received` grows with each call.
   * Opens the line where it is not open and keeps it open afterwards, so that the next bytes leave at once.
   */
  exchange<Answer>(
    bytes: Uint8Array,
    read: (received: Buffer) => Answer | undefined,
    timeoutMs: number,
  ): Promise<Exchanged<Answer>>;
  close(): Promise<void>;
}

export type Exchanged<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly received: Buffer }
  /** The line could not be opened: not one byte was sent. `held`: another program has it. */
  | { readonly kind: 'unreachable'; readonly held: boolean }
  /** Sent, but no answer in time. The line is closed: a late answer must not be taken for the next one. */
  | { readonly kind: 'silent' }
  /** The line broke: nobody knows how much was received. */
  | { readonly kind: 'interrupted' };
