import { chainStart, type Envelope, hashArgs, hashCommand } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';

/** What the chain of an installation comes to. */
export type ChainVerdict = { installationId: string; commands: number; brokenAt: number | null };

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
  const broken = (seq: number): ChainVerdict => ({ installationId, commands: last.seq, brokenAt: seq });
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
    if (rows.length === 0) return broken(last.seq + 1);
    for (const { seq, hash, envelope: raw, outcome, erased_at } of rows) {
      const envelope = raw as unknown as Envelope;
      const follows = seq === last.seq + 1 && envelope.seq === seq && envelope.prevHash === last.hash;
      const wholeArgsErased = erased_at !== null && outcome === 'refused';
      const intact = wholeArgsErased || hashArgs(envelope.args) === envelope.argsHash;
      if (!follows || !intact || hashCommand(envelope) !== hash) return broken(seq);
      last = { seq, hash };
    }
  }
  return { installationId, commands: last.seq, brokenAt: last.hash === head.last_hash ? null : last.seq };
}

/** The chains of all installations. */
export async function verifyChains(queries: Queries): Promise<ChainVerdict[]> {
  const installations = await queries.selectFrom('installation').select('id').orderBy('id').execute();
  const verdicts: ChainVerdict[] = [];
  for (const { id } of installations) verdicts.push(await verifyChain(queries, id));
  return verdicts;
}
