/**
 * What the policy asks of the staff register (管政〔2016〕20号: 首席代表、派驻人员、2至3名专职管理人员) and what would
 * contradict itself in it, as pure checks that give a sentence each.
 */
import { addCalendarDays, type BeijingDate, calendarDaysBetween, formatDate } from '../clock/beijing.ts';
import {
  findOrganisation,
  type Organisation,
  type OrganisationId,
  type OrganisationTree,
} from './organisation.ts';
import type { SigningGrant } from './signing-grant.ts';
import { isActivePosting, type Role, roleNames, type StaffPosting } from './staff.ts';

/**
 * `contradiction`: never right, refused when it is proposed. `conflict`: not in force beside what is in force now, so
 * it is refused at approval; another change may remove it before. `warning` and `hint` refuse nothing: whoever
 * proposes and whoever reviews is shown them, and gives a reason.
 */
export type FindingLevel = 'contradiction' | 'conflict' | 'warning' | 'hint';
export interface StaffFinding {
  level: FindingLevel;
  code: string;
  /** The column of the register that it is about. */
  field: keyof StaffPosting;
  message: string;
}

/** The register that a posting is checked against. */
export interface StaffRegister {
  postings: readonly StaffPosting[];
  organisations: OrganisationTree;
}

/** Who accepts, reviews or signs: they carry the enforcement certificate (首席代表和工作人员). */
const certified: readonly Role[] = ['clerk', 'agent', 'reviewer', 'chiefRepresentative'];
/** Who does a centre's work from day to day (专职管理人员). */
const inCentre: readonly Role[] = ['clerk', 'agent', 'greeter', 'hallManager'];
const inDepartment: readonly Role[] = ['reviewer', 'chiefRepresentative'];
const certificateHintDays = 60;

/** Sent from a unit to work elsewhere (派驻); a department's own two roles sit at the centre for it. */
const isDispatched = ({ unitId, role }: StaffPosting): boolean =>
  unitId !== null || inDepartment.includes(role);

/** Everything that there is to say about a posting as it is or is to be: the gravest first. */
export function staffFindings(
  posting: StaffPosting,
  register: StaffRegister,
  on: BeijingDate,
): StaffFinding[] {
  return [
    ...contradictions(posting, register),
    ...conflicts(posting, register),
    ...reminders(posting, register, on),
  ];
}

/** What can never be right, whatever else changes. */
export function contradictions(
  posting: StaffPosting,
  { postings, organisations }: StaffRegister,
): StaffFinding[] {
  const found: StaffFinding[] = [];
  const add = (field: keyof StaffPosting, code: string, message: string) =>
    found.push({ level: 'contradiction', field, code, message });
  const { postingId, personId, staffNumber, organisationId, unitId, from, to } = posting;
  const index = indexOf(postings);
  const other = index.ofNumber(staffNumber).find((each) => each.personId !== personId);
  if (other !== undefined)
    add('staffNumber', 'numberOfAnother', `工号${staffNumber}已由${other.name}使用，请另编工号。`);
  const sameId = index.ofId(postingId);
  if (sameId !== undefined && sameId.personId !== personId)
    add('postingId', 'postingOfAnother', '这段任职属于另一个人，请作为新的任职提出。');
  if (findOrganisation(organisations, organisationId) === undefined)
    add('organisationId', 'organisationUnknown', '所在机构不在机构名录中，请重新选择。');
  if (unitId !== null && findOrganisation(organisations, unitId) === undefined)
    add('unitId', 'unitUnknown', '派出单位不在机构名录中，请重新选择。');
  if (to !== null && to < from)
    add('to', 'endBeforeStart', `任职结束（${formatDate(to)}）早于任职开始（${formatDate(from)}），请核对。`);
  const { grants, role } = posting;
  for (const { kind, departmentId } of grants) {
    // A chief representative signs for their own department, and so does whoever stands in; a counter for another's.
    const fits = grantedTo[kind] === role && (kind === 'onTheSpot' || departmentId === organisationId);
    if (!fits) add('grants', 'grantMisplaced', misplacedGrant[kind]);
  }
  return found;
}

const grantedTo: Readonly<Record<SigningGrant['kind'], Role>> = {
  chief: 'chiefRepresentative',
  substitute: 'reviewer',
  onTheSpot: 'clerk',
};
const misplacedGrant: Readonly<Record<SigningGrant['kind'], string>> = {
  chief: '首席代表的签批授权只给本部门的首席代表，请核对岗位和授权部门。',
  substitute: '代行签批的授权只给本部门的审核人员，请核对岗位和授权部门。',
  onTheSpot: '窗口当场签批的授权只给窗口工作人员，请核对岗位。',
};

