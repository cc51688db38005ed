import type { CaseFile } from '#shared/cases/case-file.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Page } from '#shared/contracts/papers.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { Store } from '../store/store.ts';
import type { Draft } from './drafts.ts';

/** A paper that is held already, so that it need not be asked for (国令716, M26). */
export interface OnFile {
  materialId: string;
  /** Where: `本人办件 4101…`, `已核发《…》 办件 4101…`, `政务数据共享`. */
  from: string;
  /** Its pages, where they were scanned. */
  pages: Page[];
}

/** Earlier cases of one person that are looked through, the latest first. */
const mostCases = 50;
/** What was never meant, or lives on in another case. */
const setAside: readonly CaseFile['status'][] = ['voided', 'merged'];

/**
 * The papers of a matter that are on file for an applicant: handed in with an earlier case, issued by one, or to be had
 * from the shared register.
 */
export function onFileFor(store: Store, catalogue: Catalogue, draft: Draft, matter: Matter): OnFile[] {
  const { applicant } = draft;
  const earlier = applicant === null ? [] : earlierCases(store, applicant.idNumber);
  return matter.materials.flatMap((material): OnFile[] => {
    // A form is filled in for each case: an earlier one says what was true then.
    if (material.form === 'form') return [];
    for (const { caseNumber, matter: of, status, decision, materials, attachments } of earlier) {
      const yields = catalogue.version(of.code, of.version)?.yields;
      const issued = status === 'issued' || status === 'delivered';
      if (yields === material.id && issued && decision?.outcome === 'approved')
        return [{ materialId: material.id, from: `已核发证照，办件${caseNumber}`, pages: [] }];
      if (!materials.some(({ materialId }) => materialId === material.id)) continue;
      const pages = attachments
        .filter(({ materialId }) => materialId === material.id)
        .map(({ page: _, ...page }) => ({ ...page, onFileFrom: `办件${caseNumber}` }));
      // Seen once and not scanned, nobody could look at it again.
      if (pages.length > 0) return [{ materialId: material.id, from: `办件${caseNumber}`, pages }];
    }
    return material.fromRegister ? [{ materialId: material.id, from: '政务数据共享', pages: [] }] : [];
  });
}

const earlierCases = (store: Store, idNumber: string): CaseFile[] =>
  store.cases
    .where(`applicant_id = ? ORDER BY case_number DESC LIMIT ${mostCases}`, idNumber)
    .map(({ state }) => state)
    .filter(({ status }) => !setAside.includes(status));

/** The change of a draft by which a paper is taken over from file, or no longer. */
export function takeOnFile(
  store: Store,
  catalogue: Catalogue,
  draft: Draft,
  materialId: string,
  taken: boolean,
): Partial<Draft> | Refused {
  const others = draft.pages.filter((page) => page.materialId !== materialId || page.onFileFrom === null);
  const { [materialId]: _, ...rest } = draft.takenOnFile;
  if (!taken)
    return {
      takenOnFile: rest,
      pages: others,
      tickedMaterialIds: draft.tickedMaterialIds.filter((id) => id !== materialId),
    };
  const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
  const held =
    matter && onFileFor(store, catalogue, draft, matter).find((each) => each.materialId === materialId);
  if (held === undefined) return refused('notOnFile', '这份材料现在不在档，请向申请人收取。');
  const { [materialId]: __, ...askedThough } = draft.askedThough;
  return {
    takenOnFile: { ...rest, [materialId]: held.from },
    askedThough,
    pages: [...others, ...held.pages],
    tickedMaterialIds: [...new Set([...draft.tickedMaterialIds, materialId])],
  };
}

/**
 * The first paper that is handed in although it is on file, and nobody has said why; null where there is none.
 */
export function askedWithoutReason(
  store: Store,
  catalogue: Catalogue,
  draft: Draft,
  matter: Matter,
): { materialId: string; name: string; from: string } | null {
  for (const { materialId, from } of onFileFor(store, catalogue, draft, matter)) {
    const isBrought =
      draft.tickedMaterialIds.includes(materialId) && draft.takenOnFile[materialId] === undefined;
    if (isBrought && draft.askedThough[materialId] === undefined)
      return { materialId, from, name: matter.materials.find(({ id }) => id === materialId)?.name ?? '' };
  }
  return null;
}
