import { z } from 'zod';
import type { Digest } from '#shared/sync/canonical.ts';
import {
  digestSchema,
  type Envelope,
  envelopeSchema,
  hashArgs,
  hashCommand,
  seqSchema,
} from '#shared/sync/command.ts';

/** The least that a command must show to have its place in the chain, even if nothing else of it can be read. */
const linkSchema = z.looseObject({
  commandId: z.uuid(),
  seq: seqSchema,
  argsHash: digestSchema,
  prevHash: digestSchema,
  args: z.record(z.string(), z.unknown()),
});

/** A command as it came, with its place in the chain and its hash. */
export interface Link {
  seq: number;
  commandId: string;
  prevHash: Digest;
  hash: Digest;
  /** The arguments are the ones that `argsHash` speaks of. */
  intact: boolean;
  raw: Record<string, unknown>;
  /** The command, or null where it cannot be read. */
  envelope: Envelope | null;
}

/** Reads a command's place in the chain; null if it has none. */
export function linkOf(raw: Record<string, unknown>): Link | null {
  // No command nests deeper than a few levels; beyond this the hash and PostgreSQL would run out of stack.
  if (isDeeperThan(raw, 32)) return null;
  const envelope = envelopeSchema.safeParse(raw).data ?? null;
  const place = envelope ?? linkSchema.safeParse(raw).data;
  if (place === undefined) return null;
  const { seq, commandId, prevHash, argsHash, args } = place;
  try {
    return {
      seq,
      commandId,
      prevHash,
      hash: hashCommand(raw as unknown as Envelope),
      intact: hashArgs(args) === argsHash,
      raw,
      envelope,
    };
  } catch {
    return null; // Half a surrogate pair has no canonical form (RFC 8785).
  }
}

/** Of a link as much as its place in a chain needs, of whichever chain. */
type Chained = Pick<Link, 'seq' | 'prevHash' | 'hash' | 'intact'>;

/** How a batch continues what the server holds of this installation. */
export type Verdict<Each extends Chained = Link> =
  | { kind: 'continues'; known: readonly Each[]; fresh: readonly Each[] }
  /** A gap: commands are wanted from this sequence number on. */
  | { kind: 'expected'; seq: number }
  /** At this sequence number the chain is not the one that the server holds. */
  | { kind: 'broken'; seq: number };

/**
 * Judges a whole batch before any of it is taken.
 * @param last sequence number and hash of the last command taken
 * @param heldHash the hash of a command taken earlier, by its sequence number
 */
export function judge<Each extends Chained>(
  links: readonly Each[],
  last: { seq: number; hash: Digest },
  heldHash: (seq: number) => Digest | undefined,
): Verdict<Each> {
  const known = links.filter((link) => link.seq <= last.seq);
  const fresh = links.filter((link) => link.seq > last.seq);
  for (const link of known) {
    if (!link.intact || heldHash(link.seq) !== link.hash) return { kind: 'broken', seq: link.seq };
  }
  let { seq, hash } = last;
  for (const link of fresh) {
    if (link.seq !== seq + 1) return { kind: 'expected', seq: last.seq + 1 };
    if (!link.intact || link.prevHash !== hash) return { kind: 'broken', seq: link.seq };
    ({ seq, hash } = link);
  }
  return { kind: 'continues', known, fresh };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}
