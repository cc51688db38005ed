/** Where a shell writes what happened. A pino logger fits. Never given a token. */
export interface ShellLog {
  info(details: Readonly<Record<string, unknown>>, message: string): void;
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}
