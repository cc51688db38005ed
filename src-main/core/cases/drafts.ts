import type { Applicant, CaseAgent } from '#shared/cases/commands.ts';
import type { WrittenSignature } from '#shared/cases/written-signature.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import type { DraftForm } from '#shared/contracts/clerk.ts';
import type { Page } from '#shared/contracts/papers.ts';
import { canonicalJson, digestOf } from '#shared/sync/canonical.ts';
import { withoutPersonal } from '#shared/sync/personal.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';

/** What has been entered for the next case of a visit. */
export interface Draft {
  salt: string;
  applicant: Applicant | null;
  /** Who files for the applicant; null where they came themselves. */
  agent: CaseAgent | null;
  matterCode: string | null;
  /** The situations (情形) of the matter that apply. */
  situations: string[];
  tickedMaterialIds: string[];
  /** Scans and files, by paper in their order. */
  pages: Page[];
  /** Papers taken over instead of being asked for, and where each is on file. */
  takenOnFile: Record<string, string>;
  /** Papers asked for although they are on file, and why (国令716). */
  askedThough: Record<string, string>;
  /** The citizen's confirmation, over the digest of the entries as they were then. */
  confirmation: { digest: string; at: Instant; signature: WrittenSignature | null } | null;
  /** Whom the next card is for. */
  cardFor: 'applicant' | 'agent';
  /** What stands in forms that were not saved yet, as it was typed: nothing of it is lost in a crash. */
  unfinished: Partial<Record<DraftForm, Record<string, string>>>;
}

const emptyDraft = (applicant: Applicant | null = null): Draft => ({
  salt: newSalt(),
  applicant,
  agent: null,
  matterCode: null,
  situations: [],
  tickedMaterialIds: [],
  pages: [],
  takenOnFile: {},
  askedThough: {},
  confirmation: null,
  cardFor: 'applicant',
  unfinished: {},
});

/** Names exactly these entries. Personal data goes in by a salted digest, so the name gives none of it away. */
export const digestOfDraft = (draft: Draft): string =>
  digestOf(
    canonicalJson(
      withoutPersonal({
        applicant: { salt: draft.salt, personal: draft.applicant },
        agent: draft.agent && { salt: draft.salt, personal: draft.agent },
        matterCode: draft.matterCode,
        situations: [...draft.situations].sort(),
        tickedMaterialIds: [...draft.tickedMaterialIds].sort(),
      }),
    ),
  );

/** The confirmation, where it is still over what the draft says now. */
export const confirmationOf = (draft: Draft): Draft['confirmation'] =>
  draft.confirmation?.digest === digestOfDraft(draft) ? draft.confirmation : null;

/** Drafts belong to the visit and are on the disk with every entry. */
export type Drafts = ReturnType<typeof drafts>;

export function drafts(store: Store) {
  const read = store.db.prepare<[string], { body: string }>('SELECT body FROM draft WHERE visit_id = ?');
  const write = store.db.prepare(
    'INSERT INTO draft VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  );
  const remove = store.db.prepare('DELETE FROM draft WHERE visit_id = ?');
  const of = (visitId: string): Draft => {
    const row = read.get(visitId);
    return row === undefined ? emptyDraft() : { ...emptyDraft(), ...JSON.parse(row.body) };
  };
  const named = store.db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM draft, json_each(body, '$.pages') WHERE value ->> '$.hash' = ?`,
  );
  /**
   * Changes the entries; scans that neither they nor a case name afterwards go. Not before the transaction that this may
   * be in has ended: one that comes to nothing leaves the entries as they were.
   */
  function change(visitId: string, act: () => unknown): void {
    const before = of(visitId).pages;
    act();
    if (before.length === 0) return;
    queueMicrotask(() => {
      for (const { hash } of before)
        if (named.get(hash)?.n === 0 && !store.caseBlobs.isNamed(hash)) store.blobs.drop(hash);
    });
  }
  return {
    of,
    save(visitId: string, changed: Partial<Draft>): void {
      change(visitId, () => write.run(visitId, JSON.stringify({ ...of(visitId), ...changed })));
      store.changed();
    },
    /** Keeps what stands in a form as it is typed; null once it is saved or given up. */
    keep(visitId: string, form: DraftForm, fields: Record<string, string> | null): void {
      const draft = of(visitId);
      const before = draft.unfinished[form];
      const unfinished = { ...draft.unfinished };
      if (fields === null) delete unfinished[form];
      else unfinished[form] = fields;
      write.run(visitId, JSON.stringify({ ...draft, unfinished }));
      // Screens show that a form is unfinished, not what stands in it.
      if ((before === undefined) !== (fields === null)) store.changed();
    },
    /** After a case was taken the next one begins with the same applicant. */
    begin: (visitId: string, applicant: Applicant | null, agent: CaseAgent | null = null): void =>
      change(visitId, () => write.run(visitId, JSON.stringify({ ...emptyDraft(applicant), agent }))),
    remove: (visitId: string): void => change(visitId, () => remove.run(visitId)),
  };
}
