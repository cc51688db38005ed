import type { ClientContext, ClientLink } from '@orpc/client';

/** One connection to the core, from its opening to its end. */
export interface Channel {
  readonly link: ClientLink<ClientContext>;
  /** Aborted once this connection is gone or has been replaced. */
  readonly ended: AbortSignal;
}

/** What a way to the core tells about itself. */
export interface ChannelEvents {
  /** A new channel; the one before it has ended, and whoever waited on it has been told. */
  opened(channel: Channel): void;
  /** Why there is none, in words for the person in front of the screen. */
  told(sentence: string): void;
}
