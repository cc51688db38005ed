/** People, places and papers of one street and two departments, for tests of the rules alone. */
import type { Attachment, CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import type { Applicant } from '#shared/cases/commands.ts';
import { type BeijingDate, beijingDateSchema, type Instant, instantSchema } from '#shared/clock/beijing.ts';
import { type Calendar, calendarSchema } from '#shared/clock/calendar.ts';
import type { Stamp } from '#shared/clock/evidence.ts';
import type { Facts, Place } from '#shared/decider.ts';
import type { Actor, ActorRole } from '#shared/identity/authority.ts';
import { type Matter, matterSchema } from '#shared/matters/matter.ts';
import {
  counterSchema,
  type OrganisationTree,
  organisationSchema,
} from '#shared/organisation/organisation.ts';
import { signingGrantSchema } from '#shared/organisation/signing-grant.ts';
import { staffPostingSchema } from '#shared/organisation/staff.ts';
import { defaultWeights } from '#shared/queue/fair-order.ts';
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
export const otherCaseId = '01994f4c-0000-7000-8000-00000000000d';
export const ticketId = '01994f4c-0000-7000-8000-00000000000f';
export const procedureId = '01994f4c-0000-7000-8000-0000000000aa';
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

export const material = (id: string, name: string, form: string, required: boolean) => ({
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

/** The district with two streets and five departments, three of which keep the lists. */
export const tree: OrganisationTree = [
  ['district-1', 'district', '管城回族区政务服务中心'],
  ['street-1', 'street', '航海东路街道便民服务中心'],
  ['street-2', 'street', '北下街街道便民服务中心'],
  ['station-1', 'community', '航海东路社区便民服务站'],
  ['dept-civil', 'department', '管城回族区民政局'],
  ['dept-market', 'department', '管城回族区市场监督管理局'],
  ['dept-justice', 'department', '管城回族区司法局', 'legal'],
  ['dept-establishment', 'department', '管城回族区委机构编制委员会办公室', 'establishment'],
  ['dept-finance', 'department', '管城回族区财政局', 'finance'],
].map(([id, level, name, keeps]) =>
  organisationSchema.parse({
    ...{ id, level, name, keeps },
    areaName: '管城回族区',
    areaCode: '410104',
    branch: null,
    parentId: level === 'district' ? null : level === 'community' ? 'street-1' : 'district-1',
    creditCode: null,
  }),
);

export const counter3: Place = {
  installationId: 'installation-3',
  kind: 'counter',
  counterId: 'counter-3',
  organisationId: organisations.street,
  hallId: 'hall-1',
  areaCode: '410104009',
  series: '001',
};
export const counter4: Place = { ...counter3, installationId: 'installation-4', counterId: 'counter-4' };
const counters = [3, 4, 9].map((number) =>
  counterSchema.parse({
    id: `counter-${number}`,
    organisationId: number === 9 ? 'street-2' : organisations.street,
    number,
    name: `${number}号综合窗口`,
  }),
);
export const otherStreet: Place = { ...counter3, counterId: 'counter-9', organisationId: 'street-2' };
export const departmentDesk: Place = {
  ...counter3,
  installationId: 'installation-d',
  kind: 'department',
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

export const reviewer = actor('reviewer', organisations.civil);

/** Who may sign everything that the department decides, since the new year. */
export const chiefGrant = signingGrantSchema.parse({
  kind: 'chief',
  departmentId: organisations.civil,
  matters: null,
  document: '管民授〔2026〕1号',
  from: '2026-01-01',
  to: null,
});
/** The posting by which somebody acts, with a certificate that holds. */
export const postingOf = ({ actorId, postingId, role, organisationId }: Actor, changes = {}) =>
  staffPostingSchema.parse({
    ...{ postingId, personId: actorId, staffNumber: 'G2001', name: '豫民安', role, organisationId },
    certificate: { number: '豫A01-2001', validUntil: '2027-12-31' },
    ...{ from: '2026-01-01', to: null },
    ...changes,
  });
export const chiefPosting = postingOf(chief, { grants: [chiefGrant] });
export const reviewerPosting = postingOf(reviewer, { staffNumber: 'G3001', name: '商民安' });
const departmentStaff = [chiefPosting, reviewerPosting];

/** What a decision may know: a clerk at counter 3 on a morning in September, unless said otherwise. */
export const facts = (changes: Partial<Facts> & { matters?: readonly Matter[] } = {}): Facts => {
  const { matters = [matter()], ...rest } = changes;
  return {
    actor: clerk,
    place: counter3,
    stamp: stamp(beijing('2026-09-22 09:05')),
    clock: { monotonicMs: 1_000_000, bootId: 'boot-1' },
    caseFile: () => null,
    matter: (code, version) => matters.find((each) => each.code === code && each.version === version),
    publishedMatters: () => matters,
    organisations: tree,
    counter: (id) => counters.find((each) => each.id === id),
    calendar: calendar2026,
    demo: false,
    proof: null,
    postings: [],
    ...rest,
  };
};
/** The chief representative at their own desk. */
export const atDepartment = (changes: Partial<Facts> = {}): Facts =>
  facts({ actor: chief, place: departmentDesk, postings: departmentStaff, ...changes });

export const applicant: Applicant = {
  kind: 'person',
  name: '豫小满',
  idNumber: '41010419900321998X',
  phone: '13812345678',
  address: '河南省郑州市管城回族区清和里8号院2号楼15号',
  source: 'card',
};
export const personal = <Value>(value: Value) => ({ salt: 'a-salt-of-16-or-more', personal: value });

/** A scanned page, as a manifest names it. */
export const attachment = (changes: Partial<Attachment> = {}): Attachment => ({
  hash: 'b'.repeat(64),
  materialId: 'id-card',
  page: 1,
  mediaType: 'image/jpeg',
  bytes: 200_000,
  sheets: 1,
  onFileFrom: null,
  ...changes,
});

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
  hallDay: '01994f4c-0000-7000-8000-0000000000b1',
  booking: '01994f4c-0000-7000-8000-0000000000b2',
  caseFile: caseId,
  staffChange: '0199a000-0000-7000-8000-0000000000c1',
  matterChange: '0199a000-0000-7000-8000-0000000000c4',
  calendarYear: '0199a000-0000-7000-8000-0000000000c5',
  localFacts: '0199a000-0000-7000-8000-0000000000c6',
  installation: '0199a000-0000-7000-8000-0000000000c2',
  quarantine: '0199a000-0000-7000-8000-0000000000c3',
};

const issued = {
  number: 'A007',
  categoryId: 'civil',
  categoryName: '民政社保',
  also: [],
  matters: [],
  lane: 'walkIn',
  priority: null,
  booking: null,
  serviceMode: 'counter',
  token: null,
  businessDay: day('2026-09-22'),
  hallId: 'hall-1',
  holder: personal({ name: applicant.name, idNumber: applicant.idNumber, address: applicant.address }),
} as const satisfies CommandArgs<'issueTicket'>;

/** Arguments that fit, for every command: a test changes what it is about. */
export const args: { readonly [Name in CommandName]: CommandArgs<Name> } = {
  issueTicket: issued,
  handOverTicket: {},
  takeOverTicket: { ...issued, arrivedAt: beijing('2026-09-22T09:00'), missed: false, served: null },
  presentTicket: { counter: { id: 'counter-3', name: '3号综合窗口' }, visitId },
  callTicket: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  recallTicket: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  missTicket: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  returnTicket: {},
  arriveTicket: { counter: { id: 'counter-3', name: '3号综合窗口' }, visitId },
  parkTicket: { counter: { id: 'counter-3', name: '3号综合窗口' }, reason: '去复印材料' },
  transferTicket: {
    counter: { id: 'counter-3', name: '3号综合窗口' },
    to: { kind: 'counter', id: 'counter-4', name: '4号综合窗口' },
    note: '转办社保',
  },
  finishTicket: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  changeLane: { lane: 'priority', priority: 'elderly' },
  putTicketFirst: { reason: '孕妇不适，先行办理。' },
  openHallDay: { hallId: 'hall-1', businessDay: day('2026-09-22'), weights: defaultWeights, roster: [] },
  setLaneWeights: { weights: { ...defaultWeights, priority: 5 }, reason: '今天老年人多。' },
  closeCategory: { category: { id: 'civil', name: '民政社保' }, reason: '系统升级，下午恢复。' },
  openCategory: { category: { id: 'civil', name: '民政社保' } },
  setNotice: { text: '今天下午三点起停水。' },
  setRoster: { roster: [] },
  pauseCounter: { counter: { id: 'counter-3', name: '3号综合窗口' }, reason: 'lunch' },
  resumeCounter: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  setAutoCall: { counter: { id: 'counter-3', name: '3号综合窗口' }, on: true },
  raiseAlarm: { counter: { id: 'counter-3', name: '3号综合窗口' } },
  settleAlarm: { counter: { id: 'counter-3', name: '3号综合窗口' }, note: '已到场。' },
  makeBooking: {
    hallId: 'hall-1',
    at: beijing('2026-09-23 10:00'),
    categoryId: 'civil',
    categoryName: '民政社保',
    code: '314159',
    booker: personal({ name: applicant.name, idNumber: applicant.idNumber, phone: applicant.phone }),
  },
  cancelBooking: { reason: '改天再来。' },
  keepBooking: { ticketId },
  openVisit: { ticketId, ticketNumber: 'A007', serviceMode: 'counter', firstReceiver: null },
  parkVisit: {},
  resumeVisit: {},
  confirmEntries: { digest },
  closeVisit: { outcome: 'taken' },
  receiveCase: {
    caseNumber,
    visitId,
    matterCode: '11410104999900011M4000511104000',
    matterVersion: 1,
    applicant: personal(applicant),
    situations: [],
    agent: null,
    materials: [
      { materialId: 'id-card', name: '居民身份证', form: 'originalAndCopy', copies: 1 },
      { materialId: 'application', name: '临时救助申请表', form: 'form', copies: 1 },
    ],
    attachments: [],
    serviceMode: 'counter',
    confirmation: { digest, at: beijing('2026-09-22 09:04') },
  },
  acceptCase: {},
  giveOneTimeNotice: {
    missing: [{ materialId: 'application', why: '未提交' }],
    papersKept: true,
    newFacts: null,
  },
  supplementCase: {
    materials: [{ materialId: 'application', name: '临时救助申请表', form: 'form', copies: 1 }],
  },
  refuseAcceptance: {
    ground: 'notOurPower',
    reason: '申请人户籍在其他区，由户籍所在地办理。',
    basis: '《社会救助暂行办法》第四十七条',
    authority: '申请人户籍所在地区民政局',
  },
  supplyOwed: {
    materials: [{ materialId: 'application', name: '临时救助申请表', form: 'form', copies: 1 }],
  },
  addAttachments: { attachments: [attachment()] },
  handOverPapers: { volumes: 1 },
  takeOverPapers: { volumes: 1 },
  cancelHandOver: { reason: '送错了部门。' },
  takeOutPapers: { volumes: 1, reason: 'court', details: '区法院调卷函第7号', to: '管城回族区人民法院' },
  bringBackPapers: { volumes: 1 },
  signOffCase: { outcome: 'approved', opinion: '符合条件，同意。' },
  startProcedure: {
    procedureId,
    kind: 'hearing',
    first: day('2026-09-28'),
    last: day('2026-10-12'),
    basis: '《行政许可法》第四十七条',
    reason: '涉及重大利益关系，依申请听证。',
  },
  endProcedure: {
    procedureId,
    last: day('2026-10-12'),
    advice: 'approve',
    opinion: '听证未提出异议，可以准予。',
  },
  dropProcedure: { procedureId, reason: '申请人放弃听证。' },
  requestExtension: { days: 10, reason: '需要向外地核查收入情况。' },
  extendCase: { days: 10, reason: '需要向外地核查收入情况。' },
  rejectExtension: { reason: '请先发函核查，不用延期。' },
  assignCase: { personId: 'person-reviewer' },
  draftDecision: { outcome: 'approved', opinion: '材料齐全，建议同意。' },
  returnForReview: { reason: '请核对家庭收入后再报。' },
  requestCorrection: { missing: [{ materialId: 'application', why: '申请表没有签名' }] },
  askDepartment: {
    inquiryId: '0199a000-0000-7000-8000-0000000000d1',
    departmentId: organisations.market,
    question: '申请人名下是否登记有市场主体？',
    due: day('2026-09-29'),
  },
  answerInquiry: {
    inquiryId: '0199a000-0000-7000-8000-0000000000d1',
    answer: '名下没有市场主体登记。',
  },
  declareOutside: { reason: '申请人住院，在病房收取材料。' },
  approveOutside: { reason: '情况紧急，同意厅外收件。', document: '管民急〔2026〕3号' },
  issueResult: {},
  rateCase: {
    ratingId: '0199a000-0000-7000-8000-0000000000d2',
    visitId,
    level: 'satisfied',
    comment: personal({ text: '一次就办好了。' }),
  },
  followUpRating: {
    ratingId: '0199a000-0000-7000-8000-0000000000d2',
    text: '已向申请人说明情况并致歉，申请人表示理解。',
    closed: true,
  },
  closeVolume: {},
  handToArchive: { listNumber: '2026-1', receiver: '区档案馆 商存卷' },
  tellApplicant: { what: 'resultReady', channel: 'sms' },
  postResult: { carrier: '中国邮政', trackingNumber: 'EY000000001CN' },
  returnPost: { reason: '收件人不在。' },
  revokeCertificate: { reason: '以欺骗手段取得。', basis: '《行政许可法》第六十九条' },
  deliverResult: { method: 'onSite', recipient: personal({ name: '豫小满', relation: 'self' }) },
  correctCase: { corrected: personal({ phone: '13912345678' }), reason: '电话录错。' },
  withdrawCase: {
    wish: personal({ name: '豫小满', relation: 'self' }),
    signed: 'slip',
    reason: '暂不需要办理。',
  },
  terminateCase: {
    ground: 'noLongerPossible',
    reason: '申请的救助对象已迁出本区。',
    basis: '《社会救助暂行办法》第四十七条',
  },
  mergeCases: { into: otherCaseId, reason: '同一申请收了两次。' },
  requestVoid: { reason: '事项选错。' },
  confirmVoid: { reason: '事项选错。' },
  rejectVoid: { reason: '事项没有选错。' },
  undoStep: { step: 'receiveCase' },
  printDocument: {
    printId: '0199a000-0000-7000-8000-0000000000e1',
    number: `${caseNumber}-01`,
    title: '收件凭证',
    content: 'c'.repeat(64),
  },
  settlePrint: {
    printId: '0199a000-0000-7000-8000-0000000000e1',
    outcome: 'sent',
    pages: 1,
    pdf: 'd'.repeat(64),
  },
  proposePosting: {
    posting: staffPostingSchema.parse({
      postingId: 'posting-new',
      personId: 'person-new',
      staffNumber: 'G1009',
      name: '管新来',
      role: 'clerk',
      organisationId: organisations.street,
      unitId: organisations.civil,
      from: '2026-10-01',
      to: null,
    }),
    reason: '派驻综合窗口。',
  },
  reviewPosting: { outcome: 'approved', reason: '同意派驻。' },
  proposeMatters: {
    matters: [matter({ version: 2, effectiveFrom: '2026-10-01' })],
    reason: '压缩办理时限。',
  },
  reviewMatters: { outcome: 'approved', reason: '同意。' },
  setLocalFacts: {
    organisationId: organisations.street,
    matterCode: null,
    hours: '周一至周五9:00—17:00',
    phone: '0371-0000 0000',
    place: '一楼大厅',
  },
  publishCalendarYear: {
    year: '2027',
    off: [day('2027-01-01'), day('2027-01-02'), day('2027-01-03')],
    worked: [],
    notice: '国办发明电〔2026〕9号',
  },
  approveInstallation: {},
  revokeInstallation: { reason: '电脑报废。' },
  disposeQuarantined: { outcome: 'released', reason: '任职当天办理，核实无误。' },
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
