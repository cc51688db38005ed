import type { Instant } from '#shared/clock/beijing.ts';
import { chainStart, type Envelope, hashArgs, hashCommand } from '#shared/sync/command.ts';
import { hashUnmasking } from '#shared/sync/unmasking.ts';
import type { Queries } from '../database/database.ts';

/** What one of the two chains of an installation comes to: its links up to where it breaks, or all of them. */
export interface ChainVerdict {
  installationId: string;
  chain: 'commands' | 'unmaskings';
  links: number;
  brokenAt: number | null;
}

/** So many commands are read at a time. */
const page = 500;

/**
 * Works out the chain of an installation anew from the commands as they are stored: each follows the one before, carries
 * the arguments that its hash speaks of (or their digests, where they were erased), and the last is the one on record.
 */
export async function verifyChain(queries: Queries, installationId: string): Promise<ChainVerdict> {
  const head = await queries
    .selectFrom('installation')
    .select(['last_seq', 'last_hash'])
    .where('id', '=', installationId)
    .executeTakeFirstOrThrow();
  let last = { seq: 0, hash: chainStart };
  const verdict = (brokenAt: number | null): ChainVerdict => ({
    ...{ installationId, chain: 'commands', links: last.seq, brokenAt },
  });
  while (last.seq < head.last_seq) {
    const rows = await queries
      .selectFrom('command')
      .select(['seq', 'hash', 'envelope', 'outcome', 'erased_at'])
      .where('installation_id', '=', installationId)
      .where('seq', '>', last.seq)
      .where('seq', '<=', head.last_seq)
      .orderBy('seq')
      .limit(page)
      .execute();
    if (rows.length === 0) return verdict(last.seq + 1);
    for (const { seq, hash, envelope: raw, outcome, erased_at } of rows) {
      const envelope = raw as unknown as Envelope;
      const follows = seq === last.seq + 1 && envelope.seq === seq && envelope.prevHash === last.hash;
      const wholeArgsErased = erased_at !== null && outcome === 'refused';
      const intact = wholeArgsErased || hashArgs(envelope.args) === envelope.argsHash;
      if (!follows || !intact || hashCommand(envelope) !== hash) return verdict(seq);
      last = { seq, hash };
    }
  }
  return verdict(last.hash === head.last_hash ? null : last.seq);
}

/** The same for what was shown unmasked there: who, whose, when and where, as it is on record. */
export async function verifyUnmaskings(queries: Queries, installationId: string): Promise<ChainVerdict> {
  const head = await queries
    .selectFrom('installation')
    .select(['unmasked_seq', 'unmasked_hash'])
    .where('id', '=', installationId)
    .executeTakeFirstOrThrow();
  let last = { seq: 0, hash: chainStart };
  const verdict = (brokenAt: number | null): ChainVerdict => ({
    ...{ installationId, chain: 'unmaskings', links: last.seq, brokenAt },
  });
  while (last.seq < head.unmasked_seq) {
    const rows = await queries
      .selectFrom('unmasking')
      .selectAll()
      .where('installation_id', '=', installationId)
      .where('seq', '>', last.seq)
      .where('seq', '<=', head.unmasked_seq)
      .orderBy('seq')
      .limit(page)
      .execute();
    if (rows.length === 0) return verdict(last.seq + 1);
    for (const { seq, hash, at, actor_id, subject_kind, subject_id, place } of rows) {
      const anew = hashUnmasking({
        ...{ seq, at: at.toISOString() as Instant, actorId: actor_id, place, prevHash: last.hash },
        subject: { kind: subject_kind, id: subject_id },
      });
      if (seq !== last.seq + 1 || anew !== hash) return verdict(last.seq + 1);
      last = { seq, hash };
    }
  }
  return verdict(last.hash === head.unmasked_hash ? null : last.seq);
}

/** Both chains of all installations. */
export async function verifyChains(queries: Queries): Promise<ChainVerdict[]> {
  const installations = await queries.selectFrom('installation').select('id').orderBy('id').execute();
  const verdicts: ChainVerdict[] = [];
  for (const { id } of installations)
    verdicts.push(await verifyChain(queries, id), await verifyUnmaskings(queries, id));
  return verdicts;
}
