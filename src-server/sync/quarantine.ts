import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Arrival, momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { Refusal } from '#shared/decider.ts';
import { type Envelope, envelopeSchema, otherCaseOf } from '#shared/sync/command.ts';
import { type QuarantineItem, type QuarantineReason, quarantineDecider } from '#shared/sync/quarantine.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import { type Batch, type DecideAlone, verdictOf } from './batch.ts';
import type { Link } from './chain.ts';
import { lockSubjects } from './lock-subjects.ts';
import { Work } from './work.ts';

/** A command that is held back, as an item for people to look at and dispose of. */
export function itemOf(
  installation: Installation,
  { seq, commandId, envelope }: Link,
  reason: QuarantineReason,
  stampedAt: Date,
): QuarantineItem {
  return {
    id: uuidv7(),
    revision: 1,
    status: 'held',
    reason,
    installationId: installation.id,
    seq,
    commandId,
    given: envelope && {
      // PostgreSQL keeps no NUL.
      name: envelope.name.replaceAll('\0', ''),
      subjectKind: envelope.subject.kind,
      subjectId: envelope.subject.id,
      actorId: envelope.actorId.replaceAll('\0', ''),
      capturedAt: envelope.capturedAt,
    },
    stampedAt: stampedAt.toISOString() as QuarantineItem['stampedAt'],
    disposal: null,
  };
}

/**
 * Disposes of a command that was held back, and in the same way of those that wait with it, in their order. Their
 * installation hears of it at its next pull.
 */
export async function dispose(batch: Batch, item: QuarantineItem, decideAlone: DecideAlone): Promise<void> {
  const { given, disposal } = item;
  await lockAll(batch.trx, item);
  await settle(batch, item, decideAlone);
  if (given === null || disposal === null) return;
  for (const follower of await followersOf(batch.trx, item)) {
    const disposed = quarantineDecider.evolve(follower, { type: 'QuarantineDisposed', disposal });
    await batch.trx
      .updateTable('quarantine_item')
      .set({
        revision: disposed.revision,
        state: JSON.stringify(disposed),
        changed_xid: sql<string>`pg_current_xact_id()`,
      })
      .where('id', '=', disposed.id)
      .execute();
    await settle(batch, disposed, decideAlone);
  }
}

/**
 * Locks what an item and its followers are about, other cases that they name included: whoever pushes one more step
 * about any of them comes before all this or after it. No follower can join once the subject is locked, so the second
 * look finds all of them.
 */
async function lockAll(trx: Queries, item: QuarantineItem): Promise<void> {
  if (item.given === null) return;
  await lockSubjects(trx, [item.given.subjectId]);
  const items = [item, ...(await followersOf(trx, item))];
  const rows = await trx
    .selectFrom('command')
    .select('envelope')
    .where('outcome', '=', 'quarantined')
    .where(
      'command_id',
      'in',
      items.map(({ commandId }) => commandId),
    )
    .execute();
  const others = rows.map(({ envelope }) => envelopeSchema.safeParse(envelope).data);
  await lockSubjects(
    trx,
    others.flatMap((envelope) => (envelope && otherCaseOf(envelope)) ?? []),
  );
}

/** What is held back because it builds upon the same subject, from the same installation or one that took its place. */
async function followersOf(trx: Queries, { installationId, given }: QuarantineItem) {
  const rows = await trx
    .selectFrom('quarantine_item')
    .innerJoin('installation', (join) =>
      join.on(sql<boolean>`installation.id::text = quarantine_item.state ->> 'installationId'`),
    )
    .select('quarantine_item.state')
    .where(sql`state ->> 'status'`, '=', 'held')
    .where(sql`state ->> 'reason'`, '=', 'follows')
    .where(sql`state -> 'given' ->> 'subjectId'`, '=', given?.subjectId ?? '')
    .where(
      sql<boolean>`(installation.id::text = ${installationId} or ${installationId}::uuid = any(former_ids))`,
    )
    .orderBy('installation.enrolled_at')
    .orderBy(sql`(state ->> 'seq')::int`)
    .execute();
  return rows.map(({ state }) => state as QuarantineItem);
}

