import type { Refusal } from '#shared/decider.ts';
import type { Envelope } from '#shared/sync/command.ts';
import type { Database } from './database.ts';

/** A command that the district has not confirmed yet. */
export interface Pending {
  seq: number;
  envelope: Envelope;
  hash: string;
  state: 'waiting' | 'sent' | 'refused' | 'quarantined';
  refusal: Refusal | null;
}

interface Row {
  seq: number;
  envelope: string;
  hash: string;
  state: Pending['state'];
  refusal: string | null;
}

const toPending = ({ seq, hash, state, envelope, refusal }: Row): Pending => ({
  ...{ seq, hash, state },
  envelope: JSON.parse(envelope),
  refusal: refusal === null ? null : JSON.parse(refusal),
});

/** Reading the outbox. Only `Commands` fills it and only the district's answers empty it. */
export interface Outbox {
  /**
   * The next commands to push, in order, behind a place in the chain: at most so many, and so many bytes of them with what the
   * last one has beyond that; what one request carries, where nothing else is said.
   */
  waiting(limit: number, after?: number, bytes?: number): Pending[];
  all(): Pending[];
  /** The first in order: at most so many of those that somebody has to look at, and so many of those that go by themselves. */
  first(limit: number): Pending[];
  /** Those behind this place in the chain. */
  after(seq: number): Pending[];
  counts(): { pending: number; attention: number; oldestPendingAt: string | null };
  pendingOf(subjectId: string): number;
}

/** Bytes of commands in one request: the district takes 8 MB, and the last one may go beyond this, and passes come on top. */
const requestBytes = 4_500_000;

export function outbox(db: Database): Outbox {
  const waiting = db.prepare<[number, number, number], Row>(
    `SELECT * FROM (
       SELECT *, sum(octet_length(envelope)) OVER (ORDER BY seq) - octet_length(envelope) AS before
       FROM (SELECT * FROM outbox WHERE state = 'waiting' AND seq > ? ORDER BY seq LIMIT ?)
     ) WHERE before <= ? ORDER BY seq`,
  );
  const all = db.prepare<[], Row>('SELECT * FROM outbox ORDER BY seq');
  const first = db.prepare<[number, number], Row>(
    `SELECT * FROM (SELECT * FROM outbox WHERE state IN ('refused', 'quarantined') ORDER BY seq LIMIT ?)
     UNION ALL SELECT * FROM (SELECT * FROM outbox WHERE state IN ('waiting', 'sent') ORDER BY seq LIMIT ?)
     ORDER BY seq`,
  );
  const after = db.prepare<[number], Row>('SELECT * FROM outbox WHERE seq > ? ORDER BY seq');
  const counts = db.prepare<[], { pending: number; attention: number; oldest: string | null }>(`
    SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting') AS pending,
      (SELECT count(*) FROM outbox WHERE state IN ('refused', 'quarantined')) AS attention,
      (SELECT envelope ->> '$.capturedAt' FROM outbox WHERE state = 'waiting' ORDER BY seq LIMIT 1) AS oldest`);
  const pendingOf = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM outbox WHERE subject_id = ? AND state = 'waiting'`,
  );
  return {
    waiting: (limit, after = Number.MIN_SAFE_INTEGER, bytes = requestBytes) =>
      waiting.all(after, limit, bytes).map(toPending),
    all: () => all.all().map(toPending),
    first: (limit) => first.all(limit, limit).map(toPending),
    after: (seq) => after.all(seq).map(toPending),
    counts() {
      const row = counts.get();
      return {
        pending: row?.pending ?? 0,
        attention: row?.attention ?? 0,
        oldestPendingAt: row?.oldest ?? null,
      };
    },
    pendingOf: (subjectId) => pendingOf.get(subjectId)?.n ?? 0,
  };
}
