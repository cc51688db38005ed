import { timeLimitText } from '#shared/clock/deadline.ts';
import type { MatterDetail, MatterRow } from '#shared/contracts/matter-views.ts';
import { type Matter, materialsIn, publicFields, type SituationId } from '#shared/matters/matter.ts';
import { searchMatters } from '#shared/matters/search.ts';
import { notTakenHere } from '#shared/matters/taking.ts';
import { inForceOn } from '#shared/matters/versions.ts';
import type { Store } from '../store/store.ts';
import { localFieldsHere } from './local-facts-desk.ts';
import { matterIndex } from './matter-index.ts';
import { matterUse } from './matter-use.ts';
import { materialView } from './matter-views.ts';

/** So many results are shown: whoever has to look further types another character. */
const resultsShown = 15;
/** And so many tags and situations are offered to filter by. */
const labelsShown = 12;

/** The matters as they are in force today, for searching and showing. */
export type Catalogue = ReturnType<typeof catalogue>;

interface Today {
  source: readonly Matter[];
  day: string;
  list: ReadonlyMap<string, Matter>;
  inForce: readonly Matter[];
  /** The matters that are not taken here, each with where the citizen can go. */
  elsewhere: ReadonlyMap<string, string>;
}

export function catalogue(store: Store) {
  const use = matterUse(store);
  let built: Today | null = null;
  const index = matterIndex();

  /** Made anew where something was published, and on another business day: versions come into force by their dates. */
  function today(): Today {
    const source = store.knowledge.matters();
    const day = store.businessDay();
    if (built === null || built.source !== source || built.day !== day) {
      const list = inForceOn(source, day);
      const { place, organisations } = store.knowledge.facts();
      const elsewhere = list.flatMap((matter) => {
        const refusal = notTakenHere(matter, place.organisationId, organisations);
        return refusal === null ? [] : [[matter.code, refusal.message] as const];
      });
      built = {
        ...{ source, day },
        list: new Map(list.map((matter) => [matter.code, matter])),
        inForce: list,
        elsewhere: new Map(elsewhere),
      };
    }
    return built;
  }

  // What was published is made searchable beside the work, before anybody asks.
  const prepare = (): void => {
    if (store.knowledge.matters().length > 0) index.prepare(today().inForce);
  };
  store.onChange(prepare);
  prepare();

  const find = (code: string): Matter | undefined => today().list.get(code);
  const elsewhere = (code: string): string => today().elsewhere.get(code) ?? '';

  return {
    /**
     * What fits, what is taken here first and among it what is used here.
     * @param category of the ticket that is being served; null where there is none
     */
    search(text: string, category: string | null): MatterRow[] {
      const { elsewhere: behind, inForce, list } = today();
      const habits = { used: use.places(), behind: new Set(behind.keys()), category };
      return searchMatters(index.of(inForce), text, resultsShown, habits).flatMap(({ code }) => {
        // What was found by the index before is shown as it is now.
        const matter = list.get(code);
        return matter === undefined ? [] : matterRow(matter, elsewhere(code));
      });
    },
    /** Tags and situations of what is taken here, the most frequent first: what `#` picks out. */
    labels(): string[] {
      const counts = new Map<string, number>();
      for (const { code, tags, situations } of today().list.values()) {
        if (elsewhere(code) !== '') continue;
        for (const label of [...tags, ...situations.map(({ name }) => name)])
          counts.set(label, (counts.get(label) ?? 0) + 1);
      }
      return [...counts]
        .sort((a, b) => b[1] - a[1])
        .slice(0, labelsShown)
        .map(([label]) => label);
    },
    /** The version that is in force on the business day. */
    find,
    /** Why it is not taken here, with where the citizen can go; empty where it is. */
    elsewhere,
    /** For showing; with situations, what is asked for in these. */
    detail: (matter: Matter, situations?: readonly string[]): MatterDetail => ({
      ...matterDetail(
        situations === undefined
          ? matter
          : { ...matter, materials: materialsIn(matter, situations as SituationId[]) },
        elsewhere(matter.code),
      ),
      localFields: [...localFieldsHere(store, matter.code)],
    }),
    /** A version that a case was taken under, even when a newer one is published. */
    version: (code: string, version: number): Matter | undefined =>
      store.knowledge.facts().matter(code, version),
    /** Counts a use, inside the act that takes a case. */
    used: use.used,
  };
}

const matterRow = (matter: Matter, elsewhere: string): MatterRow => ({
  code: matter.code,
  basicCode: matter.basicCode,
  name: matter.name,
  departmentName: matter.department.name,
  sunk: matter.sunk,
  promisedText: timeLimitText(matter.promised),
  elsewhere,
});

/** A matter with its eleven public fields and its materials. */
export const matterDetail = (matter: Matter, elsewhere = ''): MatterDetail => ({
  ...matterRow(matter, elsewhere),
  version: matter.version,
  situations: matter.situations.map(({ id, name }) => ({ id, name })),
  publicFields: [...publicFields(matter)],
  localFields: [],
  materials: matter.materials.map((material) => materialView(material, matter)),
});
