import { verify } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import type { Arrival } from '#shared/clock/evidence.ts';
import type { PushInput, PushOutput } from '#shared/contracts/district.ts';
import { oldestSupported, protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import { batchText } from '#shared/sync/batch.ts';
import type { Queries } from '../database/database.ts';
import { type Installation, keyOf } from '../identity/installation.ts';
import type { Services } from '../services.ts';
import { takeCommand } from './apply.ts';
import { judge, type Link, linkOf } from './chain.ts';
import { resultOf } from './results.ts';
import { announce } from './wake-ups.ts';

/**
 * Takes a batch of commands in order, in one transaction: all that continue the chain get their result, applied,
 * refused or quarantined, or none is taken. Sent again, it gives the same results and changes nothing.
 */
export async function push(
  { db, log, now, published }: Services,
  asking: Installation,
  input: PushInput,
): Promise<PushOutput> {
  // The stamp: the moment of arrival, not that of a lock obtained later.
  const arrival: Arrival = {
    uploadedAt: now(),
    sentMonotonicMs: input.sent.monotonicMs,
    sentBootId: input.sent.bootId,
  };
  const { epoch } = await db.queries.selectFrom('district').select('epoch').executeTakeFirstOrThrow();
  const head = { epoch, serverTime: arrival.uploadedAt };
  // Commands of a newer client wait with it until this server is newer too.
  if (
    input.protocolVersion < oldestSupported ||
    input.protocolVersion > protocolVersion ||
    input.schemaVersion > schemaVersion
  ) {
    return { kind: 'versionNotSupported', ...head, oldest: oldestSupported, newest: protocolVersion };
  }

  const links = input.commands.map(linkOf).filter((link) => link !== null);
  if (links.length < input.commands.length) {
    throw new ORPCError('BAD_REQUEST', { message: '有命令缺少序号、编号或校验值，未接收。' });
  }
  if (!isSigned(input, links, asking)) {
    log.error(
      { alarm: 'badSignature', installation: asking.id },
      'a batch is not signed by its installation',
    );
    throw new ORPCError('FORBIDDEN', {
      message: '批次的签名与本机登记的密钥不符，未接收，请联系系统管理员。',
    });
  }

  const broken = (seq: number): PushOutput => {
    log.error(
      { alarm: 'chainBroken', installation: asking.id, seq },
      'a chain of commands does not continue',
    );
    const message = '本机的操作记录与区级平台不一致，可能被改动、复制或还原，已停止上传，请联系系统管理员。';
    return { kind: 'chainBroken', ...head, seq, message };
  };

  return inTransaction(db.queries, async (trx): Promise<PushOutput> => {
    // From here on, one batch of an installation at a time.
    const installation = await trx
      .selectFrom('installation')
      .selectAll()
      .where('id', '=', asking.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (input.instanceId !== installation.instance_id) return broken(installation.last_seq);
    const held = await resultsOf(trx, installation, links);
    const verdict = judge(
      links,
      { seq: installation.last_seq, hash: installation.last_hash },
      (seq) => held.get(seq)?.hash,
    );
    if (verdict.kind === 'expected') return { ...verdict, ...head };
    if (verdict.kind === 'broken') return broken(verdict.seq);

    const results = verdict.known.flatMap(({ seq }) => held.get(seq)?.result ?? []);
    const last = verdict.fresh.at(-1);
    if (last !== undefined) {
      await lockSubjects(trx, verdict.fresh);
      const concerned = new Set<string>();
      const batch = { trx, installation, arrival, published: await published(trx), log, concerned };
      for (const link of verdict.fresh) results.push(await takeCommand(batch, link));
      await trx
        .updateTable('installation')
        .set({ last_seq: last.seq, last_hash: last.hash })
        .where('id', '=', installation.id)
        .execute();
      await announce(trx, concerned);
    }
    return { kind: 'taken', ...head, results };
  });
}

function isSigned(input: PushInput, links: readonly Link[], installation: Installation): boolean {
  const [first, last] = [links[0], links.at(-1)];
  if (first === undefined || last === undefined) return false;
  const text = batchText({
    instanceId: input.instanceId,
    firstSeq: first.seq,
    lastHash: last.hash,
    sentMonotonicMs: input.sent.monotonicMs,
    sentBootId: input.sent.bootId,
  });
  const signature = Buffer.from(input.signature.slice('ed25519:'.length), 'base64');
  return verify(null, Buffer.from(text), keyOf(installation.public_key), signature);
}

/** What was answered earlier, by sequence number. */
async function resultsOf(trx: Queries, installation: Installation, links: readonly Link[]) {
  const rows = await trx
    .selectFrom('command')
    .select(['seq', 'command_id', 'hash', 'outcome', 'refusal', 'stamped_at'])
    .where('installation_id', '=', installation.id)
    .where('seq', 'in', [...new Set(links.map((link) => link.seq))])
    .execute();
  return new Map(rows.map((row) => [row.seq, { hash: row.hash, result: resultOf(row) }]));
}

/**
 * Locks every subject of the batch in one order for all, so that two batches never wait for each other. A lock on
 * the id, not on a row: the first command of a subject finds no row yet.
 */
async function lockSubjects(trx: Queries, links: readonly Link[]): Promise<void> {
  const ids = links.flatMap(({ envelope }) => envelope?.subject.id ?? []);
  await sql`
    select pg_advisory_xact_lock(lock)
    from (
      select distinct hashtextextended(id, 0) as lock from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as id
      order by lock
    ) as ordered`.execute(trx);
}

/** Runs a transaction, and again where PostgreSQL asks for it (deadlock, serialisation). */
async function inTransaction<Result>(
  queries: Queries,
  work: (trx: Queries) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await queries.transaction().execute(work);
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (attempt === 3 || (code !== '40P01' && code !== '40001')) throw error;
    }
  }
}
