import { describe, expect, it } from 'vitest';
import {
  actor,
  counter3,
  day,
  departmentDesk,
  facts,
  give,
  organisations,
} from '../../tests/support/domain.ts';
import type { Place } from '../decider.ts';
import { roleSchema, type StaffPosting, staffPostingSchema } from '../organisation/staff.ts';
import { type CommandName, commandSchemas } from '../subjects.ts';
import { type ActorRole, actorOf, mayGive } from './authority.ts';

const roles: readonly ActorRole[] = [...roleSchema.options, 'kiosk', 'citizen'];
const commands = Object.values(commandSchemas).flatMap((each) => Object.keys(each)) as CommandName[];

/** As the hall's rules say it; `src-shared/identity/authority.ts` has to say the same. */
const atCounter: readonly ActorRole[] = ['clerk', 'agent'];
const rules: Readonly<Record<CommandName, readonly ActorRole[]>> = {
  issueTicket: ['kiosk', 'greeter', 'clerk', 'hallManager'],
  callTicket: atCounter,
  recallTicket: atCounter,
  missTicket: atCounter,
  arriveTicket: atCounter,
  openVisit: atCounter,
  // Nobody confirms for the citizen.
  confirmEntries: ['citizen'],
  closeVisit: atCounter,
  receiveCase: atCounter,
  acceptCase: atCounter,
  // 审核人员 prepare; only the chief representative decides.
  signOffCase: ['chiefRepresentative'],
  issueResult: atCounter,
  deliverResult: atCounter,
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
    for (const role of ['systemAdmin', 'securityAdmin', 'auditor'] as const) {
      expect(commands.filter((command) => mayGive(role, command))).toEqual([]);
    }
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
    expect(of({ ...command, channel: 'department' }, '2026-09-22', departmentDesk)).not.toBeNull();
    expect(of(command, '2026-09-22', departmentDesk)).toBeNull();
  });

  it('is nobody without a posting where there is no counter', () => {
    const atKiosk = { actorId: 'x', postingId: null, channel: 'kiosk' };
    expect(of(atKiosk, '2026-09-22', departmentDesk)).toBeNull();
  });
});
