import pg from 'pg';
import { replay } from '#shared/subjects.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import { subjectTables } from '../../src-server/database/tables.ts';
import { mustBe } from './ledger.ts';

/** What the district answers from is what its events lead to, for everything that a counter works with. */
export async function statesMustFollow(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const kind of ['ticket', 'visit', 'caseFile'] as const) {
      const events = await eventsOf(client, kind);
      const { rows } = await client.query<{ id: string; state: unknown }>(
        `select id, state from ${subjectTables[kind]}`,
      );
      mustBe(rows.length === events.size, () => `${rows.length} × ${kind}, and events of ${events.size}`);
      for (const { id, state } of rows) {
        const led = canonicalJson(replay(kind, events.get(id) ?? []));
        mustBe(
          led === canonicalJson(state),
          () => `${kind} ${id} is ${canonicalJson(state)}, and its events lead to ${led}`,
        );
      }
    }
  } finally {
    await client.end();
  }
}

async function eventsOf(client: pg.Client, kind: SubjectKind): Promise<Map<string, unknown[]>> {
  const { rows } = await client.query<{ subject_id: string; event: unknown }>(
    'select subject_id, event from event where subject_kind = $1 order by revision, position',
    [kind],
  );
  const events = new Map<string, unknown[]>();
  for (const { subject_id, event } of rows)
    events.set(subject_id, [...(events.get(subject_id) ?? []), event]);
  return events;
}
