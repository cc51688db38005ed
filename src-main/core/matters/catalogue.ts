import { timeLimitText } from '#shared/clock/deadline.ts';
import type { MatterDetail } from '#shared/contracts/views.ts';
import { type Matter, materialFormNames, publicFields } from '#shared/matters/matter.ts';
import { buildMatterIndex, type MatterIndex, searchMatters } from '#shared/matters/search.ts';
import type { Store } from '../store/store.ts';
import { pinyinOf } from './pinyin.ts';

/** The matters that this installation may take, for searching and showing. */
export type Catalogue = ReturnType<typeof catalogue>;

export function catalogue(store: Store) {
  let built: { version: string | null; index: MatterIndex } | null = null;

  /** Rebuilt when the district has published anew. */
  function index(): MatterIndex {
    const version = store.knowledge.version();
    if (built === null || built.version !== version) {
      built = { version, index: buildMatterIndex(store.knowledge.matters().filter(takenHere), pinyinOf) };
    }
    return built.index;
  }

  function takenHere(matter: Matter): boolean {
    const level = store.knowledge.organisation(store.knowledge.place().organisationId)?.level;
    return level !== undefined && matter.levels.some((each) => each === level);
  }

  return {
    search: (text: string) => searchMatters(index(), text, 30).map(matterRow),
    find: (code: string): Matter | undefined =>
      store.knowledge.matters().find((matter) => matter.code === code),
    /** A version that a case was taken under, even when a newer one is published. */
    version: (code: string, version: number): Matter | undefined =>
      store.knowledge.facts().matter(code, version),
  };
}

const matterRow = (matter: Matter) => ({
  code: matter.code,
  basicCode: matter.basicCode,
  name: matter.name,
  departmentName: matter.department.name,
  sunk: matter.sunk,
  promisedText: timeLimitText(matter.promised),
});

/** A matter with its eleven public fields and its materials. */
export const matterDetail = (matter: Matter): MatterDetail => ({
  ...matterRow(matter),
  version: matter.version,
  publicFields: [...publicFields(matter)],
  materials: matter.materials.map((material) => ({
    id: material.id,
    name: material.name,
    issuer: material.issuer,
    basis: material.basis,
    form: material.form,
    formName: materialFormNames[material.form],
    copies: material.copies,
    required: material.required,
  })),
});
