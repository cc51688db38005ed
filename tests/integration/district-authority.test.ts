import { beforeAll, describe, expect, it } from 'vitest';
import { districtContract } from '#shared/contracts/district.ts';
import type { ActorRole } from '#shared/identity/authority.ts';
import { districtProcedures } from '#shared/identity/may-call.ts';
import { mayGive } from '#shared/identity/may-give.ts';
import { roleSchema } from '#shared/organisation/staff.ts';
import { type CommandArgs, type CommandName, commandSchemas } from '#shared/subjects.ts';
import { type Envelope, type SubjectKind, signedCommands } from '#shared/sync/command.ts';
import { args } from '../support/domain.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, type TestInstallation, uuidv7 } from './installation.ts';

/** Somebody in every role, posted to the same street, so that nothing but the role decides. */
const staff = roleSchema.options.map((role, index) => ({
  postingId: `posting-${role}`,
  personId: `person-${role}`,
  staffNumber: `R${1000 + index}`,
  name: `测试${index}`,
  role,
  organisationId: 'hanghai',
  unitId: null,
  certificate: null,
  experiencedSince: null,
  from: '2026-01-01',
  to: null,
}));

let district: TestDistrict;
let counter: TestInstallation;
const tokens: Record<string, string | null> = { nobody: null };

beforeAll(async () => {
  const office = { kind: 'office', counterId: null, organisationId: 'guancheng', hallId: null } as const;
  const file = {
    ...districtFile,
    staff: [...districtFile.staff, ...staff],
    enrolmentCodes: [
      ...districtFile.enrolmentCodes,
      { ...office, code: 'CODE-OFFICE', areaCode: '410104000' },
    ],
  };
  district = await startDistrict(file as unknown as typeof districtFile);
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  tokens.counter = counter.enrolment.token;
  tokens.department = (await enrolInstallation(district.url, 'CODE-CIVIL')).enrolment.token;
  tokens.office = (await enrolInstallation(district.url, 'CODE-OFFICE')).enrolment.token;
  const revoked = await enrolInstallation(district.url, 'CODE-MARKET');
  tokens.revoked = revoked.enrolment.token;
  await district.db.queries
    .updateTable('installation')
    .set({ revoked_at: new Date() })
    .where('id', '=', revoked.enrolment.installationId)
    .execute();
  tokens.foreign = 'a-token-that-this-district-never-gave';
});

describe('the district', () => {
  const standing = {
    nobody: ['anyone'],
    foreign: ['anyone'],
    revoked: ['anyone', 'enrolled'],
    counter: ['anyone', 'enrolled', 'inGoodStanding'],
    department: ['anyone', 'enrolled', 'inGoodStanding'],
    office: ['anyone', 'enrolled', 'inGoodStanding'],
  };

  it.each(Object.entries(standing))('lets %s call exactly what the table says', async (who, may) => {
    for (const [name, procedure] of Object.entries(districtContract)) {
      const { method = 'POST', path = '' } = procedure['~orpc'].route;
      const token = tokens[who];
      const ending = new AbortController();
      const response = await fetch(`${district.url}${path}`, {
        method,
        signal: ending.signal,
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        // Of a form that nobody takes: whoever is let in is told 400, whoever is not never gets that far.
        ...(method === 'GET' ? {} : { body: '{"not":"an input"}' }),
      });
      ending.abort();
      const access = districtProcedures[name as keyof typeof districtProcedures];
      const open = may.includes(access);
      const turnedAway = who === 'revoked' ? 403 : 401;
      const letIn = method === 'GET' ? 200 : 400;
      expect([name, response.status]).toEqual([name, open ? letIn : turnedAway]);
    }
  });

  it('decides every command of every role by the same table as the counter', async () => {
    const kinds = Object.entries(commandSchemas) as [SubjectKind, Record<string, unknown>][];
    const commands = kinds.flatMap(([kind, schemas]) =>
      Object.keys(schemas).map((name) => ({ kind, name: name as CommandName })),
    );
    const roles: readonly ActorRole[] = [...roleSchema.options, 'kiosk', 'citizen'];
    const given: { role: ActorRole; name: CommandName; envelope: Envelope }[] = [];
    for (const role of roles) {
      const posting = staff.find((each) => each.role === role);
      const channel = role === 'kiosk' ? 'kiosk' : role === 'citizen' ? 'citizenScreen' : 'counter';
      const who = {
        actorId: posting?.personId ?? role,
        postingId: posting?.postingId ?? null,
        channel,
      } as const;
      for (const { kind, name } of commands) {
        const id = uuidv7();
        const given1 = counter.give(name, id, args[name] as CommandArgs<typeof name>, who, {
          subject: { kind, id },
        });
        given.push({ role, name, envelope: given1 });
      }
    }
    const seen: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (let at = 0; at < given.length; at += 100) {
      const part = given.slice(at, at + 100);
      const answer = await counter.push(part.map(({ envelope }) => envelope));
      if (answer.kind !== 'taken') throw new Error(answer.kind);
      for (const [index, { role, name }] of part.entries()) {
        const result = answer.results[index];
        const refusedByRole = result?.refusal?.code === 'notAuthorised';
        // Without its signature a command of these is held back before anybody asks for the role.
        const unsigned = signedCommands.includes(name) && result?.outcome === 'quarantined';
        seen[`${name} by ${role}`] = refusedByRole || (unsigned && !mayGive(role, name)) ? 'closed' : 'open';
        expected[`${name} by ${role}`] = mayGive(role, name) ? 'open' : 'closed';
      }
    }
    expect(seen).toEqual(expected);
    expect(Object.keys(seen)).toHaveLength(roles.length * commands.length);
  });
});
