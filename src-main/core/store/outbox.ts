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

const toPending = (row: Row): Pending => ({
  ...row,
  envelope: JSON.parse(row.envelope),
  refusal: row.refusal === null ? null : JSON.parse(row.refusal),
});

/** Reading the outbox. Only `Commands` fills it and only the district's answers empty it. */
export interface Outbox {
  /** The next commands to push, in order. */
  waiting(limit: number): Pending[];
  all(): Pending[];
  counts(): { pending: number; attention: number; oldestPendingAt: string | null };
  pendingOf(subjectId: string): number;
}

export function outbox(db: Database): Outbox {
  const waiting = db.prepare<[number], Row>(
    `SELECT * FROM outbox WHERE state = 'waiting' ORDER BY seq LIMIT ?`,
  );
  const all = db.prepare<[], Row>('SELECT * FROM outbox ORDER BY seq');
  const counts = db.prepare<[], { pending: number; attention: number; oldest: string | null }>(`
    SELECT count(*) FILTER (WHERE state = 'waiting') AS pending,
      count(*) FILTER (WHERE state IN ('refused', 'quarantined')) AS attention,
      min(envelope ->> '$.capturedAt') FILTER (WHERE state = 'waiting') AS oldest FROM outbox`);
  const pendingOf = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM outbox WHERE subject_id = ? AND state = 'waiting'`,
  );
  return {
    waiting: (limit) => waiting.all(limit).map(toPending),
    all: () => all.all().map(toPending),
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
