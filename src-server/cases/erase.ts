import { type ExpressionBuilder, sql } from 'kysely';
import { concludedStatuses } from '#shared/cases/case-file.ts';
import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import { withoutPersonal } from '#shared/sync/personal.ts';
import type { Queries } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { announce } from '../sync/wake-ups.ts';

/** How much was erased. */
export interface Erased {
  cases: number;
  tickets: number;
  commands: number;
}

/** So many subjects go in one transaction: installations go on handing in meanwhile. */
const batch = 200;

/**
 * Replaces by its digest everything personal of what was concluded before a day: in the states, in the events, and in the
 * commands as they came. The chains hold: their hashes cover only the digests. Installations hear of the changed states
 * at their next pull and erase their copies. Every transaction leaves a row of what it erased.
 *
 * A case still at work stays, however old. So does a command that is held back: people have to decide on it first.
 */
export async function eraseConcluded(queries: Queries, before: BeijingDate, now: Instant): Promise<Erased> {
  const total: Erased = { cases: 0, tickets: 0, commands: 0 };
  for (;;) {
    const erased = await queries.transaction().execute((trx) => eraseSome(trx, before, now));
    if (Object.values(erased).every((count) => count === 0)) return total;
    for (const key of ['cases', 'tickets', 'commands'] as const) total[key] += erased[key];
  }
}

async function eraseSome(trx: Queries, before: BeijingDate, now: Instant): Promise<Erased> {
  const limit = new Date(`${before}T00:00:00+08:00`);
  const cases = await eraseStates(trx, 'case_file', limit);
  // Bookings count with the tickets that they become.
  const tickets = [
    ...(await eraseStates(trx, 'ticket', limit)),
    ...(await eraseStates(trx, 'booking', limit)),
  ];
  const ids = [...cases, ...tickets];
  if (cases.length > 0) {
    await trx.updateTable('notice').set({ phone: null, text: '' }).where('case_id', 'in', cases).execute();
    // A certificate that is in force stays its holder's; of one that is over the number is enough.
    await trx
      .updateTable('certificate')
      .set({ holder: null })
      .where('case_id', 'in', cases)
      .where((is) => is.or([is('status', '!=', 'valid'), is('valid_until', '<', before)]))
      .execute();
  }
  const applied = await eraseEvents(trx, ids);
  const refused = await trx
    .selectFrom('command')
    .select('command_id')
    .where('outcome', '=', 'refused')
    .where('stamped_at', '<', limit)
    .where('erased_at', 'is', null)
    .limit(batch)
    .execute();
  const commands = await eraseCommands(
    trx,
    [...applied, ...refused.map(({ command_id }) => command_id)],
    now,
  );
  const erased = { cases: cases.length, tickets: tickets.length, commands };
  if (ids.length + commands === 0) return erased;
  await trx
    .insertInto('erasure')
    .values({ at: new Date(now), concluded_before: before, ...erased })
    .execute();
  if (ids.length > 0) await announce(trx, 'everyone');
  return erased;
}

/** @returns the ids of the subjects whose state was erased */
async function eraseStates(
  trx: Queries,
  table: 'case_file' | 'ticket' | 'booking',
  limit: Date,
): Promise<string[]> {
  const rows = await trx
    .selectFrom(table)
    .select(['id', 'state'])
    .where(sql<boolean>`state::text like '%"personal"%'`)
    .$if(table === 'case_file', (query) => query.where(sql`state ->> 'status'`, 'in', concludedStatuses))
    // A booking of a day to come is no past business, however long ago it was made.
    .$if(table === 'booking', (query) =>
      query.where(
        sql`(state ->> 'day')::date`,
        '<',
        sql`(${limit}::timestamptz at time zone 'Asia/Shanghai')::date`,
      ),
    )
    .where(({ not, exists }: ExpressionBuilder<Tables, 'case_file' | 'ticket' | 'booking'>) =>
      not(
        exists(
          trx
            .selectFrom('event')
            .select('command_id')
            .where(sql<boolean>`event.subject_id = ${sql.ref(`${table}.id`)}`)
            .where('stamped_at', '>=', limit),
        ),
      ),
    )
    .orderBy('id')
    .limit(batch)
    .forUpdate()
    .execute();
  for (const { id, state } of rows) {
    await trx
      .updateTable(table)
      .set({
        state: JSON.stringify(withoutPersonal(state)),
        changed_xid: sql<string>`pg_current_xact_id()`,
      })
      .where('id', '=', id)
      .execute();
  }
  return rows.map(({ id }) => id);
}

/** @returns the commands that made the events */
async function eraseEvents(trx: Queries, subjectIds: readonly string[]): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const rows = await trx
    .selectFrom('event')
    .select(['command_id', 'position', 'event'])
    .where('subject_id', 'in', subjectIds)
    .execute();
  for (const { command_id, position, event } of rows) {
    await trx
      .updateTable('event')
      .set({ event: JSON.stringify(withoutPersonal(event)) })
      .where('command_id', '=', command_id)
      .where('position', '=', position)
      .execute();
  }
  return [...new Set(rows.map(({ command_id }) => command_id))];
}

/**
 * Of a command that was applied its form is known, and what is personal in it; of any other the arguments go whole, since
 * they may hold anything.
 */
async function eraseCommands(trx: Queries, commandIds: readonly string[], now: Instant): Promise<number> {
  if (commandIds.length === 0) return 0;
  const rows = await trx
    .selectFrom('command')
    .select(['installation_id', 'seq', 'envelope', 'outcome'])
    .where('command_id', 'in', commandIds)
    .where('outcome', '!=', 'quarantined')
    .where('erased_at', 'is', null)
    .execute();
  for (const { installation_id, seq, envelope, outcome } of rows) {
    const args = outcome === 'applied' ? withoutPersonal(envelope.args) : {};
    await trx
      .updateTable('command')
      .set({ envelope: JSON.stringify({ ...envelope, args }), erased_at: new Date(now) })
      .where('installation_id', '=', installation_id)
      .where('seq', '=', seq)
      .execute();
  }
  return rows.length;
}
