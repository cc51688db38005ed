import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src-main/core/store/database.ts';
import {
  badlyRatedCases,
  outsideCases,
  owingCases,
  unarchivedCases,
  voidingCases,
} from '../../src-main/core/store/listed-cases.ts';
import { migrations } from '../../src-main/core/store/migrations.ts';
import { baseText } from '../../src-main/core/store/subjects.ts';
import { personal } from '../support/domain.ts';

describe('the schema', () => {
  const columns = (db: Database.Database, table: string) =>
    db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?)')
      .all(table)
      .map(({ name }) => name);
  const memory = () => new Database(':memory:');

  it('is built from nothing, and once built is left as it is', () => {
    const db = memory();
    migrate(db);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    const built = db.prepare('SELECT sql FROM sqlite_schema').all();
    migrate(db);
    expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(built);
  });

  /** One test a migration: seeds the version before it, migrates, and looks. A new migration needs a new entry. */
  const tests: ((db: Database.Database) => void)[] = [
    (db) => {
      migrate(db, 1);
      const subject = ['id', 'state', 'base', 'base_revision', 'attention'];
      expect(columns(db, 'ticket')).toEqual([...subject, 'business_day', 'status']);
      expect(columns(db, 'visit')).toEqual([...subject, 'status']);
      expect(columns(db, 'case_file')).toEqual([...subject, 'case_number', 'visit_id', 'status']);
      for (const table of [
        'setting',
        'outbox',
        'audit',
        'unmasking',
        'serial',
        'draft',
        'matter',
        'print_job',
      ]) {
        expect(columns(db, table), table).not.toEqual([]);
      }
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      insert.run('1', JSON.stringify({ caseNumber: '42', visitId: 'v', status: 'received' }));
      // A case number that is there twice would be two cases under one name.
      expect(() =>
        insert.run('2', JSON.stringify({ caseNumber: '42', visitId: 'v', status: 'received' })),
      ).toThrow('UNIQUE');
      expect(() =>
        db.exec(`INSERT INTO outbox VALUES (1, 'c', 'visit', 'v', '{}', 'h', 'forgotten', NULL)`),
      ).toThrow('CHECK');
    },
    (db) => {
      const state = (serial: number) =>
        JSON.stringify({ caseNumber: String(serial), visitId: 'v', status: 'received', applicant: 'a' });
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      insert.run('before', state(1));
      migrate(db, 2);
      for (const table of ['staff_change', 'installation_record', 'quarantine_item'])
        expect(columns(db, table), table).toContain('status');
      // Cases from before can be found as well, and so can those that come.
      insert.run('after', state(2));
      const todo = db.prepare<[], { case_id: string }>(
        'SELECT case_id FROM case_search_todo ORDER BY case_id',
      );
      expect(todo.all().map(({ case_id }) => case_id)).toEqual(['after', 'before']);
    },
    (db) => {
      migrate(db, 3);
      expect(columns(db, 'matter_change')).toContain('status');
      expect(columns(db, 'matter_use')).toEqual(['code', 'uses', 'last_used_at']);
    },
    (db) => {
      db.exec(
        `INSERT INTO print_job VALUES ('j', 'kiosk', 't', 's', '{}', 'printed', '', '2026-01-05T01:00:00.000Z')`,
      );
      migrate(db, 4);
      // What was printed before is a slip of this machine, and no copy.
      expect(db.prepare('SELECT kind, owner, copy_of, attempts FROM print_job').get()).toEqual({
        kind: 'slip',
        owner: '',
        copy_of: null,
        attempts: 0,
      });
      db.exec(`UPDATE print_job SET state = 'waiting'`);
      expect(() => db.exec(`UPDATE print_job SET state = 'perhaps'`)).toThrow('CHECK');
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const state = (number: string, owed: unknown[]) =>
        JSON.stringify({
          ...{ caseNumber: number, visitId: 'v', status: 'accepted', owed },
          applicant: personal({ idNumber: '41010419900321998X' }),
        });
      insert.run('before', state('1', []));
      migrate(db, 5);
      insert.run('after', state('2', [{}]));
      const of = `WHERE applicant_id = '41010419900321998X' ORDER BY case_number`;
      expect(db.prepare(`SELECT id FROM case_file ${of}`).pluck().all()).toEqual(['before', 'after']);
      const plan = (sql: string) => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
      expect(plan(`SELECT id FROM case_file ${of}`)).toContain('case_file_by_applicant');
      // Whoever is erased is not found any more.
      db.exec(`UPDATE case_file SET state = json_set(state, '$.applicant', json('{"digest":"d"}'))`);
      expect(db.prepare(`SELECT id FROM case_file ${of}`).all()).toEqual([]);
      expect(columns(db, 'attendance')).toEqual(['visit_id', 'matter_code', 'applicant_id', 'at']);
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const state = (serial: number, status: string) =>
        JSON.stringify({ caseNumber: `42${serial}`, visitId: 'v', status, applicant: { name: '豫' } });
      for (const [serial, status] of ['received', 'delivered', 'delivered'].entries())
        insert.run(`before-${serial}`, state(serial, status));
      db.prepare('DELETE FROM case_search_todo').run();
      migrate(db, 6);
      const counts = () =>
        db.prepare('SELECT status, n FROM case_count WHERE n > 0 ORDER BY status').raw().all();
      const todo = () => db.prepare('SELECT case_id FROM case_search_todo ORDER BY case_id').pluck().all();
      expect(counts()).toEqual([
        ['delivered', 2],
        ['received', 1],
      ]);
      // Everything is entered anew, and a case again where it goes to another list.
      expect(todo()).toEqual(['before-0', 'before-1', 'before-2']);
      db.prepare('DELETE FROM case_search_todo').run();
      insert.run('after', state(9, 'received'));
      expect(todo()).toEqual(['after']);
      db.prepare('DELETE FROM case_search_todo').run();
      const go = (status: string) =>
        db
          .prepare(`UPDATE case_file SET state = json_set(state, '$.status', ?) WHERE id = 'after'`)
          .run(status);
      go('accepted');
      expect(todo()).toEqual([]);
      go('decided');
      expect(todo()).toEqual(['after']);
      expect(counts()).toEqual([
        ['decided', 1],
        ['delivered', 2],
        ['received', 1],
      ]);
      db.prepare(`DELETE FROM case_file WHERE id = 'after'`).run();
      expect(counts()).toEqual([
        ['delivered', 2],
        ['received', 1],
      ]);
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const file = (number: string, ...hashes: string[]) =>
        JSON.stringify({
          ...{ caseNumber: number, visitId: 'v', status: 'received', applicant: {} },
          attachments: hashes.map((hash) => ({ hash, bytes: 7 })),
        });
      insert.run('before', file('1', 'one'));
      migrate(db, 7);
      // Before this nothing was scanned; from here on whatever writes a case names its scans here.
      insert.run('after', file('2', 'one', 'two', 'two'));
      db.prepare('UPDATE case_file SET state = ? WHERE id = ?').run(
        file('2', 'one', 'two', 'three'),
        'after',
      );
      expect(db.prepare('SELECT hash, case_id, bytes, state FROM case_blob ORDER BY hash').all()).toEqual(
        ['one', 'three', 'two'].map((hash) => ({ hash, case_id: 'after', bytes: 7, state: 'waiting' })),
      );
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const file = (number: string, more: object) =>
        JSON.stringify({
          ...{ caseNumber: number, visitId: 'v', status: 'accepted', applicant: {}, owed: [] },
          ...more,
        });
      insert.run('before', file('1', { prints: [{ content: 'old', settled: null }] }));
      migrate(db, 8);
      // What was printed follows its case; of what an older program printed nobody knows the size, and it stays.
      const settled = { pdf: 'pdf', pdfBytes: 9 };
      insert.run('after', file('2', { prints: [{ content: 'new', bytes: 5, settled: null }] }));
      db.prepare('UPDATE case_file SET state = ? WHERE id = ?').run(
        file('2', { prints: [{ content: 'new', bytes: 5, settled }] }),
        'after',
      );
      expect(db.prepare('SELECT hash, bytes, state FROM case_blob ORDER BY hash').raw().all()).toEqual([
        ['new', 5, 'waiting'],
        ['old', 0, 'elsewhere'],
        ['pdf', 9, 'waiting'],
      ]);
      // Who owes and what is to be voided is found by an index of its own.
      insert.run('owes', file('3', { owed: [{ supplied: 'x' }, { supplied: null }] }));
      insert.run('paid', file('4', { owed: [{ supplied: 'x', name: '"supplied":null' }] }));
      insert.run('told', file('5', { status: 'supplementing' }));
      insert.run('asked', file('6', { voidRequested: { by: 'p' } }));
      const ids = (index: string, where: string) => {
        const sql = `SELECT id FROM case_file INDEXED BY ${index} WHERE ${where} AND case_number < ':' ORDER BY case_number DESC`;
        expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())).not.toContain('TEMP B-TREE');
        return db.prepare(sql).pluck().all();
      };
      expect(ids('case_file_owing', owingCases)).toEqual(['told', 'owes']);
      expect(ids('case_file_voiding', voidingCases)).toEqual(['asked']);
    },
    (db) => {
      migrate(db, 9);
      // What the hall has not heard is told in the order in which it was done.
      const insert = db.prepare('INSERT INTO hall_note (body) VALUES (?)');
      for (const note of ['first', 'second', 'third']) insert.run(note);
      db.prepare('DELETE FROM hall_note WHERE body = ?').run('first');
      const left = db.prepare('SELECT body FROM hall_note ORDER BY id').pluck();
      expect(left.all()).toEqual(['second', 'third']);
    },
    (db) => {
      db.exec(
        `INSERT INTO outbox VALUES (1, 'c', 'visit', 'v', '{"capturedAt":"2026-01-05T01:00:00.000Z"}', 'h', 'waiting', NULL)`,
      );
      migrate(db, 10);
      // No base is known to show what waited before.
      expect(db.prepare('SELECT in_base FROM outbox').pluck().get()).toBe(0);
      const plan = JSON.stringify(
        db.prepare(`EXPLAIN QUERY PLAN SELECT count(*) FROM outbox WHERE state = 'waiting'`).all(),
      );
      expect(plan).toContain('outbox_waiting');
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const file = (number: string) =>
        JSON.stringify({
          ...{ caseNumber: number, visitId: 'v', status: 'accepted', applicant: {}, inquiries: [{}] },
          decidingDepartmentId: 'dept-1',
        });
      insert.run('before', file('1'));
      migrate(db, 11);
      const todo = () => db.prepare('SELECT case_id FROM inbox_todo ORDER BY case_id').pluck().all();
      // A counter keeps no such list; a department's desk notes whatever changes from the day on which it begins one.
      insert.run('at-a-counter', file('2'));
      expect(todo()).toEqual([]);
      db.prepare('INSERT INTO inbox_of VALUES (?)').run('dept-1');
      insert.run('at-the-desk', file('3'));
      db.prepare(
        `UPDATE case_file SET state = json_set(state, '$.status', 'decided') WHERE id = 'before'`,
      ).run();
      expect(todo()).toEqual(['at-the-desk', 'before']);
    },
    (db) => {
      migrate(db, 12);
      db.prepare('INSERT INTO hall_day (id, state) VALUES (?, ?)').run('h', '{"businessDay":"2026-09-22"}');
      expect(db.prepare('SELECT business_day FROM hall_day').pluck().get()).toBe('2026-09-22');
      db.prepare('INSERT INTO booking (id, state) VALUES (?, ?)').run(
        'b',
        '{"day":"2026-09-22","status":"booked"}',
      );
      const of = `SELECT id FROM booking WHERE day = '2026-09-22' AND status = 'booked'`;
      expect(db.prepare(of).pluck().all()).toEqual(['b']);
      expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${of}`).all())).toContain('booking_by_day');
    },
    (db) => {
      migrate(db, 13);
      expect(columns(db, 'calendar_year')).toContain('year');
    },
    (db) => {
      migrate(db, 14);
      db.prepare('INSERT INTO local_facts (id, state) VALUES (?, ?)').run(
        'f',
        '{"organisationId":"street-1"}',
      );
      const of = `SELECT id FROM local_facts WHERE organisation_id = 'street-1' ORDER BY id DESC`;
      expect(db.prepare(of).pluck().all()).toEqual(['f']);
      expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${of}`).all())).toContain('local_facts_by_office');
    },
    (db) => {
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      const file = (number: string, ...levels: string[]) =>
        JSON.stringify({
          ...{ caseNumber: number, visitId: 'v', status: 'delivered', applicant: {} },
          ratings: levels.map((level) => ({ level })),
        });
      insert.run('before', file('1', 'dissatisfied'));
      migrate(db, 15);
      insert.run('good', file('2', 'verySatisfied', 'fairlySatisfied'));
      insert.run('worst', file('3', 'satisfied', 'veryDissatisfied'));
      const found = db.prepare(
        `SELECT id FROM case_file INDEXED BY case_file_rated WHERE ${badlyRatedCases} ORDER BY case_number`,
      );
      expect(found.pluck().all()).toEqual(['before', 'worst']);
      db.prepare(
        `UPDATE case_file SET state = json_set(state, '$.archive', json('{"handed":{"by":"p"}}')) WHERE id = 'good'`,
      ).run();
      const left = `SELECT id FROM case_file WHERE ${unarchivedCases} ORDER BY case_number`;
      expect(db.prepare(left).pluck().all()).toEqual(['before', 'worst']);
      expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${left}`).all())).toContain(
        'case_file_unarchived',
      );
    },
    (db) => {
      db.prepare(
        `INSERT INTO unmasking (at, actor_id, subject_kind, subject_id, place) VALUES ('t', 'p', 'visit', 'v', 'desk')`,
      ).run();
      migrate(db, 16);
      expect(db.prepare('SELECT actor_id, seq, hash FROM unmasking').all()).toEqual([
        { actor_id: 'p', seq: null, hash: null },
      ]);
    },
    (db) => {
      const insert = db.prepare(`INSERT INTO case_file (id, state) VALUES (?, ?)`);
      const file = (number: string, outside: unknown) =>
        JSON.stringify({ caseNumber: number, visitId: 'v', status: 'accepted', applicant: {}, outside });
      insert.run('before', file('1', { approvals: { department: { by: 'p' } } }));
      migrate(db, 17);
      insert.run('counter', file('2', null));
      insert.run('waiting', file('3', { approvals: {} }));
      insert.run('approved', file('4', { approvals: { centre: { by: 'p' } } }));
      const found = db.prepare(
        `SELECT id FROM case_file INDEXED BY case_file_outside WHERE ${outsideCases} ORDER BY case_number`,
      );
      expect(found.pluck().all()).toEqual(['before', 'waiting']);
    },
    (db) => {
      const ticket = '{"businessDay":"2026-09-22","status":"waiting","number":"A007"}';
      db.prepare('INSERT INTO ticket (id, state) VALUES (?, ?)').run('t', ticket);
      migrate(db, 18);
      const of = `SELECT id FROM ticket
        WHERE business_day = '2026-09-22' AND state ->> '$.number' = 'A007' AND status <> 'handedOver'`;
      expect(db.prepare(of).pluck().all()).toEqual(['t']);
      expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${of}`).all())).toContain('ticket_by_number');
    },
    (db) => {
      const confirmed = db.prepare(
        `INSERT INTO visit (id, state, base, base_revision) VALUES (?, '{"status":"open"}', ?, ?)`,
      );
      confirmed.run('kept twice', '{"status":"open"}', 1);
      confirmed.run('never confirmed', null, 0);
      migrate(db, 19);
      confirmed.run('kept once', null, 1);
      expect(db.prepare(`SELECT id, ${baseText} AS base FROM visit ORDER BY id`).all()).toEqual([
        { id: 'kept once', base: '{"status":"open"}' },
        { id: 'kept twice', base: '{"status":"open"}' },
        { id: 'never confirmed', base: null },
      ]);
    },
    (db) => {
      const counter = { id: 'c2', name: '2号综合窗口' };
      const before = [
        { day: '2026-09-22', number: '2A001', counter, visitId: 'v1' },
        { day: '2026-09-22', number: '2A001', counter, visitId: 'v2' },
        { day: '2026-09-22', number: '2A002', counter, visitId: 'v3' },
      ];
      db.prepare('INSERT INTO setting VALUES (?, ?)').run('hallPresented', JSON.stringify(before));
      migrate(db, 20);
      const rows = db.prepare('SELECT number, counter, visit_id AS visitId FROM hall_presented').all();
      expect(rows).toEqual([
        { number: '2A001', counter: JSON.stringify(counter), visitId: 'v1' },
        { number: '2A002', counter: JSON.stringify(counter), visitId: 'v3' },
      ]);
      expect(db.prepare(`SELECT name FROM setting WHERE name = 'hallPresented'`).all()).toEqual([]);
    },
  ];

  it.each(migrations.map((_, index) => index + 1))('migration %i', (number) => {
    const db = memory();
    migrate(db, number - 1);
    expect(db.pragma('user_version', { simple: true })).toBe(number - 1);
    const test = tests[number - 1];
    if (test === undefined) throw new Error(`migration ${number} has no test`);
    test(db);
    expect(db.pragma('user_version', { simple: true })).toBe(number);
  });

  it('is migrated wholly or not at all', () => {
    const db = memory();
    db.exec('CREATE TABLE print_job (something TEXT)');
    expect(() => migrate(db)).toThrow('print_job');
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    expect(columns(db, 'case_file')).toEqual([]);
  });
});
