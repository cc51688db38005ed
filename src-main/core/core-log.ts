import { writeSync } from 'node:fs';
import { faultOf } from '#shared/fault.ts';
import { keepMemoryOutOfDumps } from './memory-dumps.ts';

/** pino's numbers, which readers of logs know. */
const levels = { info: 30, warn: 40, fatal: 60 } as const;
type Write = (details: Readonly<Record<string, unknown>>, message: string) => void;

/**
 * Opens the log of a process that runs a core: JSON lines on stderr, without personal data. From here on an error that
 * nobody caught ends the process with its place in the log; Node would print its message, and that may quote what a
 * citizen gave. A crash that no program can catch leaves no memory in a dump.
 */
export function openCoreLog(program: string): Readonly<Record<keyof typeof levels, Write>> {
  const at =
    (level: keyof typeof levels): Write =>
    (details, msg) => {
      const line = JSON.stringify({ level: levels[level], time: Date.now(), program, ...details, msg });
      try {
        writeSync(2, `${line}\n`);
      } catch {
        // A reader that is gone or does not keep up must not stop the desk.
      }
    };
  const log = { info: at('info'), warn: at('warn'), fatal: at('fatal') };
  const end = (error: unknown): void => {
    log.fatal({ fault: faultOf(error) }, 'ended by an error that nobody caught');
    process.exit(1);
  };
  keepMemoryOutOfDumps();
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return log;
}
