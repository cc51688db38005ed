/**
 * A counter as a process of its own, for tests that kill it: takes cases in without end and says each number on
 * stdout once it has been acknowledged. With `die-in-commit` it ends like a power cut while its third case is in the
 * journal and not yet in the database. With `wait-in-mid-case` it takes one case, whose slip the printer never
 * confirms, enters the next one, and waits.
 */
import { writeSync } from 'node:fs';
import { createRouterClient } from '@orpc/server';
import { enterDraft, openCounter } from './counter.ts';
import { virtualPlace } from './devices.ts';

const say = (line: string) => void writeSync(1, `${line}\n`);

async function takeCases(folder: string, dieInCommit: boolean): Promise<never> {
  const counter = await openCounter({ folder });
  say('ready');
  for (let taken = 1; ; taken += 1) {
    if (dieInCommit && taken === 3) dieWhenItCommits(counter.store.db);
    const id = await counter.receive();
    say(counter.store.cases.get(id)?.state.caseNumber ?? 'lost');
  }
}

/** SQLite asks this function in the middle of the transaction that takes a case in. */
function dieWhenItCommits(db: Awaited<ReturnType<typeof openCounter>>['store']['db']): void {
  db.function('die', () => {
    process.kill(process.pid, 'SIGKILL');
    return null;
  });
  db.exec('CREATE TEMP TRIGGER die AFTER INSERT ON main.case_file BEGIN SELECT die(); END');
}

async function waitInMidCase(folder: string): Promise<void> {
  const { devices, printer } = await virtualPlace({ jobTimeoutMs: 60_000 });
  const counter = await openCounter({ folder, devices: { counter: devices } });
  printer.setFault('silent');
  const id = await counter.receive();
  say(counter.store.cases.get(id)?.state.caseNumber ?? 'lost');
  await enterDraft(createRouterClient(counter.clerk));
  say('ready');
}

const [, , folder = '', how] = process.argv;
const work = how === 'wait-in-mid-case' ? waitInMidCase(folder) : takeCases(folder, how === 'die-in-commit');
work.catch((error: unknown) => {
  say(error instanceof Error && 'sentence' in error ? String(error.sentence) : String(error));
  process.exit(1);
});
