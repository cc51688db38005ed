import type { Instant } from '#shared/clock/beijing.ts';
import type { Database } from './database/database.ts';
import type { SealingKey } from './database/sealing.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { PublishedReference } from './organisation/published.ts';
import type { WakeUps } from './sync/wake-ups.ts';
import type { InOrder } from './turns.ts';

/** What every procedure works with. Brought from outside, so that a test brings its own. */
export interface Services {
  db: Database;
  log: Log;
  /** The server's clock: the one that counts. */
  now(): Instant;
  published: PublishedReference;
  /** By which secrets lie sealed in the database: the first seals, all open. */
  sealingKeys: readonly SealingKey[];
  wakeUps: WakeUps;
  metrics: Pick<Metrics, 'taken'>;
  /** Batches of one installation: the next is read and checked while this one is decided, and keeps no connection waiting. */
  batches: InOrder;
  /** How many changes one answer to a pull holds, but for the few that are not settled yet. */
  pullPage: number;
  /** So many pulls are worked on at once; the others wait. */
  pullsAtOnce: number;
}
