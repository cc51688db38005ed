import { join } from 'node:path';
import { expect } from 'vitest';
import { chainStart, hashArgs, hashCommand } from '#shared/sync/command.ts';
import type { Acting, Intent } from '../../src-main/core/store/commands.ts';
import type { Store } from '../../src-main/core/store/store.ts';
import { prepareInstallation, takeCase, uuidv7 } from './counter.ts';
import { tempFolder } from './folder.ts';
import { startCounter } from './hall.ts';

export const newFolder = () => prepareInstallation(tempFolder());
export const inStore = (folder: string, name: string) => join(folder, 'store', name);
export const journalOf = (folder: string) => inStore(folder, 'yichuang.journal');

export const clerk: Acting = {
  actor: {
    actorId: 'person-g1001',
    postingId: 'posting-g1001',
    role: 'clerk',
    organisationId: 'street-410104009',
  },
  sessionId: null,
  authMode: 'offline',
  channel: 'counter',
  sign: () => null,
};
/** The smallest act that there is. */
export const openVisit = (): Intent => ({
  name: 'openVisit',
  subject: { kind: 'visit', id: uuidv7() },
  args: { ticketId: null, ticketNumber: null, serviceMode: 'counter', firstReceiver: null },
});

/** Every case number that the store shows, and how often. */
export function numbersIn(store: Store): string[] {
  return store.cases.where('1 = 1 ORDER BY case_number').map(({ state }) => state.caseNumber);
}

/** Every command since enrolment is in the outbox, in order, each bound to the one before it. */
export function expectChain(store: Store): void {
  let prevHash = chainStart;
  for (const [index, { seq, envelope, hash }] of store.outbox.all().entries()) {
    expect(seq).toBe(index + 1);
    expect(envelope.seq).toBe(seq);
    expect(envelope.prevHash).toBe(prevHash);
    expect(hashArgs(envelope.args)).toBe(envelope.argsHash);
    expect(hashCommand(envelope)).toBe(hash);
    prevHash = hash;
  }
  expect(store.settings.get('chain')).toEqual({ lastSeq: store.outbox.all().length, lastHash: prevHash });
}

/** Does something with a counter that is closed afterwards. */
export async function atCounter<Result>(
  folder: string,
  act: (counter: Awaited<ReturnType<typeof startCounter>>) => Promise<Result>,
): Promise<Result> {
  const counter = await startCounter({ folder });
  await counter.signIn();
  try {
    return await act(counter);
  } finally {
    await counter.close();
  }
}
export const takeIn = (folder: string, count: number) =>
  atCounter(folder, async ({ clerk }) => {
    const numbers: string[] = [];
    for (let taken = 0; taken < count; taken += 1) numbers.push((await takeCase(clerk)).caseNumber);
    return numbers;
  });

/** What opening the store gives to whoever stands in front of it. */
export function openingOf(open: () => Store): unknown {
  try {
    open().close();
    return 'opened';
  } catch (error) {
    return error;
  }
}