/** What cannot be in force at the same time as the rest of the register. */
export function conflicts(posting: StaffPosting, { postings, organisations }: StaffRegister): StaffFinding[] {
  const found: StaffFinding[] = [];
  const { postingId, personId, role, organisationId } = posting;
  const index = indexOf(postings);
  const twin = index
    .ofPerson(personId)
    .find(
      (each) =>
        each.postingId !== postingId &&
        each.role === role &&
        each.organisationId === organisationId &&
        overlap(each, posting),
    );
  if (twin !== undefined)
    found.push({
      level: 'conflict',
      field: 'from',
      code: 'postedTwice',
      message: `${twin.name}在同一机构的同一岗位已有任职（${periodText(twin)}），时间重叠，请调整原任职。`,
    });
  if (role === 'chiefRepresentative') {
    const chief = index
      .chiefsOf(organisationId)
      .find((each) => each.personId !== personId && overlap(each, posting));
    if (chief !== undefined) {
      const department = nameOf(organisations, organisationId);
      found.push({
        level: 'conflict',
        field: 'role',
        code: 'secondChief',
        message: `${department}同一时间只能有1名首席代表，现为${chief.name}（${periodText(chief)}）；请先结束其任职，再批准本次调整。`,
      });
    }
  }
  return found;
}

/** What the policy asks and this posting does not have. */
export function reminders(
  posting: StaffPosting,
  { postings, organisations }: StaffRegister,
  on: BeijingDate,
): StaffFinding[] {
  const found: StaffFinding[] = [];
  const add = (level: 'warning' | 'hint', field: keyof StaffPosting, code: string, message: string) =>
    found.push({ level, field, code, message });
  const { personId, postingId, role, organisationId, unitId, from, to, certificate, experiencedSince } =
    posting;

  if (isDispatched(posting)) {
    const full = yearsAfter(from, 2);
    // The last day counts as served.
    if (to !== null && addCalendarDays(to, 1) < full)
      add(
        'warning',
        'to',
        'servedTooShort',
        `服务期不满2年（满2年为${formatDate(full)}），提前调整须写明理由。`,
      );
    if (experiencedSince === null)
      add('hint', 'experiencedSince', 'experienceUnknown', '未填从业起始，无法核对是否有1年以上工作经验。');
    else if (yearsAfter(experiencedSince, 1) > from)
      add(
        'warning',
        'experiencedSince',
        'tooLittleExperience',
        `任职开始时工作经验不满1年（从业起始${formatDate(experiencedSince)}）。`,
      );
  }

  if (certified.includes(role) && (to === null || to >= on)) {
    if (certificate === null)
      add(
        'warning',
        'certificate',
        'noCertificate',
        `${roleNames[role]}应持有《河南省行政执法证》，尚未登记。`,
      );
    else if (certificate.validUntil < on)
      add(
        'warning',
        'certificate',
        'certificateExpired',
        `《河南省行政执法证》已于${formatDate(certificate.validUntil)}到期，请换证后更新。`,
      );
    else if (calendarDaysBetween(on, certificate.validUntil) <= certificateHintDays)
      add(
        'hint',
        'certificate',
        'certificateExpiring',
        `《河南省行政执法证》将于${formatDate(certificate.validUntil)}到期，请提前换证。`,
      );
  }

  const index = indexOf(postings);
  const own = index.ofPerson(personId).filter((each) => each.postingId !== postingId);
  const meanwhile = own.filter(
    (each) => overlap(each, posting) && (each.role !== role || each.organisationId !== organisationId),
  );
  for (const each of meanwhile) {
    const where = `${nameOf(organisations, each.organisationId)}${roleNames[each.role]}（${periodText(each)}）`;
    if (role === 'chiefRepresentative' || each.role === 'chiefRepresentative')
      add('warning', 'role', 'chiefWithOtherDuty', `首席代表不再分管其他业务，而同一时间另任${where}。`);
    else add('warning', 'from', 'overlapping', `同一时间另任${where}，请核实是否兼任。`);
  }
  if (own.some((each) => each.staffNumber !== posting.staffNumber))
    add('warning', 'staffNumber', 'twoNumbers', '这个人另有其他工号的任职，请核实工号。');

  const organisation = findOrganisation(organisations, organisationId);
  if (organisation !== undefined && !suits(role, organisation))
    add(
      'warning',
      'role',
      'roleElsewhere',
      `${roleNames[role]}一般不设在${organisation.name}，请核实所在机构。`,
    );
  if (unitId === organisationId)
    add(
      'warning',
      'unitId',
      'oneLine',
      '派出单位与所在机构相同，没有双重管理的两条线；本机构人员不填派出单位。',
    );
  // Warnings before hints, each in the order of the columns.
  return found.sort((a, b) => Number(a.level === 'hint') - Number(b.level === 'hint'));
}

