import type { Applicant } from '#shared/cases/commands.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import { parseIdNumber } from '#shared/identity/id-number.ts';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';
import { canonicalJson, digestOf } from '#shared/sync/canonical.ts';
import { withoutPersonal } from '#shared/sync/personal.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';

/** What has been entered for the next case of a visit. */
export interface Draft {
  salt: string;
  applicant: Applicant | null;
  matterCode: string | null;
  tickedMaterialIds: string[];
  /** The citizen's confirmation, over the digest of the entries as they were then. */
  confirmation: { digest: string; at: Instant } | null;
}

const emptyDraft = (applicant: Applicant | null = null): Draft => ({
  salt: newSalt(),
  applicant,
  matterCode: null,
  tickedMaterialIds: [],
  confirmation: null,
});

/** Names exactly these entries. Personal data goes in by a salted digest, so the name gives none of it away. */
export const digestOfDraft = (draft: Draft): string =>
  digestOf(
    canonicalJson(
      withoutPersonal({
        applicant: { salt: draft.salt, personal: draft.applicant },
        matterCode: draft.matterCode,
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
    return row === undefined ? emptyDraft() : JSON.parse(row.body);
  };
  return {
    of,
    save(visitId: string, change: Partial<Draft>): void {
      write.run(visitId, JSON.stringify({ ...of(visitId), ...change }));
      store.changed();
    },
    /** After a case was taken the next one begins with the same applicant. */
    begin: (visitId: string, applicant: Applicant | null) =>
      void write.run(visitId, JSON.stringify(emptyDraft(applicant))),
    remove: (visitId: string) => void remove.run(visitId),
  };
}

/** What is wrong with an applicant as entered, each a sentence beside its field. */
export function applicantFaults(applicant: Applicant | null): { field: string; message: string }[] {
  if (applicant === null) return [];
  const faults: { field: string; message: string }[] = [];
  if (applicant.name.trim() === '') faults.push({ field: 'name', message: '请填写姓名或单位名称。' });
  // The reader has checked what came from the card, and not every card's number follows the citizens' rule.
  if (applicant.source === 'card') return faults;
  const number =
    applicant.kind === 'person' ? parseIdNumber(applicant.idNumber) : parseCreditCode(applicant.idNumber);
  if (typeof number !== 'string') faults.push({ field: 'idNumber', message: number.message });
  return faults;
}
