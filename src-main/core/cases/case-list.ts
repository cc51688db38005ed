import type { CaseFile, CaseStatus } from '#shared/cases/case-file.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type CaseRow, casesPerPage } from '#shared/contracts/case-views.ts';
import { readState } from '#shared/subjects.ts';
import { badlyRatedCases, outsideCases, owingCases, voidingCases } from '../store/listed-cases.ts';
import type { Store } from '../store/store.ts';
import type { CaseSearch, FoundCase } from './case-search.ts';
import { caseRow } from './case-views.ts';

/** Cases that other departments may see as well. */
const othersCases = `(json_array_length(state, '$.inquiries') > 0 OR state -> '$.decision.sentTo' IS NOT NULL)`;

/** The lists of the desks, and the statuses in each; null is every one. */
const standing = {
  open: ['received', 'supplementing', 'accepted'],
  results: ['decided', 'issued'],
  inbox: ['accepted'],
  decided: ['decided', 'issued', 'delivered'],
  ended: ['notAccepted', 'withdrawn', 'terminated', 'merged', 'voided'],
  all: null,
} as const satisfies Record<string, readonly CaseStatus[] | null>;
/** Where more are left unanswered, the latest of them; they are looked through one by one. */
const mostUnanswered = 500;
/** Those who still owe something, are to be voided or have ended are few: a text is looked for among the latest. */
const mostOfFew = 500;
export type CaseListName = keyof typeof standing | 'owing' | 'voiding' | 'outside' | 'rated';

/** The lists of cases: each page is read off an index, however many cases there are. */
export type CaseList = ReturnType<typeof caseList>;

export function caseList(store: Store, search: CaseSearch) {
  const { db } = store;
  const columns = 'SELECT id, state, attention FROM case_file';
  const place = store.knowledge.place();
  // A department also holds cases that it was asked about, or supervises: they are no work of its own.
  const department = place.kind === 'department' ? place.organisationId.replaceAll("'", "''") : null;
  const own = department === null ? '' : ` AND state ->> '$.decidingDepartmentId' = '${department}'`;
  const others = db.prepare<[], { status: CaseStatus; n: number }>(
    `SELECT status, count(*) AS n FROM case_file WHERE ${othersCases}
       AND state ->> '$.decidingDepartmentId' <> '${department ?? ''}' GROUP BY status`,
  );
  const newest = db.prepare<[string, number], FoundCase>(
    `${columns} WHERE case_number < ? ORDER BY case_number DESC LIMIT ?`,
  );
  const newestAt = db.prepare<[string, string, number], FoundCase & { case_number: string }>(
    `SELECT id, state, attention, case_number FROM case_file
     WHERE status = ? AND case_number < ?${own} ORDER BY case_number DESC LIMIT ?`,
  );
  const owing = db.prepare<[string, number], FoundCase>(
    `${columns} INDEXED BY case_file_owing WHERE ${owingCases} AND case_number < ? ORDER BY case_number DESC LIMIT ?`,
  );
  const voiding = db.prepare<[string, number], FoundCase>(
    `${columns} INDEXED BY case_file_voiding WHERE ${voidingCases} AND case_number < ? ORDER BY case_number DESC LIMIT ?`,
  );
  const outside = db.prepare<[string, number], FoundCase>(
    `${columns} INDEXED BY case_file_outside WHERE ${outsideCases} AND case_number < ? ORDER BY case_number DESC LIMIT ?`,
  );
  const outsideCount = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM case_file INDEXED BY case_file_outside WHERE ${outsideCases}`,
  );
  const rated = db.prepare<[string, number], FoundCase>(
    `${columns} INDEXED BY case_file_rated WHERE ${badlyRatedCases} AND case_number < ? ORDER BY case_number DESC LIMIT ?`,
  );
  const owingCount = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM case_file INDEXED BY case_file_owing WHERE ${owingCases}`,
  );
  const numberOf = db.prepare<[string], { case_number: string }>(
    'SELECT case_number FROM case_file WHERE id = ?',
  );
  const counted = db.prepare<[], { status: CaseStatus; n: number }>('SELECT status, n FROM case_count');

  /** Above every number, so that nothing comes before it. */
  const highest = ':';

  function latest(list: CaseListName, after: string | null, limit: number): readonly FoundCase[] {
    const before = after === null ? highest : (numberOf.get(after)?.case_number ?? '');
    if (list === 'owing') return owing.all(before, limit);
    if (list === 'voiding') return voiding.all(before, limit);
    if (list === 'outside') return outside.all(before, limit);
    if (list === 'rated') return rated.all(before, limit);
    const statuses = standing[list];
    if (statuses === null) return newest.all(before, limit);
    // Each status is in order by itself; all of them together would have to be sorted.
    return statuses
      .flatMap((status) => newestAt.all(status, before, limit))
      .sort((one, other) => (one.case_number < other.case_number ? 1 : -1))
      .slice(0, limit);
  }

  function toRows(found: readonly FoundCase[]): CaseRow[] {
    const today = beijingDateOf(store.now());
    return found.map(({ state, attention }) =>
      caseRow(
        store,
        {
          state: readState<CaseFile>('caseFile', JSON.parse(state)),
          attention: attention === null ? null : JSON.parse(attention),
        },
        today,
      ),
    );
  }

  return {
    /**
     * A page of a list, the latest first; with a text, of those that fit it.
     * @param after the id of the last case of the page before
     */
    page(
      list: CaseListName,
      text: string,
      after: string | null = null,
      limit: number = casesPerPage(text),
    ): CaseRow[] {
      if (text.trim() === '') return toRows(latest(list, after, limit));
      if (list === 'ended' || !Object.hasOwn(standing, list)) {
        const wanted = new Set(search.find(text, null, mostOfFew)?.map(({ id }) => id));
        return toRows(
          latest(list, after, mostOfFew)
            .filter(({ id }) => wanted.has(id))
            .slice(0, limit),
        );
      }
      const scope = list === 'open' || list === 'results' ? list : null;
      return toRows(search.find(text, scope, limit, after) ?? []);
    },

    /** Those among the cases that nobody has answered which count as accepted by now (行政许可法 Art 32). */
    deemedAccepted: (): CaseRow[] =>
      toRows(newestAt.all('received', highest, mostUnanswered)).filter(
        ({ deemedAccepted }) => deemedAccepted,
      ),

    /** How many cases stand in each list. */
    counts(): Record<Exclude<CaseListName, 'voiding' | 'rated'>, number> {
      const byStatus = new Map(counted.all().map(({ status, n }) => [status, n]));
      if (department !== null)
        for (const { status, n } of others.all()) byStatus.set(status, (byStatus.get(status) ?? 0) - n);
      const sum = (statuses: Iterable<CaseStatus>) =>
        [...statuses].reduce((all, status) => all + (byStatus.get(status) ?? 0), 0);
      return {
        open: sum(standing.open),
        results: sum(standing.results),
        inbox: sum(standing.inbox),
        decided: sum(standing.decided),
        ended: sum(standing.ended),
        owing: owingCount.get()?.n ?? 0,
        outside: outsideCount.get()?.n ?? 0,
        all: sum(byStatus.keys()),
      };
    },
  };
}
