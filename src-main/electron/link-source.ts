import type { Audience } from '#shared/contracts/audience.ts';
import type { CoreReport } from './messages.ts';

/** The part of Electron's MessagePortMain that the shell uses. */
export interface PortEnd {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** What a window is given by where its links come from. */
export interface LinkListener<Port> {
  /** A new port; it replaces the one before. */
  port(port: Port): void;
  report(report: CoreReport): void;
}

/** Where ports come from: the core that is supervised here, or a shell that runs elsewhere. */
export interface LinkSource<Port> {
  /**
   * Gives a port as soon as there is one and another after every restart, until the returned function is called.
   * An audience that is not served never gets one.
   */
  open(audience: Audience, listener: LinkListener<Port>): () => void;
  /** Ends every link, and the core where it is ours. */
  stop(): Promise<void>;
}
