/** Which centre and station may take which matter (端口下沉; M12), and where else the citizen can go. */
import { type BeijingDate, formatDate } from '../clock/beijing.ts';
import type { Refusal } from '../decider.ts';
import { lineage, type Organisation, type OrganisationTree } from '../organisation/organisation.ts';
import type { Matter } from './matter.ts';

type Scope = Pick<Matter, 'levels' | 'takenAt'>;

/** Whether an office may take a matter: its level is among the matter's, and below the district it is on the list. */
export function takes(
  { levels, takenAt }: Scope,
  { id, level }: Pick<Organisation, 'id' | 'level'>,
): boolean {
  if (!levels.some((each) => each === level)) return false;
  return level === 'district' || takenAt.length === 0 || takenAt.includes(id);
}

/** The offices that take a matter, those above the asking one first, since everybody lives below them. */
export function takenWhere(
  matter: Scope,
  tree: OrganisationTree,
  from?: Organisation,
): readonly Organisation[] {
  const above = from === undefined ? [] : lineage(tree, from.id);
  const taking = tree.filter((each) => takes(matter, each));
  return [
    ...above.filter((each) => taking.includes(each)),
    ...taking.filter((each) => !above.includes(each)),
  ];
}

/** So many places are named; whoever is told more remembers none. */
const placesNamed = 3;

/** Where it can be taken, in words: `管城回族区政务服务中心、航海东路街道便民服务中心等5处`. */
export function takenWhereText(matter: Scope, tree: OrganisationTree, from?: Organisation): string {
  const places = takenWhere(matter, tree, from);
  const named = places
    .slice(0, placesNamed)
    .map(({ name }) => name)
    .join('、');
  return places.length > placesNamed ? `${named}等${places.length}处` : named;
}

/** Why this office does not take a matter, with where to send the citizen; null where it does. */
export function notTakenHere(
  matter: Scope & Pick<Matter, 'name'>,
  organisationId: string,
  tree: OrganisationTree,
): Refusal | null {
  const own = tree.find((each) => String(each.id) === organisationId);
  if (own !== undefined && takes(matter, own)) return null;
  const where = takenWhereText(matter, tree, own);
  const here = own?.level === 'community' ? '本站' : '本中心';
  return {
    code: 'notTakenHere',
    message:
      where === ''
        ? `${here}不办理“${matter.name}”，事项清单里也没有写明哪里可办，请联系区政务服务中心。`
        : `${here}不办理“${matter.name}”，请引导申请人到${where}办理。`,
  };
}

/** Why no case is taken under this version on that day; null where it is in force, or was until another took its place. */
export function notTakenOn(
  { name, effectiveFrom, effectiveTo }: Pick<Matter, 'name' | 'effectiveFrom' | 'effectiveTo'>,
  on: BeijingDate,
): Refusal | null {
  if (effectiveFrom > on)
    return {
      code: 'notInForceYet',
      message: `这个版本的“${name}”从${formatDate(effectiveFrom)}起施行，请按现行版本收件。`,
    };
  if (effectiveTo !== null && effectiveTo < on)
    return {
      code: 'matterEnded',
      message: `“${name}”已于${formatDate(effectiveTo)}后停止办理，不能再收件。`,
    };
  return null;
}
