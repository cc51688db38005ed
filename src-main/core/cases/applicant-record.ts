import { type CaseFile, concludedStatuses } from '#shared/cases/case-file.ts';
import type { CaseAgent } from '#shared/cases/commands.ts';
import { beijingDateOf, epochOf, instantOfEpoch } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { Known, PaperOnFile } from '#shared/contracts/case-views.ts';
import { materialFormNames } from '#shared/matters/matter.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';
import { caseRow } from './case-views.ts';
import type { Draft } from './drafts.ts';

/** Who came for what is kept this long, for counting; a case that was taken stays by itself. */
const keptDays = 180;
/** So many of the latest cases here are looked through for the number that somebody files under. */
const lookedForAgent = 60;
/** So many of an applicant's cases are looked through for papers, the latest first; and so many open ones are shown. */
const looked = 40;
const shown = 5;

type Entered = Pick<Draft, 'applicant' | 'matterCode'>;

/** What this store knows of an applicant: looked up by index, without the district. */
export type ApplicantRecord = ReturnType<typeof applicantRecord>;

export function applicantRecord(store: Store) {
  const note = store.db.prepare('INSERT OR IGNORE INTO attendance VALUES (?, ?, ?, ?)');
  const forget = store.db.prepare('DELETE FROM attendance WHERE at < ?');
  const others = store.db.prepare<[string, string, string, string, string], { n: number }>(
    `SELECT count(*) AS n FROM (
       SELECT visit_id FROM case_file WHERE applicant_id = ? AND state ->> '$.matter.code' = ?
       UNION SELECT visit_id FROM attendance WHERE applicant_id = ? AND matter_code = ?
     ) WHERE visit_id <> ?`,
  );
  const concluded = concludedStatuses.map((status) => `'${status}'`).join(', ');

  function papersIn({ state }: StoredSubject<CaseFile>): PaperOnFile[] {
    const at = beijingDateOf(momentOf(state.received));
    const from = { caseId: state.id, caseNumber: state.caseNumber, matterName: state.matter.name };
    const given = state.materials.map(
      ({ materialId, name, form }): PaperOnFile => ({
        ...from,
        ...{ materialId, name, at, kind: 'material', formName: materialFormNames[form] },
      }),
    );
    const matter = store.knowledge.facts().matter(state.matter.code, state.matter.version);
    const hasResult = state.issued !== null && state.decision?.outcome === 'approved';
    if (matter === undefined || matter.yields === null || !hasResult) return given;
    const result = {
      materialId: matter.yields,
      name: matter.result,
      kind: 'result',
      formName: '证照',
    } as const;
    return [
      { ...from, ...result, at: beijingDateOf(momentOf(state.issued?.at ?? state.received)) },
      ...given,
    ];
  }

  return {
    /** Notes that somebody came for a matter in this visit. */
    attended(visitId: string, { applicant, matterCode }: Entered): void {
      if (applicant === null || matterCode === null || applicant.idNumber === '') return;
      const now = store.now();
      note.run(visitId, matterCode, applicant.idNumber, now);
      forget.run(instantOfEpoch(epochOf(now) - keptDays * 86_400_000));
    },

    /**
     * Somebody of this place as the agent of a case: with the number and telephone that they filed under last, which they
     * type once and not with every case.
     */
    asAgent(actorId: string, name: string): CaseAgent {
      const last = store.cases
        .where(`true ORDER BY case_number DESC LIMIT ${lookedForAgent}`)
        .filter(({ state }) => state.receivedBy === actorId)
        .flatMap(({ state: { agent } }) => (agent === null ? [] : [reveal(agent)]))
        .find((agent) => agent?.name === name);
      const { organisationId } = store.knowledge.place();
      const inCommunity = store.knowledge.organisation(organisationId)?.level === 'community';
      return {
        name,
        idNumber: last?.idNumber ?? '',
        phone: last?.phone ?? '',
        relation: last?.relation ?? (inCommunity ? '社区代办员' : '代办员'),
        authorisation: 'signed',
        fee: 0,
        source: 'typed',
      };
    },

    /** What there is of the applicant of a draft; null while there is none. */
    known(visitId: string, { applicant, matterCode }: Entered): Known | null {
      if (applicant === null || applicant.idNumber === '') return null;
      const id = applicant.idNumber;
      const open = store.cases.where(
        `applicant_id = ? AND status NOT IN (${concluded}) ORDER BY case_number DESC LIMIT ${shown}`,
        id,
      );
      const latest = store.cases.where(
        `applicant_id = ? AND status <> 'voided' ORDER BY case_number DESC LIMIT ${looked}`,
        id,
      );
      const onFile = new Map<string, PaperOnFile>();
      for (const paper of latest.flatMap(papersIn))
        if (!onFile.has(paper.materialId)) onFile.set(paper.materialId, paper);
      const same = open.find(({ state }) => state.matter.code === matterCode);
      return {
        visits: matterCode === null ? 1 : 1 + (others.get(id, matterCode, id, matterCode, visitId)?.n ?? 0),
        open: open.map((subject) => caseRow(store, subject)),
        onFile: [...onFile.values()],
        duplicate: same === undefined ? null : caseRow(store, same),
      };
    },
  };
}
