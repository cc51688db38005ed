import { isAccepted } from '#shared/cases/case-clock.ts';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { openRequest } from '#shared/cases/extensions.ts';
import { type InboxKind, inboxEntry } from '#shared/cases/inbox.ts';
import { addCalendarDays, type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import { workingDaysBetween } from '#shared/clock/calendar.ts';
import { defaultLightThresholds } from '#shared/clock/deadline.ts';
import type { InboxCounts, InboxQuestion, InboxRow } from '#shared/contracts/inbox.ts';
import { readState } from '#shared/subjects.ts';
import { isNotWritten } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { caseRow } from './case-views.ts';

/** So many cases are entered at a time, and so long the desk has for itself in between. */
const batch = 100;
const pauseMs = 10;
const notWrittenMs = 5_000;
/** What was written since is entered before a question, up to so many. */
const mostBeforeAnswer = 200;
const page = 100;
/** Behind every day. */
const never = '9999-99-99';

/** What waits at a department's desk, in the order of its urgency: read off an index, however much waits. */
export type Inbox = ReturnType<typeof inbox>;

interface Row {
  case_id: string;
  stage: InboxRow['stage'];
  assignee: string;
  due_on: string;
}

export function inbox(store: Store) {
  const { db } = store;
  const place = store.knowledge.place();
  if (place.kind === 'department') settle(place.organisationId);

  /** The desk of a department keeps the list from its first start on; one that moves to another keeps another. */
  function settle(departmentId: string): void {
    const held = db.prepare<[], { department_id: string }>('SELECT department_id FROM inbox_of').get();
    if (held?.department_id === departmentId) return;
    db.transaction(() => {
      db.prepare('DELETE FROM inbox_of').run();
      db.prepare('INSERT INTO inbox_of VALUES (?)').run(departmentId);
      db.exec('DELETE FROM inbox; DELETE FROM inbox_todo; INSERT INTO inbox_todo SELECT id FROM case_file');
    }).immediate();
  }

  const noted = db.prepare<[number], { case_id: string; state: string | null }>(
    'SELECT case_id, state FROM inbox_todo LEFT JOIN case_file ON id = case_id LIMIT ?',
  );
  const isSomeNoted = db.prepare('SELECT 1 FROM inbox_todo LIMIT 1');
  const settled = db.prepare('DELETE FROM inbox_todo WHERE case_id = ?');
  const remove = db.prepare('DELETE FROM inbox WHERE case_id = ?');
  const enter = db.prepare('INSERT OR REPLACE INTO inbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const again = db.prepare(
    'INSERT INTO inbox_todo SELECT case_id FROM inbox WHERE case_id NOT IN (SELECT case_id FROM inbox_todo)',
  );
  const caseOf = db.prepare<[string], { state: string; attention: string | null }>(
    'SELECT state, attention FROM case_file WHERE id = ?',
  );

  /** Enters some of what was noted. @returns whether more is left */
  const catchUp = db.transaction((most: number = batch): boolean => {
    const rows = noted.all(most);
    const calendar = store.knowledge.calendar();
    for (const { case_id, state } of rows) {
      const caseFile = state === null ? null : readState<CaseFile>('caseFile', JSON.parse(state));
      const entry = caseFile && inboxEntry(caseFile, place.organisationId, calendar);
      if (entry === null || caseFile === null) remove.run(case_id);
      else
        enter.run(
          ...[case_id, entry.kind, entry.opensOn ?? '', entry.dueOn ?? never, entry.promisedOn ?? never],
          ...[entry.statutoryOn ?? never, entry.receivedAt, caseFile.matter.code, caseFile.matter.name],
          ...[entry.stage, entry.assignee ?? ''],
        );
      settled.run(case_id);
    }
    return rows.length === most;
  });

  /** A disk that takes nothing leaves the list behind; what is noted is entered once it does again. */
  function tryToCatchUp(most?: number): 'done' | 'more' | 'notWritten' {
    try {
      return catchUp(most) ? 'more' : 'done';
    } catch (error) {
      if (!isNotWritten(error)) throw error;
      return 'notWritten';
    }
  }

  let calendarVersion = store.knowledge.version() === null ? null : store.knowledge.calendar().version;
  let timer: NodeJS.Timeout | undefined;
  function proceed(waitMs = pauseMs): void {
    if (timer !== undefined || place.kind !== 'department') return;
    timer = setTimeout(() => {
      timer = undefined;
      const came = tryToCatchUp();
      if (came === 'more') proceed();
      else if (came === 'notWritten') proceed(notWrittenMs);
      else if (isBehind) {
        isBehind = false;
        store.changed();
      }
    }, waitMs);
    timer.unref();
  }
  /** More was noted than one answer enters: whoever looks is told once all of it stands there. */
  let isBehind = false;
  const stopListening = store.onChange(() => {
    if (place.kind !== 'department') return;
    const held = store.knowledge.version() === null ? null : store.knowledge.calendar().version;
    if (held !== calendarVersion) {
      calendarVersion = held;
      again.run();
    }
    proceed();
  });
  proceed();

  function bringUp(): void {
    if (isSomeNoted.get() === undefined) return;
    if (tryToCatchUp(mostBeforeAnswer) === 'more') {
      isBehind = true;
      proceed();
    }
  }

  /** The last day that is lit as near. */
  function nearUntil(today: BeijingDate): BeijingDate {
    const calendar = store.knowledge.calendar();
    const { promptWithinWorkingDays } = defaultLightThresholds;
    let day = today;
    for (let ahead = 1; ahead < 30; ahead += 1) {
      const next = addCalendarDays(today, ahead);
      if (workingDaysBetween(calendar, today, next).days > promptWithinWorkingDays) break;
      day = next;
    }
    return day;
  }

  const statements = new Map<string, ReturnType<typeof db.prepare>>();
  function ask<Result>(text: string, values: Record<string, string | number>): Result[] {
    const statement = statements.get(text) ?? db.prepare(text);
    statements.set(text, statement);
    return statement.all(values) as Result[];
  }

  /** Those of a light: what is past the law stands before what is past the promise, each the longest first. */
  const lights = {
    red: 'statutory_on < @today',
    yellow: 'due_on < @today AND statutory_on >= @today',
    prompt: 'due_on BETWEEN @today AND @near',
    normal: 'due_on > @near',
  } as const;

  function conditions({ kind, filter }: InboxQuestion): string {
    const { light, assignee, stage, matterCode } = filter;
    return [
      `kind = '${kind satisfies InboxKind}' AND opens_on <= @today`,
      ...(light === null ? [] : [`(${lights[light]})`]),
      ...(assignee === null ? [] : [assignee === 'nobody' ? `assignee = ''` : 'assignee = @assignee']),
      ...(stage === null ? [] : ['stage = @stage']),
      ...(matterCode === null ? [] : ['matter_code = @matterCode']),
    ].join(' AND ');
  }

  function idsOf(question: InboxQuestion, today: BeijingDate, me: string): Row[] {
    const { sort, skip, filter } = question;
    const values = {
      ...{ today, near: nearUntil(today), skip, limit: page },
      assignee: filter.assignee === 'me' ? me : '',
      stage: filter.stage ?? '',
      matterCode: filter.matterCode ?? '',
    };
    const where = conditions(question);
    const columns = 'case_id, stage, assignee, due_on';
    const from = (condition: string, index: string, order: string) =>
      `SELECT ${columns} FROM inbox INDEXED BY ${index} WHERE ${condition} ORDER BY ${order}`;
    if (sort === 'received')
      return ask(
        `${from(where, 'inbox_by_receipt', 'received_at, case_id')} LIMIT @limit OFFSET @skip`,
        values,
      );
    if (sort === 'latest')
      return ask(
        `${from(where, 'inbox_by_receipt', 'received_at DESC, case_id DESC')} LIMIT @limit OFFSET @skip`,
        values,
      );
    if (sort === 'matter')
      return ask(
        `${from(where, 'inbox_by_matter', 'matter_name, due_on, case_id')} LIMIT @limit OFFSET @skip`,
        values,
      );
    const past = from(`${where} AND statutory_on < @today`, 'inbox_by_statutory', 'statutory_on, case_id');
    const others = from(`${where} AND statutory_on >= @today`, 'inbox_by_due', 'due_on, case_id');
    // Each part is in order by itself: first what is past the law, then everything else. A light is in one of them.
    const parts = filter.light === null ? [past, others] : filter.light === 'red' ? [past] : [others];
    return ask(
      `${parts.map((part) => `SELECT * FROM (${part})`).join(' UNION ALL ')} LIMIT @limit OFFSET @skip`,
      values,
    );
  }

  function rowOf({ case_id, stage, assignee, due_on }: Row, today: BeijingDate): InboxRow | [] {
    const held = caseOf.get(case_id);
    if (held === undefined) return [];
    const state = readState<CaseFile>('caseFile', JSON.parse(held.state));
    const attention = held.attention === null ? null : JSON.parse(held.attention);
    const nameOf = (personId: string) =>
      store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '—';
    return {
      ...caseRow(store, { state, attention }, today),
      stage,
      assignee: assignee === '' ? null : { personId: assignee, name: nameOf(assignee) },
      dueOn: due_on === never ? null : (due_on as BeijingDate),
      extensionWaits: state.decidingDepartmentId === place.organisationId && openRequest(state) !== null,
      asksForCorrection: isAccepted(state, store.knowledge.calendar(), today) && state.notices.length === 0,
    };
  }

  return {
    catchUp,
    close(): void {
      stopListening();
      clearTimeout(timer);
    },

    /** A page of what waits. @param me whose cases are meant by `me` */
    page(question: InboxQuestion, me: string): InboxRow[] {
      bringUp();
      const today = beijingDateOf(store.now());
      return idsOf(question, today, me).flatMap((row) => rowOf(row, today));
    },

    /** How much waits, by kind and light. @param me whose cases are counted as one's own */
    counts(me: string): InboxCounts {
      bringUp();
      const today = beijingDateOf(store.now());
      const [counted] = ask<InboxCounts>(
        `SELECT count(*) FILTER (WHERE kind = 'review') AS review,
           count(*) FILTER (WHERE kind = 'review' AND ${lights.red}) AS red,
           count(*) FILTER (WHERE kind = 'review' AND ${lights.yellow}) AS yellow,
           count(*) FILTER (WHERE kind = 'review' AND ${lights.prompt}) AS prompt,
           count(*) FILTER (WHERE kind = 'review' AND assignee = @me) AS mine,
           count(*) FILTER (WHERE kind = 'review' AND stage = 'drafted') AS drafted,
           count(*) FILTER (WHERE kind = 'asked') AS asked,
           count(*) FILTER (WHERE kind = 'supervised') AS supervised
         FROM inbox INDEXED BY inbox_by_due WHERE kind IN ('review', 'asked', 'supervised') AND opens_on <= @today`,
        { today, near: nearUntil(today), me },
      );
      return counted ?? noCounts;
    },

    /** The matters that wait, each with how many. */
    matters: (): { code: string; name: string; count: number }[] =>
      ask(
        `SELECT matter_code AS code, matter_name AS name, count(*) AS count FROM inbox
         WHERE kind = 'review' AND opens_on <= @today GROUP BY matter_name, matter_code ORDER BY matter_name`,
        { today: beijingDateOf(store.now()) },
      ),
  };
}

export const noCounts: InboxCounts = {
  ...{ review: 0, red: 0, yellow: 0, prompt: 0, mine: 0, drafted: 0, asked: 0, supervised: 0 },
};
