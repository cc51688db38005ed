import type { BeijingDate } from '#shared/clock/beijing.ts';
import type { Arrival } from '#shared/clock/evidence.ts';
import type { Refusal } from '#shared/decider.ts';
import type { Envelope } from '#shared/sync/command.ts';
import type { QuarantineReason } from '#shared/sync/quarantine.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import type { Log } from '../log.ts';
import type { Published, PublishedReference } from '../organisation/published.ts';
import type { Before } from './work.ts';

/** What the commands of one batch have in common. */
export interface Batch {
  trx: Queries;
  installation: Installation;
  arrival: Arrival;
  published: Published | null;
  /** Reads again what is published, after a command has changed it. */
  reload: PublishedReference;
  log: Log;
  /** Collects the counters, organisations and departments that see something changed. */
  concerned: Set<string>;
  /** The published collections or somebody's standing has changed: everybody is told. */
  everyone: boolean;
  /** The district was restored lately: what builds upon somebody else's lost step waits for it. */
  catchingUp: boolean;
}

/** What becomes of a command. */
export type Verdict = (
  | { outcome: 'applied' }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'quarantined'; reason: QuarantineReason }
) & {
  /** When it was stamped, if that was earlier than now. */
  stampedAt?: Date;
};

/**
 * Decides one command by itself, with all that follows from it; one that fails leaves nothing.
 * @param authorityOn the days on each of which the actor's posting must hold
 */
export type DecideAlone = (
  batch: Batch,
  envelope: Envelope,
  authorityOn: readonly BeijingDate[],
) => Promise<Verdict>;

/**
 * A restored client sends old commands again under new sequence numbers: what was decided then is answered now.
 * The same id on another command is nothing that an honest client sends.
 */
export function verdictOf(before: Before, envelope: Envelope): Verdict {
  const { name, subjectId, argsHash, refusal, stampedAt } = before;
  if (name !== envelope.name || subjectId !== envelope.subject.id || argsHash !== envelope.argsHash)
    return { outcome: 'quarantined', reason: 'idReused' };
  return refusal === null ? { outcome: 'applied', stampedAt } : { outcome: 'refused', refusal, stampedAt };
}
