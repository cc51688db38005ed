declare module '*.css';

/** What the Electron shell's preload tells the page; a page in a browser has none of it. */
interface Window {
  readonly yichuang?: {
    readonly shell: 'electron';
    readonly printing: {
      /** What the print style shows, as PDF. */
      pdf(): Promise<Uint8Array>;
      /** The same to the default printer, without a dialog. `sent` is not yet paper; `reason` is for a person. */
      paper(): Promise<{ readonly sent: boolean; readonly reason: string }>;
    };
  };
}
