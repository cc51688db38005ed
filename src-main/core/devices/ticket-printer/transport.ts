/**
 * A line to a printer that can answer. One exchange at a time; the caller sees to the order.
 */
export interface Transport {
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
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The line could not be opened: not one byte was sent. */
  | { readonly kind: 'unreachable' }
  /** Sent, but no answer in time. The line is closed: a late answer must not be taken for the next one. */
  | { readonly kind: 'silent' }
  /** The line broke: nobody knows how much was received. */
  | { readonly kind: 'interrupted' };
