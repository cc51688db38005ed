import { describe, expect, it } from 'vitest';
import {
  actor,
  beijing,
  counter3,
  day,
  departmentDesk,
  facts,
  give,
  organisations,
  otherStreet,
} from '../../tests/support/domain.ts';
import type { Place } from '../decider.ts';
import { roleSchema, type StaffPosting, staffPostingSchema } from '../organisation/staff.ts';
import { type CommandName, commandSchemas } from '../subjects.ts';
import { type ActorRole, actorOf, authorityDays } from './authority.ts';
import { mayGive } from './may-give.ts';

const roles: readonly ActorRole[] = [...roleSchema.options, 'kiosk', 'citizen'];
const commands = Object.values(commandSchemas).flatMap((each) => Object.keys(each)) as CommandName[];

/** As the hall's rules say it; `src-shared/identity/may-give.ts` has to say the same. */
const atCounter: readonly ActorRole[] = ['clerk', 'agent'];
const rules: Readonly<Record<CommandName, readonly ActorRole[]>> = {
  issueTicket: ['kiosk', 'greeter', ...atCounter, 'hallManager'],
  callTicket: atCounter,
  recallTicket: atCounter,
  missTicket: atCounter,
  arriveTicket: atCounter,
  returnTicket: [...atCounter, 'greeter', 'hallManager'],
  parkTicket: atCounter,
  transferTicket: atCounter,
  finishTicket: atCounter,
  changeLane: [...atCounter, 'greeter', 'hallManager'],
  // Somebody goes before all others on the word of whoever runs the hall, and of nobody else.
  putTicketFirst: ['hallManager'],
  // Cores among themselves, for whoever waits.
  handOverTicket: ['kiosk'],
  takeOverTicket: ['kiosk'],
  presentTicket: atCounter,
  // The hall's own affairs: how they are called is the manager's, their own counter the clerk's.
  openHallDay: [...atCounter, 'greeter', 'hallManager'],
  setLaneWeights: ['hallManager'],
  closeCategory: ['hallManager'],
  openCategory: ['hallManager'],
  setNotice: ['greeter', 'hallManager'],
  setRoster: ['hallManager'],
  pauseCounter: [...atCounter, 'hallManager'],
  resumeCounter: [...atCounter, 'hallManager'],
  setAutoCall: [...atCounter, 'hallManager'],
  raiseAlarm: [...atCounter, 'greeter', 'hallManager'],
  settleAlarm: [...atCounter, 'greeter', 'hallManager'],
  makeBooking: [...atCounter, 'greeter', 'hallManager'],
  cancelBooking: [...atCounter, 'greeter', 'hallManager'],
  keepBooking: ['kiosk', ...atCounter, 'greeter', 'hallManager'],
  openVisit: atCounter,
  parkVisit: atCounter,
  resumeVisit: atCounter,
  // The exception to the counter: its two approvals lie in two lines, and with no clerk.
  declareOutside: atCounter,
  approveOutside: ['chiefRepresentative', 'hallManager'],
  // Nobody confirms for the citizen.
  confirmEntries: ['citizen'],
  closeVisit: atCounter,
  receiveCase: atCounter,
  acceptCase: atCounter,
  giveOneTimeNotice: atCounter,
  supplementCase: atCounter,
  refuseAcceptance: atCounter,
  supplyOwed: atCounter,
  // 审核人员 prepare and clerks take in; who of them signs needs a dated grant, which the case's rules ask for.
  signOffCase: ['chiefRepresentative', 'reviewer', 'clerk'],
  assignCase: ['reviewer', 'chiefRepresentative'],
  draftDecision: ['reviewer', 'chiefRepresentative'],
  returnForReview: ['chiefRepresentative'],
  requestCorrection: ['reviewer', 'chiefRepresentative'],
  askDepartment: ['reviewer', 'chiefRepresentative'],
  answerInquiry: ['reviewer', 'chiefRepresentative'],
  startProcedure: ['reviewer', 'chiefRepresentative'],
  endProcedure: ['reviewer', 'chiefRepresentative'],
  dropProcedure: ['reviewer', 'chiefRepresentative'],
  requestExtension: ['reviewer', 'chiefRepresentative'],
  // As a sign-off: who of them approves needs a dated grant.
  extendCase: ['reviewer', 'chiefRepresentative'],
  rejectExtension: ['reviewer', 'chiefRepresentative'],
  addAttachments: ['agent', 'clerk'],
  handOverPapers: ['agent', 'chiefRepresentative', 'clerk', 'reviewer'],
  takeOverPapers: ['agent', 'chiefRepresentative', 'clerk', 'reviewer'],
  cancelHandOver: ['agent', 'chiefRepresentative', 'clerk', 'reviewer'],
  takeOutPapers: ['agent', 'chiefRepresentative', 'clerk'],
  bringBackPapers: ['agent', 'chiefRepresentative', 'clerk', 'reviewer'],
  issueResult: atCounter,
  tellApplicant: atCounter,
  postResult: atCounter,
  returnPost: atCounter,
  deliverResult: atCounter,
  revokeCertificate: ['chiefRepresentative'],
  // Nobody of the staff rates a service.
  rateCase: ['citizen'],
  followUpRating: ['hallManager'],
  closeVolume: atCounter,
  handToArchive: atCounter,
  correctCase: atCounter,
  withdrawCase: atCounter,
  terminateCase: [...atCounter, 'chiefRepresentative'],
  mergeCases: atCounter,
  requestVoid: [...atCounter, 'hallManager'],
  // A second person: never the agent of a station, who sits there alone.
  confirmVoid: ['clerk', 'hallManager'],
  rejectVoid: [...atCounter, 'hallManager'],
  undoStep: atCounter,
  printDocument: [...atCounter, 'chiefRepresentative', 'reviewer'],
  settlePrint: [...atCounter, 'chiefRepresentative', 'reviewer'],
  proposePosting: ['systemAdmin', 'chiefRepresentative', 'hallManager'],
  reviewPosting: ['hallManager', 'chiefRepresentative', 'systemAdmin'],
  proposeMatters: ['chiefRepresentative', 'systemAdmin'],
  reviewMatters: ['chiefRepresentative', 'reviewer'],
  publishCalendarYear: ['systemAdmin'],
  setLocalFacts: ['hallManager', 'systemAdmin'],
  approveInstallation: ['systemAdmin'],
  revokeInstallation: ['systemAdmin', 'securityAdmin'],
  // Nobody who takes cases in decides what becomes of a step that was held back.
  disposeQuarantined: ['securityAdmin'],
};

