import { verify } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import type { Arrival } from '#shared/clock/evidence.ts';
import {
  type CommandResult,
  mostInPush,
  type PushInput,
  type PushOutput,
} from '#shared/contracts/district.ts';
import { oldestSupported, protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import { batchText } from '#shared/sync/batch.ts';
import { otherCaseOf } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { adoptKeys } from '../identity/adopt-keys.ts';
import { type Installation, keyOf } from '../identity/installation.ts';
import type { Services } from '../services.ts';
import { isCatchingUp } from './ahead.ts';
import { takeLinks } from './apply.ts';
import type { Batch } from './batch.ts';
import { judge, type Link, linkOf } from './chain.ts';
import { lockSubjects } from './lock-subjects.ts';
import { resultOf } from './results.ts';
import { announce } from './wake-ups.ts';

/**
 * Takes a batch of commands in order, in one transaction: all that continue the chain get their result, applied,
 * refused or quarantined, or none is taken. Sent again, it gives the same results and changes nothing.
 */
export async function push(
  { db, log, now, published, metrics, batches }: Services,
  asking: Installation,
  input: PushInput,
): Promise<PushOutput> {
  // The stamp: the moment of arrival, not that of a lock obtained later.
  const arrival: Arrival = {
    uploadedAt: now(),
    sentMonotonicMs: input.sent.monotonicMs,
    sentBootId: input.sent.bootId,
  };
  // Commands of a newer client wait with it until this server is newer too.
  if (
    input.protocolVersion < oldestSupported ||
    input.protocolVersion > protocolVersion ||
    input.schemaVersion > schemaVersion
  ) {
    const { epoch } = await standing(db.queries);
    const head = { epoch, serverTime: arrival.uploadedAt };
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

  let fresh: CommandResult[] = [];
  const decide = async (trx: Queries): Promise<PushOutput> => {
    fresh = [];
    const { epoch, restored_at } = await standing(trx);
    const head = { epoch, serverTime: arrival.uploadedAt };
    const broken = (seq: number): PushOutput => {
      log.error(
        { alarm: 'chainBroken', installation: asking.id, seq },
        'a chain of commands does not continue',
      );
      const message =
        '本机的操作记录与区级平台不一致，可能被改动、复制或还原，已停止上传，请联系系统管理员。';
      return { kind: 'chainBroken', ...head, seq, message };
    };
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
    if (verdict.fresh.length > 0) {
      if (restored_at !== null) await adoptKeys(trx, input.passes ?? [], restored_at);
      await lockSubjects(
        trx,
        verdict.fresh.flatMap(({ envelope }) =>
          envelope === null ? [] : [envelope.subject.id, otherCaseOf(envelope)].filter((id) => id !== null),
        ),
      );
      const concerned = new Set<string>();
      const batch: Batch = {
        trx,
        installation,
        arrival,
        published: await published(trx),
        reload: published,
        log,
        concerned,
        everyone: false,
        catchingUp: isCatchingUp(restored_at, arrival.uploadedAt),
      };
      const taken = await takeLinks(batch, verdict.fresh);
      results.push(...taken.results);
      fresh = taken.results;
      if (taken.last !== null) {
        await trx
          .updateTable('installation')
          .set({ last_seq: taken.last.seq, last_hash: taken.last.hash })
          .where('id', '=', installation.id)
          .execute();
        await announce(trx, batch.everyone ? 'everyone' : concerned);
      }
      if (taken.behind !== undefined) return { kind: 'taken', ...head, results, behind: taken.behind };
    }
    // As long as nobody waits for a connection: with many at once each holds one for less time, and locks fewer subjects.
    const most = db.pool.waitingCount === 0 ? { most: mostInPush } : {};
    return { kind: 'taken', ...head, results, ...most };
  };
  const answer = await batches.run(asking.id, () => inTransaction(db.queries, decide));
  for (const outcome of ['applied', 'refused', 'quarantined'] as const) {
    const count = fresh.filter((result) => result.outcome === outcome).length;
    if (count > 0) metrics.taken(outcome, count);
  }
  return answer;
}

/** Which life of its database the district is in, and whether it began with a restored one. */
const standing = (queries: Queries) =>
  queries.selectFrom('district').select(['epoch', 'restored_at']).executeTakeFirstOrThrow();

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
async function resultsOf(trx: Queries, { id, last_seq }: Installation, links: readonly Link[]) {
  const known = links.map(({ seq }) => seq).filter((seq) => seq <= last_seq);
  if (known.length === 0) return new Map<number, never>();
  const { rows } = await sql<Parameters<typeof resultOf>[0] & { hash: string }>`
    ${prepared} select seq, command_id, hash, outcome, refusal, stamped_at from command
    where installation_id = ${id}::uuid and seq = any(${known}::int[])`.execute(trx);
  return new Map(rows.map((row) => [row.seq, { hash: row.hash, result: resultOf(row) }]));
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
