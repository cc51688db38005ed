import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { type InstallationRecord, installationDecider } from '#shared/identity/installation.ts';
import type { Queries } from '../database/database.ts';
import { relationsOf } from '../sync/relations.ts';
import { announce, officeConcern } from '../sync/wake-ups.ts';
import type { Installation } from './installation.ts';

/** Makes the record of a new installation, by which the office sees it. */
export async function makeRecord(
  trx: Queries,
  installation: Installation,
  machineName: string,
  replaces: string | null,
): Promise<void> {
  const record: InstallationRecord = {
    id: installation.id,
    revision: 1,
    status: installation.approved_at === null ? 'pending' : 'active',
    kind: installation.kind,
    counterId: installation.counter_id,
    organisationId: installation.organisation_id,
    hallId: installation.hall_id,
    areaCode: installation.area_code,
    series: installation.series,
    // PostgreSQL keeps no NUL.
    machineName: machineName.replaceAll('\0', ''),
    replaces,
    enrolledAt: installation.enrolled_at.toISOString() as Instant,
    approved: null,
    revoked: null,
    clonedAt: null,
  };
  const { id, revision } = record;
  await trx
    .insertInto('installation_record')
    .values({
      id,
      revision,
      state: JSON.stringify(record),
      changed_xid: sql<string>`pg_current_xact_id()`,
      ...relationsOf('installation', record, installation),
    })
    .execute();
  await tell(trx, record);
}

/** Takes an installation out of service; one that is already stays as it is. */
export async function standDown(
  trx: Queries,
  id: string,
  { by, at, reason }: { by: string; at: Instant; reason: string },
): Promise<boolean> {
  const record = await lockRecord(trx, id);
  if (record === null || record.status === 'revoked') return false;
  const stamp = { capturedAt: at, notBefore: at, notAfter: at, uploadedAt: at };
  await keepRecord(
    trx,
    installationDecider.evolve(record, { type: 'InstallationRevoked', revoked: { by, at: stamp, reason } }),
  );
  await trx
    .updateTable('installation')
    .set({ revoked_at: new Date(at) })
    .where('id', '=', id)
    .execute();
  return true;
}

/** Ends the installations whose place this one has taken: what they still bring is held back. */
export async function takeOver(
  trx: Queries,
  installation: Pick<Installation, 'former_ids'>,
  at: Instant,
): Promise<void> {
  for (const id of installation.former_ids)
    await standDown(trx, id, { by: 'system', at, reason: '已由重新登记的电脑接替' });
}

/** Notes that two programs claim to be this installation: from here on both have to enrol anew. */
export async function markCloned(trx: Queries, id: string, at: Instant): Promise<void> {
  const record = await lockRecord(trx, id);
  if (record === null || record.clonedAt !== null) return;
  await keepRecord(trx, { ...record, revision: record.revision + 1, clonedAt: at });
  await trx
    .updateTable('installation')
    .set({ cloned_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}

/** Reads a record, alone until the transaction ends: by the lock that commands about it take as well. */
async function lockRecord(trx: Queries, id: string): Promise<InstallationRecord | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(trx);
  const row = await trx
    .selectFrom('installation_record')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst();
  return (row?.state ?? null) as InstallationRecord | null;
}

async function keepRecord(trx: Queries, record: InstallationRecord): Promise<void> {
  await trx
    .updateTable('installation_record')
    .set({
      revision: record.revision,
      state: JSON.stringify(record),
      changed_xid: sql<string>`pg_current_xact_id()`,
    })
    .where('id', '=', record.id)
    .execute();
  await tell(trx, record);
}

const tell = (trx: Queries, { counterId, organisationId }: InstallationRecord): Promise<void> =>
  announce(trx, [...(counterId === null ? [] : [counterId]), organisationId, officeConcern]);
