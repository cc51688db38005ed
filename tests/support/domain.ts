/** People, places and papers of one street and two departments, for tests of the rules alone. */
import type { CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import type { Applicant } from '#shared/cases/commands.ts';
import { type BeijingDate, beijingDateSchema, type Instant, instantSchema } from '#shared/clock/beijing.ts';
import { type Calendar, calendarSchema } from '#shared/clock/calendar.ts';
import type { Stamp } from '#shared/clock/evidence.ts';
import type { Facts, Place } from '#shared/decider.ts';
import type { Actor, ActorRole } from '#shared/identity/authority.ts';
import { type Matter, matterSchema } from '#shared/matters/matter.ts';
import {
  applyCommand,
  type CommandArgs,
  type CommandName,
  commandSchemas,
  type Outcome,
  type SubjectState,
} from '#shared/subjects.ts';
import type { Digest } from '#shared/sync/canonical.ts';
import { type SubjectKind, subjectKinds } from '#shared/sync/command.ts';

/** A moment of the hall's own clock: `beijing('2026-09-22 09:05')`. */
export const beijing = (text: string): Instant =>
  instantSchema.parse(new Date(`${text.replace(' ', 'T')}:00+08:00`).toISOString());
export const day = (text: string): BeijingDate => beijingDateSchema.parse(text);

/** A moment that nothing speaks against; `uploadedAt` once the district has stamped it. */
export const stamp = (capturedAt: Instant, uploadedAt: Instant | null = null): Stamp => ({
  capturedAt,
  notBefore: null,
  notAfter: uploadedAt,
  uploadedAt,
});

/** The calendar as it stands when only 2026 has been announced. */
export const calendar2026: Calendar = calendarSchema.parse({
  version: '2026',
  years: {
    2026: {
      off: [
        ...['2026-01-01', '2026-01-02', '2026-01-03'],
        ...['2026-09-25', '2026-09-26', '2026-09-27'],
        ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
      ],
      worked: ['2026-09-20', '2026-10-10'],
    },
  },
});

export const visitId = '01994f4c-0000-7000-8000-00000000000a';
export const caseId = '01994f4c-0000-7000-8000-00000000000c';
export const ticketId = '01994f4c-0000-7000-8000-00000000000f';
export const digest: Digest = `sha256:${'a'.repeat(64)}`;

/** 临时救助 as a sunk matter: two papers are required, one is not. */
export function matter(changes: Partial<Record<keyof Matter, unknown>> = {}): Matter {
  return matterSchema.parse({
    code: '11410104999900011M4000511104000',
    basicCode: '000511104000',
    version: 1,
    effectiveFrom: '2026-01-01',
    name: '临时救助',
    aliases: [],
    department: { organisationId: 'dept-civil', name: '管城回族区民政局' },
    powerType: '05',
    category: 'civil',
    subject: 'person',
    levels: ['street'],
    sunk: true,
    basis: ['《社会救助暂行办法》第四十七条'],
    conditions: ['基本生活暂时出现严重困难。'],
    procedure: ['窗口收件。', '审批。'],
    result: '临时救助金',
    fee: { charged: false },
    supervisionChannel: '12345政务服务便民热线',
    promised: { kind: 'workingDays', days: 5 },
    statutory: { kind: 'workingDays', days: 20 },
    materials: [
      material('id-card', '居民身份证', 'originalAndCopy', true),
      material('application', '临时救助申请表', 'form', true),
      material('proof', '疾病诊断证明', 'copy', false),
    ],
    ...changes,
  });
}

const material = (id: string, name: string, form: string, required: boolean) => ({
  id,
  name,
  issuer: '公安机关',
  basis: '《社会救助暂行办法》',
  form,
  copies: 1,
  required,
});

export const organisations: Readonly<Record<'street' | 'civil' | 'market', string>> = {
  street: 'street-1',
  civil: 'dept-civil',
  market: 'dept-market',
};

export const counter3: Place = {
  installationId: 'installation-3',
  counterId: 'counter-3',
  organisationId: organisations.street,
  hallId: 'hall-1',
  areaCode: '410104009',
  series: '001',
};
export const counter4: Place = { ...counter3, installationId: 'installation-4', counterId: 'counter-4' };
export const otherStreet: Place = { ...counter3, counterId: 'counter-9', organisationId: 'street-2' };
export const departmentDesk: Place = {
  ...counter3,
  installationId: 'installation-d',
  counterId: null,
  organisationId: organisations.civil,
  hallId: null,
};

export const actor = (role: ActorRole, organisationId = organisations.street): Actor => ({
  actorId: `person-${role}`,
  postingId: role === 'kiosk' || role === 'citizen' ? null : `posting-${role}`,
  role,
  organisationId,
});
export const clerk = actor('clerk');
export const chief = actor('chiefRepresentative', organisations.civil);

/** What a decision may know: a clerk at counter 3 on a morning in September, unless said otherwise. */
export const facts = (changes: Partial<Facts> & { matters?: readonly Matter[] } = {}): Facts => {
  const { matters = [matter()], ...rest } = changes;
  return {
    actor: clerk,
    place: counter3,
    stamp: stamp(beijing('2026-09-22 09:05')),
    matter: (code, version) => matters.find((each) => each.code === code && each.version === version),
    ...rest,
  };
};
/** The chief representative at their own desk. */
export const atDepartment = (changes: Partial<Facts> = {}): Facts =>
  facts({ actor: chief, place: departmentDesk, ...changes });

export const applicant: Applicant = {
  kind: 'person',
  name: '豫小满',
  idNumber: '41010419900321998X',
  phone: '13812345678',
  address: '河南省郑州市管城回族区清和里8号院2号楼15号',
  source: 'card',
};
export const personal = <Value>(value: Value) => ({ salt: 'a-salt-of-16-or-more', personal: value });

export const caseNumber = formatCaseNumber({
  areaCode: '410104009',
  date: day('2026-09-22'),
  series: '001',
  serial: 7,
});

const kindOf = (name: CommandName): SubjectKind => {
  const kind = subjectKinds.find((each) => Object.hasOwn(commandSchemas[each], name));
  if (kind === undefined) throw new Error(`nobody knows ${name}`);
  return kind;
};
export const idOf: Readonly<Record<SubjectKind, string>> = {
  ticket: ticketId,
  visit: visitId,
  caseFile: caseId,
};

/** Arguments that fit, for every command: a test changes what it is about. */
export const args: { readonly [Name in CommandName]: CommandArgs<Name> } = {
  issueTicket: {
    number: 'A007',
    categoryId: 'civil',
    categoryName: '民政社保',
    businessDay: day('2026-09-22'),
    hallId: 'hall-1',
    holder: personal({ name: applicant.name, idNumber: applicant.idNumber, address: applicant.address }),
  },
  callTicket: { counterName: '3号综合窗口' },
  recallTicket: {},
  missTicket: {},
  arriveTicket: { visitId },
  openVisit: { ticketId, ticketNumber: 'A007', serviceMode: 'counter' },
  confirmEntries: { digest },
  closeVisit: { outcome: 'taken' },
  receiveCase: {
    caseNumber,
    visitId,
    matterCode: '11410104999900011M4000511104000',
    matterVersion: 1,
    applicant: personal(applicant),
    materials: [
      { materialId: 'id-card', name: '居民身份证', form: 'originalAndCopy', copies: 1 },
      { materialId: 'application', name: '临时救助申请表', form: 'form', copies: 1 },
    ],
    serviceMode: 'counter',
    confirmation: { digest, at: beijing('2026-09-22 09:04') },
  },
  acceptCase: {},
  signOffCase: { outcome: 'approved', opinion: '符合条件，同意。' },
  issueResult: {},
  deliverResult: { method: 'onSite', recipient: personal({ name: '豫小满', relation: 'self' }) },
};

/** Gives a command the way both sides do. */
export const give = (
  state: SubjectState | null,
  name: CommandName,
  known: Facts,
  changed: Record<string, unknown> = {},
): Outcome => {
  const kind = kindOf(name);
  return applyCommand(
    state,
    { name, subject: { kind, id: idOf[kind] }, args: { ...args[name], ...changed } },
    known,
  );
};

/** The state after a command that has to be applied; a refusal fails the test with its sentence. */
export function stateAfter<State extends SubjectState = CaseFile>(
  state: SubjectState | null,
  name: CommandName,
  known: Facts,
  changed: Record<string, unknown> = {},
): State {
  const outcome = give(state, name, known, changed);
  if (outcome.kind !== 'applied') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  return outcome.state as State;
}

/** The refusal of a command that has to be refused. */
export function refusalOf(
  state: SubjectState | null,
  name: CommandName,
  known: Facts,
  changed: Record<string, unknown> = {},
) {
  const outcome = give(state, name, known, changed);
  if (outcome.kind !== 'refused') throw new Error(`${name} was not refused: ${JSON.stringify(outcome)}`);
  return outcome.refusal;
}

/** One case in each status, one step after the other. */
export function caseThrough(receivedWith: Record<string, unknown> = {}, known: Facts = facts()) {
  const received = stateAfter(null, 'receiveCase', known, receivedWith);
  const accepted = stateAfter(received, 'acceptCase', {
    ...known,
    stamp: stamp(beijing('2026-09-22 09:10')),
  });
  const decided = stateAfter(
    accepted,
    'signOffCase',
    atDepartment({ stamp: stamp(beijing('2026-09-24 15:30')) }),
  );
  const issued = stateAfter(decided, 'issueResult', { ...known, stamp: stamp(beijing('2026-09-28 10:00')) });
  const delivered = stateAfter(issued, 'deliverResult', {
    ...known,
    stamp: stamp(beijing('2026-09-28 10:05')),
  });
  return { received, accepted, decided, issued, delivered };
}
