import { writeFileSync } from 'node:fs';
import { type DestinationStream, type Logger, pino } from 'pino';
import { faultOf } from '#shared/fault.ts';

export { faultOf };

/** The server's log: JSON lines, without personal data. */
export type Log = Logger;

/** Opens the log; `stream` defaults to stderr, since stdout belongs to the line that a parent waits for. */
export const openLog = (stream: DestinationStream = pino.destination({ dest: 2, sync: true })): Log =>
  pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);

/**
 * An error that nobody caught ends the program with its place in the log, where Node would print its message. Of a crash
 * that no program can catch, Linux is asked to write no memory into a dump, nor of what is started here: PostgreSQL.
 */
export function endOnFault(log: Pick<Log, 'fatal'>): void {
  const end = (error: unknown): void => {
    log.fatal({ fault: faultOf(error) }, 'ended by an error that nobody caught');
    process.exit(1);
  };
  try {
    if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A system without it: the limit that is set for the service has to do.
  }
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
