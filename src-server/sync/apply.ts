import { sql } from 'kysely';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Arrival, stampOf } from '#shared/clock/evidence.ts';
import type { CommandResult } from '#shared/contracts/district.ts';
import type { Facts, Refusal } from '#shared/decider.ts';
import { actorOf } from '#shared/identity/authority.ts';
import { applyCommand, type Outcome } from '#shared/subjects.ts';
import type { Envelope } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import { subjectTables } from '../database/tables.ts';
import type { Installation } from '../identity/installation.ts';
import { placeOf } from '../identity/installation.ts';
import { faultOf, type Log } from '../log.ts';
import type { Published } from '../organisation/published.ts';
import type { Link } from './chain.ts';
import { relationsOf } from './relations.ts';
import { resultOf } from './results.ts';

/** What the commands of one batch have in common. */
export interface Batch {
  trx: Queries;
  installation: Installation;
  arrival: Arrival;
  published: Published | null;
  log: Log;
  /** Collects the counters, organisations and departments that see something changed. */
  concerned: Set<string>;
}

type Verdict = (
  | { outcome: 'applied' }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'quarantined'; reason: string }
) & {
  /** When it was stamped, if that was earlier than now. */
  stampedAt?: Date;
};

/**
 * Takes one command whose place in the chain is right: decides, writes what follows from it, and stores its
 * result. Whatever happens to it, its neighbours stand.
 */
export async function takeCommand(batch: Batch, link: Link): Promise<CommandResult> {
  const { trx, log } = batch;
  const { seq, commandId } = link;
  const installation_id = batch.installation.id;
  const verdict = await verdictOn(batch, link);
  const stamped_at = verdict.stampedAt ?? new Date(batch.arrival.uploadedAt);
  const refusal = verdict.outcome === 'refused' ? verdict.refusal : null;
  await trx
    .insertInto('command')
    .values({
      installation_id,
      seq,
      command_id: commandId,
      hash: link.hash,
      envelope: JSON.stringify(link.raw),
      outcome: verdict.outcome,
      refusal: refusal && JSON.stringify(refusal),
      stamped_at,
    })
    .execute();
  if (verdict.outcome === 'quarantined') {
    log.error(
      { alarm: 'quarantined', installation: installation_id, seq, commandId },
      'a command was quarantined',
    );
    // A reason may name what came in, and PostgreSQL keeps no NUL.
    const reason = verdict.reason.replaceAll('\0', '');
    await trx.insertInto('quarantine').values({ installation_id, seq, reason, stamped_at }).execute();
  }
  return resultOf({ seq, command_id: commandId, outcome: verdict.outcome, refusal, stamped_at });
}

async function verdictOn(batch: Batch, { envelope }: Link): Promise<Verdict> {
  if (batch.installation.revoked_at !== null) {
    return { outcome: 'quarantined', reason: 'the installation was revoked' };
  }
  if (envelope === null) return { outcome: 'quarantined', reason: 'the envelope cannot be read' };
  return (await verdictBefore(batch, envelope)) ?? attempt(batch, envelope);
}

/**
 * A restored client sends old commands again under new sequence numbers: what was decided then is answered now.
 * The same id on another command is nothing that an honest client sends.
 */
async function verdictBefore({ trx }: Batch, envelope: Envelope): Promise<Verdict | null> {
  const row = await trx
    .selectFrom('command')
    .select(['outcome', 'refusal', 'stamped_at', 'envelope'])
    .where('command_id', '=', envelope.commandId)
    .where('outcome', '!=', 'quarantined')
    .orderBy('stamped_at')
    .executeTakeFirst();
  if (row === undefined) return null;
  const { name, subject, argsHash } = row.envelope as Envelope;
  if (name !== envelope.name || subject.id !== envelope.subject.id || argsHash !== envelope.argsHash) {
    return { outcome: 'quarantined', reason: 'this command id belongs to another command' };
  }
  const { refusal, stamped_at: stampedAt } = row;
  return refusal === null ? { outcome: 'applied', stampedAt } : { outcome: 'refused', refusal, stampedAt };
}

/** Decides and writes behind a savepoint, so that a command that fails leaves nothing and takes nobody with it. */
async function attempt(batch: Batch, envelope: Envelope): Promise<Verdict> {
  await sql`savepoint command`.execute(batch.trx);
  try {
    const outcome = await decideAndWrite(batch, envelope);
    await sql`release savepoint command`.execute(batch.trx);
    switch (outcome.kind) {
      case 'applied':
        return { outcome: 'applied' };
      case 'refused':
        return { outcome: 'refused', refusal: outcome.refusal };
      case 'unreadable':
        return { outcome: 'quarantined', reason: outcome.reason };
    }
  } catch (error) {
    // If the database itself is in trouble, this fails as well, and the whole batch comes again.
    await sql`rollback to savepoint command`.execute(batch.trx);
    if (isPassing(error)) throw error;
    batch.log.error({ fault: faultOf(error), commandId: envelope.commandId }, 'a command failed');
    return { outcome: 'quarantined', reason: 'the command failed on the server: see the log' };
  }
}

/**
 * Whether an error says something about the moment and not about the command: connection (08), rollback (40),
 * resources (53), locks (55), operator (57), system (58).
 */
const isPassing = (error: unknown): boolean =>
  /^(08|40|53|55|57|58)/.test(String((error as { code?: unknown }).code ?? ''));

const notPosted: Refusal = {
  code: 'notPosted',
  message: '经办人当天没有有效的任职，这一步未生效，请由有任职的同事重新办理。',
};

async function decideAndWrite(batch: Batch, envelope: Envelope): Promise<Outcome> {
  const { trx, installation, arrival, published } = batch;
  // Authority as it is at the district's stamp.
  const place = placeOf(installation);
  const posting = envelope.postingId === null ? undefined : published?.posting(envelope.postingId);
  const actor = actorOf(envelope, posting, place, beijingDateOf(arrival.uploadedAt));
  if (published === null || actor === null || envelope.counterId !== place.counterId)
    return { kind: 'refused', refusal: notPosted };
  const facts: Facts = {
    actor,
    place,
    stamp: stampOf(envelope, arrival),
    matter: published.matter,
  };
  const { kind, id } = envelope.subject;
  const table = subjectTables[kind];
  const held = await trx.selectFrom(table).select('state').where('id', '=', id).executeTakeFirst();
  const outcome = applyCommand(held?.state ?? null, envelope, facts);
  if (outcome.kind !== 'applied') return outcome;

  const { state } = outcome;
  const changed = {
    revision: state.revision,
    state: JSON.stringify(state),
    changed_xid: sql<string>`pg_current_xact_id()`,
  };
  const relations = await trx
    .insertInto(table)
    .values({ id, ...changed, ...relationsOf(kind, state, installation) })
    // Relations stay as they were at the first command: whoever saw a subject goes on seeing it.
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .returning(['receiving_counter', 'receiving_organisation', 'deciding_department'])
    .executeTakeFirstOrThrow();
  for (const each of Object.values(relations)) {
    if (each !== null) batch.concerned.add(each);
  }
  await trx
    .insertInto('event')
    .values(
      outcome.events.map((event, index) => ({
        command_id: envelope.commandId,
        position: index + 1,
        subject_kind: kind,
        subject_id: id,
        revision: state.revision,
        event: JSON.stringify(event),
        stamped_at: new Date(arrival.uploadedAt),
      })),
    )
    .execute();
  return outcome;
}
