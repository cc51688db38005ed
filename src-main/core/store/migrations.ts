/**
 * The schema of the client store, one entry a version (`user_version`). An entry that has shipped is never
 * edited: the next change is the next entry, with a test that migrates from the version before.
 */

import {
  badlyRatedCases,
  listOf,
  outsideCases,
  owingCases,
  unarchivedCases,
  voidingCases,
} from './listed-cases.ts';

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

/** What the prints of a case name: their content, and their pages as PDF. */
const printedBlobs = `SELECT value ->> '$.content' AS hash, value ->> '$.bytes' AS bytes
          FROM json_each(new.state, '$.prints')
        UNION ALL SELECT value ->> '$.settled.pdf', value ->> '$.settled.pdfBytes'
          FROM json_each(new.state, '$.prints')`;

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

  // People and their authority, mistakes, and what goes wrong.
  `
  ${subjectTable('staff_change', `status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`)}
  ${subjectTable('installation_record', `status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`)}
  ${subjectTable('quarantine_item', `status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`)}

  -- Attempts at signing in without the district that no right one has followed yet: counted before they are checked.
  CREATE TABLE sign_in_attempt (subject TEXT PRIMARY KEY, count INTEGER NOT NULL, until TEXT NOT NULL) STRICT;
  -- Its verifiers have given way to passes that the district signs.
  DELETE FROM setting WHERE name = 'signIns';

  -- What a case can be found by (cases/case-search.ts): terms under a key of their own, since rowids of the table may
  -- change in a backup, and what has still to be entered.
  CREATE VIRTUAL TABLE case_search USING fts5 (
    terms, content = '', contentless_delete = 1, detail = 'none', prefix = '2 3 4 5', tokenize = 'ascii'
  );
  CREATE TABLE case_search_key (key INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE case_search_todo (case_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  INSERT INTO case_search_todo SELECT id FROM case_file;
  -- Not INSERT OR IGNORE: inside an upsert that gives way to the upsert's own rule, and fails.
  CREATE TRIGGER case_to_search AFTER INSERT ON case_file
    BEGIN
      INSERT INTO case_search_todo SELECT new.id WHERE new.id NOT IN (SELECT case_id FROM case_search_todo);
    END;
  CREATE TRIGGER case_to_search_again AFTER UPDATE OF state ON case_file
    WHEN old.state -> '$.applicant' IS NOT new.state -> '$.applicant'
    BEGIN
      INSERT INTO case_search_todo SELECT new.id WHERE new.id NOT IN (SELECT case_id FROM case_search_todo);
    END;

  -- One row a command that was given, in its order: an installation that enrols anew counts its commands from 1 again.
  ALTER TABLE audit RENAME TO audit_before;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    name TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  INSERT INTO audit SELECT seq, * FROM audit_before;
  DROP TABLE audit_before;

  -- The last print of a place stands on every screen, and what was on its way is looked for at every start.
  CREATE INDEX print_job_by_place ON print_job (place, created_at);
  CREATE INDEX print_job_on_its_way ON print_job (id) WHERE state = 'printing';
  -- Lists are asked for by status and shown by number.
  DROP INDEX case_file_by_status;
  CREATE INDEX case_file_by_status ON case_file (status, case_number);
  -- What waits of one subject is asked for by its id alone.
  DROP INDEX outbox_by_subject;
  CREATE INDEX outbox_by_subject ON outbox (subject_id, subject_kind);
  `,

  // The list of matters changes by decision, and a counter remembers what it takes often.
  `
  ${subjectTable('matter_change', `status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`)}
  CREATE INDEX matter_change_by_status ON matter_change (status, id);
  CREATE TABLE matter_use (code TEXT PRIMARY KEY, uses INTEGER NOT NULL, last_used_at TEXT NOT NULL) STRICT;
  `,

  // Devices have names and spares: a job knows who printed it, whose it is, and of which one it is a copy.
  `
  ALTER TABLE print_job RENAME TO print_job_before;
  CREATE TABLE print_job (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    title TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'failed', 'unknown', 'noPrinter')),
    sentence TEXT NOT NULL,
    created_at TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'slip' CHECK (kind IN ('slip', 'certificate')),
    -- The installation that entered it, and that alone prints it.
    owner TEXT NOT NULL DEFAULT '',
    -- The first job of which this one is a copy.
    copy_of TEXT,
    printer TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO print_job (id, place, title, subject_id, slip, state, sentence, created_at)
    SELECT id, place, title, subject_id, slip, state, sentence, created_at FROM print_job_before ORDER BY rowid;
  DROP TABLE print_job_before;
  CREATE INDEX print_job_by_subject ON print_job (subject_id);
  CREATE INDEX print_job_by_place ON print_job (place, created_at);
  CREATE INDEX print_job_by_time ON print_job (created_at);
  CREATE INDEX print_job_on_its_way ON print_job (id) WHERE state IN ('printing', 'waiting');
  `,

  // What is known of an applicant stands on the screen as soon as they do.
  `
  ALTER TABLE case_file ADD COLUMN applicant_id TEXT AS (state ->> '$.applicant.personal.idNumber') VIRTUAL;
  CREATE INDEX case_file_by_applicant ON case_file (applicant_id, case_number) WHERE applicant_id IS NOT NULL;
  CREATE INDEX case_file_owing ON case_file (status, case_number) WHERE json_array_length(state, '$.owed') > 0;
  -- Who came for which matter, also where it came to no case: a third visit for one thing is one too many.
  CREATE TABLE attendance (
    visit_id TEXT NOT NULL,
    matter_code TEXT NOT NULL,
    applicant_id TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (visit_id, matter_code, applicant_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attendance_by_applicant ON attendance (applicant_id, matter_code);
  `,

  // A million cases: found through terms that are whole, and counted as they are written.
  `
  DROP TABLE case_search;
  CREATE VIRTUAL TABLE case_search USING fts5 (
    terms, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
  );
  DELETE FROM case_search_key;
  DELETE FROM case_search_todo;
  INSERT INTO case_search_todo SELECT id FROM case_file;
  -- Where a case stands is a term of its own: it is entered again when it goes from one list to the next.
  DROP TRIGGER case_to_search_again;
  CREATE TRIGGER case_to_search_again AFTER UPDATE OF state ON case_file
    WHEN ${listOf('old')} IS NOT ${listOf('new')}
      OR old.state -> '$.applicant' IS NOT new.state -> '$.applicant'
    BEGIN
      INSERT INTO case_search_todo SELECT new.id WHERE new.id NOT IN (SELECT case_id FROM case_search_todo);
    END;

  -- How many cases stand where: shown on every screen after every change, so it is never counted anew.
  CREATE TABLE case_count (status TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO case_count SELECT status, count(*) FROM case_file GROUP BY status;
  CREATE TRIGGER case_counted AFTER INSERT ON case_file
    BEGIN
      INSERT INTO case_count SELECT new.status, 0 WHERE new.status NOT IN (SELECT status FROM case_count);
      UPDATE case_count SET n = n + 1 WHERE status = new.status;
    END;
  CREATE TRIGGER case_counted_again AFTER UPDATE OF state ON case_file WHEN old.status IS NOT new.status
    BEGIN
      INSERT INTO case_count SELECT new.status, 0 WHERE new.status NOT IN (SELECT status FROM case_count);
      UPDATE case_count SET n = n + 1 WHERE status = new.status;
      UPDATE case_count SET n = n - 1 WHERE status = old.status;
    END;
  CREATE TRIGGER case_counted_off AFTER DELETE ON case_file
    BEGIN
      UPDATE case_count SET n = n - 1 WHERE status = old.status;
    END;
  `,

  // Scans and files that cases name, whoever made the change; what the district has of them, and what it still gets.
  `
  CREATE TABLE case_blob (
    hash TEXT NOT NULL,
    case_id TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- elsewhere: this machine does not have it, so another sends it.
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'arrived', 'elsewhere')),
    PRIMARY KEY (hash, case_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX case_blob_waiting ON case_blob (case_id) WHERE state = 'waiting';
  ${['INSERT ON case_file', 'UPDATE OF state ON case_file']
    .map(
      (event, index) => `
  CREATE TRIGGER case_blobs_${index} AFTER ${event}
    WHEN json_array_length(new.state, '$.attachments') > 0
    BEGIN
      INSERT INTO case_blob (hash, case_id, bytes, state)
        SELECT page.value ->> '$.hash', new.id, max(page.value ->> '$.bytes'),
          coalesce((SELECT state FROM case_blob WHERE hash = page.value ->> '$.hash'), 'waiting')
        FROM json_each(new.state, '$.attachments') AS page
        WHERE page.value ->> '$.hash' NOT IN (SELECT hash FROM case_blob WHERE case_id = new.id)
        GROUP BY page.value ->> '$.hash';
    END;`,
    )
    .join('')}
  `,

  // What was printed follows its case like its scans, and whoever has to be looked after is found without reading the others.
  `
  ${['INSERT ON case_file', 'UPDATE OF state ON case_file']
    .map(
      (event, index) => `
  CREATE TRIGGER case_prints_${index} AFTER ${event}
    WHEN json_array_length(new.state, '$.prints') > 0
    BEGIN
      -- Of a size that nobody said the district takes nothing: it stays here.
      INSERT INTO case_blob (hash, case_id, bytes, state)
        SELECT hash, new.id, coalesce(max(bytes), 0),
          CASE WHEN max(bytes) IS NULL THEN 'elsewhere'
            ELSE coalesce((SELECT state FROM case_blob WHERE hash = printed.hash), 'waiting') END
        FROM (${printedBlobs}) AS printed
        WHERE hash IS NOT NULL AND hash NOT IN (SELECT hash FROM case_blob WHERE case_id = new.id)
        GROUP BY hash;
    END;`,
    )
    .join('')}
  UPDATE case_file SET state = state WHERE json_array_length(state, '$.prints') > 0;

  DROP INDEX case_file_owing;
  CREATE INDEX case_file_owing ON case_file (case_number) WHERE ${owingCases};
  CREATE INDEX case_file_voiding ON case_file (case_number) WHERE ${voidingCases};
  `,

  // What was done at this counter while the hall did not hear it, in order, until it has been told.
  `
  CREATE TABLE hall_note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  `,

  // A day's work that waits is asked for after every step: by its state, not through all of it. And a pull in pages brings
  // a state before it can say up to where everything is confirmed: a command that this state shows is not given twice.
  `
  CREATE INDEX outbox_waiting ON outbox (seq) WHERE state = 'waiting';
  CREATE INDEX outbox_settled ON outbox (seq) WHERE state IN ('refused', 'quarantined');
  ALTER TABLE outbox ADD COLUMN in_base INTEGER NOT NULL DEFAULT 0;
  `,

  // A department's desk: what waits there, in the order of its urgency.
  `
  -- The department whose desk this is; empty at a counter, which then keeps no such list.
  CREATE TABLE inbox_of (department_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE inbox (
    case_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Days, as text; what has none stands behind everything that has one.
    opens_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    promised_on TEXT NOT NULL,
    statutory_on TEXT NOT NULL,
    received_at TEXT NOT NULL,
    matter_code TEXT NOT NULL,
    matter_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    assignee TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inbox_by_due ON inbox (kind, due_on, case_id, opens_on, statutory_on, stage, assignee, matter_code);
  CREATE INDEX inbox_by_statutory ON inbox (kind, statutory_on, case_id, opens_on, stage, assignee, matter_code);
  CREATE INDEX inbox_by_receipt ON inbox (kind, received_at, case_id, opens_on, stage, assignee, matter_code);
  CREATE INDEX inbox_by_matter ON inbox (kind, matter_name, due_on, case_id, opens_on, stage, assignee, matter_code);
  CREATE INDEX case_file_of_others ON case_file (status)
    WHERE (json_array_length(state, '$.inquiries') > 0 OR state -> '$.decision.sentTo' IS NOT NULL);
  CREATE TABLE inbox_todo (case_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TRIGGER case_to_inbox AFTER INSERT ON case_file
    WHEN EXISTS (SELECT 1 FROM inbox_of)
    BEGIN
      INSERT INTO inbox_todo SELECT new.id WHERE new.id NOT IN (SELECT case_id FROM inbox_todo);
    END;
  CREATE TRIGGER case_to_inbox_again AFTER UPDATE OF state ON case_file
    WHEN EXISTS (SELECT 1 FROM inbox_of)
    BEGIN
      INSERT INTO inbox_todo SELECT new.id WHERE new.id NOT IN (SELECT case_id FROM inbox_todo);
    END;
  `,

  // A hall's day as whoever runs it has set it, and who has booked.
  `
  ${subjectTable('hall_day', `business_day TEXT NOT NULL AS (state ->> '$.businessDay') VIRTUAL`)}
  CREATE INDEX hall_day_by_day ON hall_day (business_day);
  ${subjectTable(
    'booking',
    `day TEXT NOT NULL AS (state ->> '$.day') VIRTUAL,
     status TEXT NOT NULL AS (state ->> '$.status') VIRTUAL`,
  )}
  CREATE INDEX booking_by_day ON booking (day, status);
  `,

  // An office publishes the working calendar of a year.
  `
  ${subjectTable('calendar_year', `year TEXT NOT NULL AS (state ->> '$.year') VIRTUAL`)}
  `,

  // What a centre or station says of its own about matters.
  `
  ${subjectTable('local_facts', `organisation_id TEXT NOT NULL AS (state ->> '$.organisationId') VIRTUAL`)}
  CREATE INDEX local_facts_by_office ON local_facts (organisation_id, id);
  `,

  // Bad ratings are followed up, and volumes go to the archive: found without reading the others.
  `
  CREATE INDEX case_file_rated ON case_file (case_number) WHERE ${badlyRatedCases};
  CREATE INDEX case_file_unarchived ON case_file (case_number) WHERE ${unarchivedCases};
  `,

  // What was shown unmasked is handed in to the district in a chain of its own; what was recorded before has no place yet.
  `
  ALTER TABLE unmasking ADD COLUMN seq INTEGER;
  ALTER TABLE unmasking ADD COLUMN hash TEXT;
  `,

  // What was taken in outside the hall waits for the centre: found without reading the others.
  `
  CREATE INDEX case_file_outside ON case_file (case_number) WHERE ${outsideCases};
  `,

  // Somebody shows their number at a counter: found without reading the whole day.
  `
  CREATE INDEX ticket_by_number ON ticket (business_day, state ->> '$.number');
  `,

  // A confirmed state that nothing waits on top of is kept once, as what is shown; an earlier program would take it for one
  // that the district never confirmed. What was kept twice gives way as it is confirmed again.
  `
  SELECT 1;
  `,

  // At the hall's core: numbers that were received elsewhere and that it does not know yet, each found by itself.
  `
  CREATE TABLE hall_presented (
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    counter TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    PRIMARY KEY (day, number)
  ) WITHOUT ROWID;
  INSERT OR IGNORE INTO hall_presented
    SELECT one.value ->> '$.day', one.value ->> '$.number', one.value -> '$.counter', one.value ->> '$.visitId'
    FROM setting, json_each(setting.value) AS one WHERE name = 'hallPresented';
  DELETE FROM setting WHERE name = 'hallPresented';
  `,
];
