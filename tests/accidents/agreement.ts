import pg from 'pg';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { type Ledger, mustBe } from './ledger.ts';
import type { StoreOnDisk } from './soundness.ts';

type Kind = 'ticket' | 'visit' | 'case_file';
const kinds: readonly Kind[] = ['ticket', 'visit', 'case_file'];

/** What the district holds of one installation. */
export interface DistrictRecord {
  commands: { seq: number; command_id: string; hash: string; outcome: string }[];
  /** Commands of the installation that have events, each once. */
  withEvents: number;
  subjects: Record<Kind, { id: string; revision: number; state: unknown }[]>;
}

export async function recordOf(databaseUrl: string, installationId: string): Promise<DistrictRecord> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ask = async (text: string, ...values: string[]) => (await client.query(text, values)).rows;
    const commands = await ask(
      'select seq, command_id, hash, outcome from command where installation_id = $1 order by seq',
      installationId,
    );
    const [events] = await ask(
      `select count(distinct command_id)::int as n from event
       where command_id in (select command_id from command where installation_id = $1)`,
      installationId,
    );
    const subjects = {} as DistrictRecord['subjects'];
    for (const kind of kinds) subjects[kind] = await ask(`select id, revision, state from ${kind}`);
    return { commands, withEvents: events.n, subjects };
  } finally {
    await client.end();
  }
}

/** Whether everything has been exchanged: nothing waits, and every subject stands where the district's stands. */
export function isExchanged(store: StoreOnDisk, record: DistrictRecord): boolean {
  const [waiting] = store.rows<{ n: number }>('SELECT count(*) AS n FROM outbox');
  return (
    waiting?.n === 0 &&
    kinds.every((kind) => {
      const revisions = new Map(record.subjects[kind].map(({ id, revision }) => [id, revision]));
      const rows = store.rows<{ id: string; base_revision: number }>(`SELECT id, base_revision FROM ${kind}`);
      return rows.every(({ id, base_revision }) => revisions.get(id) === base_revision);
    })
  );
}

/** Both sides hold the same: each command once and applied, each subject in the same state. */
export function mustAgree(store: StoreOnDisk, record: DistrictRecord, ledger: Ledger): void {
  const { commands, subjects } = record;
  const given = store.rows<{ seq: number; command_id: string; hash: string }>(
    'SELECT seq, command_id, hash FROM audit ORDER BY rowid',
  );
  mustBe(
    commands.length === given.length,
    () => `the district holds ${commands.length} commands of ${given.length}`,
  );
  for (const [index, { seq, command_id, hash }] of given.entries()) {
    const held = commands[index];
    mustBe(
      held?.seq === seq && held.command_id === command_id && held.hash === hash && held.outcome === 'applied',
      () => `command ${seq} at the district: ${JSON.stringify(held)}`,
    );
  }
  mustBe(
    record.withEvents === given.length,
    () => `${record.withEvents} of ${given.length} commands have had an effect`,
  );
  for (const kind of kinds) {
    const rows = store.rows<{ id: string; state: string; base: string | null }>(
      `SELECT id, state, base FROM ${kind}`,
    );
    const held = new Map(subjects[kind].map(({ id, state }) => [id, canonicalJson(state)]));
    mustBe(rows.length === held.size, () => `${rows.length} × ${kind} here, ${held.size} at the district`);
    for (const { id, state, base } of rows) {
      mustBe(
        [state, base].every((each) => each !== null && canonicalJson(JSON.parse(each)) === held.get(id)),
        () => `${kind} ${id} differs: ${state} here, ${held.get(id)} at the district`,
      );
    }
  }
  const statuses = new Map(
    subjects.case_file.map(({ id, state }) => [id, (state as { status: string }).status]),
  );
  for (const caseId of ledger.signedOff)
    mustBe(
      ['decided', 'issued', 'delivered'].includes(statuses.get(caseId) ?? ''),
      () => `case ${caseId} was signed off and is ${statuses.get(caseId)}`,
    );
}