/** How many people do a centre's work, against the two or three whom the policy asks for. */
export interface Staffing {
  organisation: Organisation;
  people: number;
  /** Null where there are two or three. */
  finding: string | null;
}

/** The staffing of every street centre and every station on that day (2-3名专职管理人员). */
export function staffing({ postings, organisations }: StaffRegister, on: BeijingDate): Staffing[] {
  const people = new Map<OrganisationId, Set<string>>();
  for (const posting of postings) {
    if (!inCentre.includes(posting.role) || !isActivePosting(posting, on)) continue;
    const there = people.get(posting.organisationId) ?? new Set();
    people.set(posting.organisationId, there.add(posting.personId));
  }
  return organisations
    .filter(({ level }) => level === 'street' || level === 'community')
    .map((organisation) => {
      const count = people.get(organisation.id)?.size ?? 0;
      const finding =
        count < 2
          ? `现有${count}名专职人员，应配2至3名，请补充。`
          : count > 3
            ? `现有${count}名专职人员，多于2至3名，请核实岗位。`
            : null;
      return { organisation, people: count, finding };
    });
}

/** Certificates of people in post that run out, by month from this one on: how many in each of `months`. */
export function certificatesByMonth(postings: readonly StaffPosting[], on: BeijingDate, months: number) {
  const counts = new Map<string, Set<string>>();
  for (const { certificate, personId, role, from, to } of postings) {
    if (certificate === null || !certified.includes(role) || !isActivePosting({ from, to }, on)) continue;
    const month = certificate.validUntil.slice(0, 7);
    counts.set(month, (counts.get(month) ?? new Set()).add(personId));
  }
  const [year = 0, month = 1] = on.split('-').map(Number);
  return Array.from({ length: months }, (_, index) => {
    const name = new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 7);
    return { month: name, people: counts.get(name)?.size ?? 0 };
  });
}

/** `2026年1月1日起` or `2026年1月1日至2026年6月30日`. */
export const periodText = ({ from, to }: Pick<StaffPosting, 'from' | 'to'>): string =>
  to === null ? `${formatDate(from)}起` : `${formatDate(from)}至${formatDate(to)}`;

const overlap = (a: StaffPosting, b: StaffPosting): boolean =>
  (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);

const nameOf = (organisations: OrganisationTree, id: OrganisationId): string =>
  findOrganisation(organisations, id)?.name ?? '';

function suits(role: Role, { level }: Organisation): boolean {
  if (inDepartment.includes(role)) return level === 'department';
  return !inCentre.includes(role) || level !== 'department';
}

/** The same day so many years on; 29 February becomes 1 March. */
function yearsAfter(date: BeijingDate, years: number): BeijingDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10) as BeijingDate;
}

interface Index {
  ofId(id: string): StaffPosting | undefined;
  ofPerson(id: string): readonly StaffPosting[];
  ofNumber(number: string): readonly StaffPosting[];
  chiefsOf(organisationId: string): readonly StaffPosting[];
}
/** A register of thousands is looked into for every row of a sheet: what was looked up once is kept with the list. */
const indexes = new WeakMap<readonly StaffPosting[], Index>();

function indexOf(postings: readonly StaffPosting[]): Index {
  const known = indexes.get(postings);
  if (known !== undefined) return known;
  const groups = (key: (posting: StaffPosting) => string | null) => {
    const map = new Map<string, StaffPosting[]>();
    for (const posting of postings) {
      const name = key(posting);
      if (name === null) continue;
      const list = map.get(name);
      if (list === undefined) map.set(name, [posting]);
      else list.push(posting);
    }
    return (name: string): readonly StaffPosting[] => map.get(name) ?? [];
  };
  const byId = groups((each) => each.postingId);
  const index: Index = {
    ofId: (id) => byId(id)[0],
    ofPerson: groups((each) => each.personId),
    ofNumber: groups((each) => each.staffNumber),
    chiefsOf: groups((each) => (each.role === 'chiefRepresentative' ? each.organisationId : null)),
  };
  indexes.set(postings, index);
  return index;
}