describe('who may give what', () => {
  it.each(commands.flatMap((command) => roles.map((role) => ({ command, role }))))(
    '$command by $role',
    ({ command, role }) => {
      const may = rules[command].includes(role);
      expect(mayGive(role, command)).toBe(may);
      const outcome = give(null, command, facts({ actor: actor(role) }));
      const refused = outcome.kind === 'refused' && outcome.refusal.code === 'notAuthorised';
      expect(refused).toBe(!may);
      if (refused) {
        expect(outcome.refusal.message).toBe('您的岗位没有这项权限，请换由有权限的同事办理。');
      }
    },
  );

  it('system, security and audit stay in three hands, none of which touches a case', () => {
    const of = (role: ActorRole) => commands.filter((command) => mayGive(role, command));
    expect(of('systemAdmin')).toEqual([
      'proposePosting',
      'reviewPosting',
      'proposeMatters',
      'publishCalendarYear',
      'setLocalFacts',
      'approveInstallation',
      'revokeInstallation',
    ]);
    expect(of('securityAdmin')).toEqual(['revokeInstallation', 'disposeQuarantined']);
    expect(of('auditor')).toEqual([]);
    // Whoever watches over the others changes nothing.
    expect(of('supervisor')).toEqual([]);
  });
});

describe('who stands behind a command', () => {
  const posting = (changes: Partial<Record<keyof StaffPosting, unknown>> = {}): StaffPosting =>
    staffPostingSchema.parse({
      postingId: 'posting-1',
      personId: 'person-1',
      staffNumber: 'G1001',
      name: '管小窗',
      role: 'clerk',
      organisationId: organisations.street,
      from: '2026-01-01',
      to: '2026-09-30',
      ...changes,
    });
  const of = (
    command: { actorId: string; postingId: string | null; channel: string },
    on = '2026-09-22',
    place: Place = counter3,
  ) => actorOf(command, posting(), place, day(on));
  const command = { actorId: 'person-1', postingId: 'posting-1', channel: 'counter' };

  it('is the person in the posting that they held on that day', () => {
    expect(of(command)).toEqual({
      actorId: 'person-1',
      postingId: 'posting-1',
      role: 'clerk',
      organisationId: organisations.street,
    });
    expect(of(command, '2026-09-30')).not.toBeNull();
  });

  it('is nobody before the posting began, after it ended, or in somebody else’s', () => {
    expect(of(command, '2025-12-31')).toBeNull();
    expect(of(command, '2026-10-01')).toBeNull();
    expect(of({ ...command, actorId: 'person-2' })).toBeNull();
    expect(of({ ...command, postingId: 'posting-2' })).toBeNull();
    expect(actorOf(command, undefined, counter3, day('2026-09-22'))).toBeNull();
  });

  it('is the citizen at kiosk and citizen screen, and nobody else without a posting', () => {
    const nobody = { actorId: 'x', postingId: null };
    expect(of({ ...nobody, channel: 'kiosk' })).toMatchObject({
      role: 'kiosk',
      organisationId: counter3.organisationId,
    });
    expect(of({ ...nobody, channel: 'citizenScreen' })?.role).toBe('citizen');
    expect(of({ ...nobody, channel: 'counter' })).toBeNull();
    expect(of({ ...nobody, channel: 'department' })).toBeNull();
  });

  it('is staff at a desk of theirs only: at the citizen’s places nobody acts by a posting', () => {
    for (const channel of ['kiosk', 'citizenScreen', 'department'])
      expect(of({ ...command, channel })).toBeNull();
    expect(of(command, '2026-09-22', departmentDesk)).toBeNull();
    // A desk of another office is none of theirs either.
    expect(of({ ...command, channel: 'department' }, '2026-09-22', departmentDesk)).toBeNull();
    expect(of(command, '2026-09-22', otherStreet)).toBeNull();
    const office: Place = { ...departmentDesk, kind: 'office' };
    expect(of({ ...command, channel: 'office' }, '2026-09-22', office)).not.toBeNull();
  });

  it('is in the hall’s back office its staff and whoever a kiosk asks for, and never a citizen', () => {
    const backOffice: Place = { ...counter3, kind: 'backOffice', counterId: null };
    const at = (changes: { postingId?: null; channel?: string }) =>
      of({ ...command, ...changes }, '2026-09-22', backOffice)?.role;
    expect(at({})).toBe('clerk');
    expect(at({ postingId: null, channel: 'kiosk' })).toBe('kiosk');
    expect(at({ postingId: null, channel: 'citizenScreen' })).toBeUndefined();
    expect(at({ channel: 'backOffice' })).toBeUndefined();
  });

  it('is nobody without a posting where there is no counter', () => {
    const atKiosk = { actorId: 'x', postingId: null, channel: 'kiosk' };
    for (const kind of ['department', 'office'] as const)
      expect(of(atKiosk, '2026-09-22', { ...departmentDesk, kind })).toBeNull();
  });
});

