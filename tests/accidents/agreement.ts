import pg from 'pg';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { baseText } from '../../src-main/core/store/subjects.ts';
import { type Ledger, mustBe } from './ledger.ts';
import type { StoreOnDisk } from './soundness.ts';

type Kind = 'ticket' | 'visit' | 'case_file';
const kinds: readonly Kind[] = ['ticket', 'visit', 'case_file'];

/** What the district holds of one installation. */
export interface DistrictRecord {
  commands: { seq: number; command_id: string; hash: string; outcome: string; stamped_at: Date }[];
  /** Commands of the installation that have events, each once. */
  withEvents: number;
  /** Its second chain. */
  unmaskings: { seq: number; hash: string }[];
  subjects: Record<Kind, { id: string; revision: number; state: unknown }[]>;
}

export async function recordOf(databaseUrl: string, installationId: string): Promise<DistrictRecord> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ask = async (text: string, ...values: string[]) => (await client.query(text, values)).rows;
    const commands = await ask(
      'select seq, command_id, hash, outcome, stamped_at from command where installation_id = $1 order by seq',
      installationId,
    );
    const [events] = await ask(
      `select count(distinct command_id)::int as n from event
       where command_id in (select command_id from command where installation_id = $1)`,
      installationId,
    );
    const unmaskings = await ask(
      'select seq, hash from unmasking where installation_id = $1 order by seq',
      installationId,
    );
    const subjects = {} as DistrictRecord['subjects'];
    for (const kind of kinds) subjects[kind] = await ask(`select id, revision, state from ${kind}`);
    return { commands, withEvents: events.n, unmaskings, subjects };
  } finally {
    await client.end();
  }
}

/** Whether everything has been exchanged: nothing waits, and every subject stands where the district's stands. */
export function isExchanged(store: StoreOnDisk, record: DistrictRecord): boolean {
  const [waiting] = store.rows<{ n: number }>('SELECT count(*) AS n FROM outbox');
  const [looked] = store.rows<{ n: number }>('SELECT count(*) AS n FROM unmasking');
  return (
    waiting?.n === 0 &&
    looked?.n === record.unmaskings.length &&
    kinds.every((kind) => {
      const revisions = new Map(record.subjects[kind].map(({ id, revision }) => [id, revision]));
      const rows = store.rows<{ id: string; base_revision: number }>(`SELECT id, base_revision FROM ${kind}`);
      return rows.every(({ id, base_revision }) => revisions.get(id) === base_revision);
    })
  );
}

/** Both sides hold the same: each command once and applied, each subject in the same state. */
export function mustAgree(store: StoreOnDisk, record: DistrictRecord, ledger: Ledger): void {
  commandsMustAgree(store, record);
  for (const kind of kinds) {
    const here = subjectsMustAgree(store, record, kind);
    const there = record.subjects[kind].length;
    mustBe(here === there, () => `${here} × ${kind} here, ${there} at the district`);
  }
  mustHaveComeBack(record, ledger);
}

/** Whatever was given here is at the district, once, in its order, and has had its effect. */
export function commandsMustAgree(store: StoreOnDisk, { commands, withEvents }: DistrictRecord): void {
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
  mustBe(withEvents === given.length, () => `${withEvents} of ${given.length} commands have had an effect`);
}

/** What is shown here is what the district holds. @returns how many of a kind are here */
export function subjectsMustAgree(store: StoreOnDisk, { subjects }: DistrictRecord, kind: Kind): number {
  const rows = store.rows<{ id: string; state: string; base: string | null }>(
    `SELECT id, state, ${baseText} AS base FROM ${kind}`,
  );
  const held = new Map(subjects[kind].map(({ id, state }) => [id, canonicalJson(state)]));
  for (const { id, state, base } of rows) {
    mustBe(
      [state, base].every((each) => each !== null && canonicalJson(JSON.parse(each)) === held.get(id)),
      () => `${kind} ${id} differs: ${state} here, ${held.get(id)} at the district`,
    );
  }
  return rows.length;
}

/** What was signed off stands so, at the district and therefore at the counter that received it. */
function mustHaveComeBack({ subjects }: DistrictRecord, ledger: Ledger): void {
  const statuses = new Map(
    subjects.case_file.map(({ id, state }) => [id, (state as { status: string }).status]),
  );
  for (const caseId of ledger.signedOff)
    mustBe(
      ['decided', 'issued', 'delivered'].includes(statuses.get(caseId) ?? ''),
      () => `case ${caseId} was signed off and is ${statuses.get(caseId)}`,
    );
}

/** What was shown unmasked here is on record at the district, in the same chain. */
export function unmaskingsMustAgree(store: StoreOnDisk, { unmaskings }: DistrictRecord): void {
  const here = store.rows<{ seq: number; hash: string }>('SELECT seq, hash FROM unmasking ORDER BY id');
  mustBe(
    JSON.stringify(here) === JSON.stringify(unmaskings),
    () => `${here.length} unmaskings here, ${unmaskings.length} at the district, or not the same`,
  );
}
