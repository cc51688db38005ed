import type { Database } from './database.ts';

/** A blob that the district does not have yet. */
export interface WaitingBlob {
  hash: string;
  bytes: number;
  caseId: string;
}

/** What is on its way to the district. */
export interface BlobsOnTheWay {
  files: number;
  bytes: number;
}

/** The blobs that cases name, scans, files and what was printed, kept by the database itself with every change of a case. */
export type CaseBlobs = ReturnType<typeof caseBlobs>;

export function caseBlobs(db: Database) {
  // A case that has not been sent itself comes first: the district takes only what a case names.
  const next = db.prepare<[], WaitingBlob>(
    `SELECT hash, bytes, case_id AS caseId FROM case_blob WHERE state = 'waiting'
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject_id = case_id AND outbox.state <> 'sent')
     ORDER BY case_id LIMIT 200`,
  );
  const waiting = db.prepare<[], BlobsOnTheWay>(
    `SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes
     FROM (SELECT hash, max(bytes) AS bytes FROM case_blob WHERE state = 'waiting' GROUP BY hash)`,
  );
  const settle = db.prepare('UPDATE case_blob SET state = ? WHERE hash = ?');
  const ofCase = db.prepare<[string], { hash: string; state: 'waiting' | 'arrived' | 'elsewhere' }>(
    'SELECT hash, state FROM case_blob WHERE case_id = ?',
  );
  const named = db.prepare<[string], { caseId: string }>(
    'SELECT case_id AS caseId FROM case_blob WHERE hash = ? ORDER BY case_id LIMIT 1',
  );
  const held = db.prepare<[], { hash: string | null }>(
    `SELECT hash FROM case_blob JOIN case_file ON id = case_id
       WHERE json_type(case_file.state, '$.applicant.personal') IS NOT NULL
     UNION SELECT value ->> '$.hash' FROM draft, json_each(body, '$.pages')`,
  );
  return {
    /** Those that can be sent now, the oldest case first. */
    next: () => next.all(),
    /** All that have not arrived and can be sent from here. */
    waiting: (): BlobsOnTheWay => waiting.get() ?? { files: 0, bytes: 0 },
    settle: (hash: string, state: 'waiting' | 'arrived' | 'elsewhere'): void => void settle.run(state, hash),
    ofCase: (caseId: string) => new Map(ofCase.all(caseId).map(({ hash, state }) => [hash, state])),
    /** A case that names it, or null. */
    caseOf: (hash: string): string | null => named.get(hash)?.caseId ?? null,
    isNamed: (hash: string): boolean => named.get(hash) !== undefined,
    /** Every blob that is named: by a case whose personal data is still held, or by an entry. */
    held: (): string[] => held.all().flatMap(({ hash }) => hash ?? []),
  };
}