describe('the days on which the posting behind an act must hold', () => {
  const lastDay = '2026-09-30';
  /** Captured at four in the afternoon of the last day; handed in on the morning after. */
  const evening = (notAfter: string, capturedAt = beijing(`${lastDay} 16:00`)) => ({
    capturedAt,
    notBefore: beijing(`${lastDay} 08:30`),
    notAfter: beijing(notAfter),
    uploadedAt: beijing('2026-10-01 08:30'),
  });
  const receiving = { name: 'receiveCase', channel: 'counter' } as const;
  const signingOff = { name: 'signOffCase', channel: 'department' } as const;

  it('are that of the act, not that of its upload', () => {
    expect(authorityDays(receiving, evening(`${lastDay} 16:00`))).toEqual([lastDay]);
    expect(new Set(authorityDays(signingOff, evening(`${lastDay} 16:00`)))).toEqual(new Set([lastDay]));
  });

  it('are the last one possible too for what decides: nobody signs off yesterday', () => {
    const unsure = evening('2026-10-01 08:30');
    expect(authorityDays(signingOff, unsure)).toEqual([lastDay, '2026-10-01']);
    expect(authorityDays({ name: 'revokeInstallation', channel: 'office' }, unsure)).toContain('2026-10-01');
    // The applicant stood at the counter, whichever evening it was.
    expect(authorityDays(receiving, unsure)).toEqual([lastDay]);
  });

  it('cannot be chosen by a clock that was set back behind what the district had said', () => {
    const setBack = evening('2026-10-02 09:00', beijing('2026-09-29 10:00'));
    expect(authorityDays(receiving, { ...setBack, notBefore: beijing('2026-10-01 08:30') })).toEqual([
      '2026-10-01',
    ]);
  });
});