/** Gives a command that was held back its outcome: released, it is decided now; dismissed, it is refused. */
async function settle(batch: Batch, item: QuarantineItem, decideAlone: DecideAlone): Promise<void> {
  const { trx } = batch;
  const refusal =
    item.status === 'released'
      ? await release(batch, item, decideAlone)
      : refusalOf('dismissed', `这一步经核查不予采用：${item.disposal?.reason ?? ''}。请按情况重新办理。`);
  await trx
    .updateTable('command')
    .set({
      outcome: refusal === null ? 'applied' : 'refused',
      refusal: refusal && JSON.stringify(refusal),
    })
    .where('installation_id', '=', item.installationId)
    .where('seq', '=', item.seq)
    .execute();
}

/**
 * Decides a command that was held back, with the authority that its actor had when they gave it, under the stamp of its
 * arrival.
 * @returns why it was not applied; null where it was
 */
async function release(
  batch: Batch,
  item: QuarantineItem,
  decideAlone: DecideAlone,
): Promise<Refusal | null> {
  const { trx } = batch;
  const row = await trx
    .selectFrom('command')
    .innerJoin('installation', 'installation.id', 'command.installation_id')
    .selectAll('installation')
    .select(['envelope', 'stamped_at'])
    .where('installation_id', '=', item.installationId)
    .where('seq', '=', item.seq)
    .executeTakeFirstOrThrow();
  const { envelope: raw, stamped_at, ...sender } = row;
  const envelope = envelopeSchema.safeParse(raw).data;
  if (envelope === undefined) return failed;
  // Meanwhile it may have come again, from an installation that took over.
  const work = await Work.begin(trx, batch.installation, [envelope], stamped_at);
  const given = work.before(envelope.commandId);
  const before = given && verdictOf(given, envelope);
  if (before?.outcome === 'applied') return null;
  if (before?.outcome === 'refused') return before.refusal;
  // How long it had lain there when it was sent is no longer known, so the bounds of its time are wide.
  const arrival: Arrival = {
    uploadedAt: stamped_at.toISOString() as Arrival['uploadedAt'],
    sentMonotonicMs: 0,
    sentBootId: 'released',
  };
  const asThen = { ...batch, installation: await standingThen(trx, sender, envelope), arrival };
  // Whoever released it has looked at what the evidence leaves open.
  const day = beijingDateOf(momentOf(stampOf(envelope, arrival)));
  const verdict = await decideAlone(asThen, envelope, [day]);
  batch.everyone ||= asThen.everyone;
  batch.published = asThen.published;
  if (verdict.outcome === 'applied') return null;
  if (verdict.outcome === 'refused') return verdict.refusal;
  if (verdict.reason === 'badSignature')
    return refusalOf('notSigned', '这一步没有经办人本人的签名，不能采用，请由本人登录后重新办理。');
  return verdict.reason === 'notPosted'
    ? refusalOf(
        'notAuthorised',
        '经办人当时没有办理这一步的权限，放行后仍不能采用，请由有权限的同事重新办理。',
      )
    : failed;
}

const refusalOf = (code: string, message: string): Refusal => ({ code, message });
const failed = refusalOf('failed', '这一步放行后区级平台仍不能处理，请重新办理，并联系运维。');

/** The installation that stood at the counter where a command was given: the sender, or one whose place it took. */
async function standingThen(
  trx: Queries,
  sender: Installation,
  { counterId }: Envelope,
): Promise<Installation> {
  if (sender.counter_id === counterId || sender.former_ids.length === 0) return sender;
  const former = await trx
    .selectFrom('installation')
    .selectAll()
    .where('id', 'in', sender.former_ids)
    .where('counter_id', 'is not distinct from', counterId)
    .orderBy('enrolled_at', 'desc')
    .executeTakeFirst();
  return former ?? sender;
}
