/**
 * The schema of the client store, one entry a version (`user_version`). An entry that has shipped is never
 * edited: the next change is the next entry, with a test that migrates from the version before.
 */

/** Every kind of subject has the same columns: what the district confirmed, and what is shown on top of it. */
const subjectTable = (table: string, columns: string) => `
  CREATE TABLE ${table} (
    id TEXT PRIMARY KEY,
    -- The state that is shown: the base with the commands in the outbox applied.
    state TEXT NOT NULL,
    -- The state as the district confirmed it last; null until then.
    base TEXT,
    base_revision INTEGER NOT NULL DEFAULT 0,
    -- Why somebody has to look at it: a JSON refusal, or null.
    attention TEXT,
    ${columns}
  ) STRICT;`;

export const migrations: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  ${subjectTable(
    'ticket',
    `business_day TEXT NOT NULL AS (state ->> '$.businessDay') VIRTUAL,
     status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`,
  )}
  CREATE INDEX ticket_by_day ON ticket (business_day, status);
  ${subjectTable('visit', `status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`)}
  CREATE INDEX visit_by_status ON visit (status);
  ${subjectTable(
    'case_file',
    `case_number TEXT NOT NULL AS (state ->> '$.caseNumber') VIRTUAL,
     visit_id TEXT NOT NULL AS (state ->> '$.visitId') VIRTUAL,
     status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`,
  )}
  CREATE UNIQUE INDEX case_file_by_number ON case_file (case_number);
  CREATE INDEX case_file_by_visit ON case_file (visit_id);
  CREATE INDEX case_file_by_status ON case_file (status);

  -- Commands that the district has not confirmed yet, in the order of their chain.
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    envelope TEXT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused', 'quarantined')),
    refusal TEXT
  ) STRICT;
  CREATE INDEX outbox_by_subject ON outbox (subject_kind, subject_id);

  -- Who did what: one row a command, kept after the outbox has been emptied.
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL,
    name TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  -- Who looked at what that is masked otherwise.
  CREATE TABLE unmasking (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    place TEXT NOT NULL
  ) STRICT;

  -- The last serial that was used, by kind and business day. Only ever raised.
  CREATE TABLE serial (kind TEXT NOT NULL, day TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, day)) STRICT;

  -- What is being entered; it belongs to the visit and goes with it.
  CREATE TABLE draft (visit_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

  CREATE TABLE matter (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    current INTEGER NOT NULL,
    PRIMARY KEY (code, version)
  ) STRICT;

  -- Everything that was sent to a printer, one id through every attempt.
  CREATE TABLE print_job (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    title TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('printing', 'printed', 'failed', 'unknown', 'noPrinter')),
    sentence TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX print_job_by_subject ON print_job (subject_id);
  `,
];
