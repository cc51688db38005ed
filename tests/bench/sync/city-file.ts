import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import { type BeijingDate, type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import type { PushInput } from '#shared/contracts/district.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import { batchText } from '#shared/sync/batch.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import { chainStart, type Envelope, hashArgs, hashCommand } from '#shared/sync/command.ts';
import { demoImport, newCodes } from '../../../src-main/demo/district-import.ts';

/** So many counters stand in each office of the measured city. */
export const countersPerOffice = 20;

/** The demo's district with as many street offices as are wanted, twenty counters each and a clerk for all of them. */
export function cityFile(offices: number): DistrictImport {
  const file = demoImport(newCodes());
  const { reference } = file;
  const [hall] = reference.halls;
  const street = reference.organisations.find(({ id }) => id === hall?.organisationId);
  const clerk = file.staff.find(({ staffNumber }) => staffNumber === 'G1001');
  if (hall === undefined || street === undefined || clerk === undefined)
    throw new Error('the demo has no hall');
  const each = <Made>(make: (office: number) => Made) =>
    Array.from({ length: offices }, (_, index) => make(index));
  return {
    ...file,
    passwords: [],
    enrolmentCodes: [],
    reference: {
      ...reference,
      organisations: [
        ...reference.organisations,
        ...each((office) => ({ ...street, id: officeId(office) }) as typeof street),
      ],
    },
    staff: [
      ...file.staff,
      ...each(
        (office) =>
          ({
            ...clerk,
            ...{
              postingId: `posting-${office}`,
              personId: `clerk-${office}`,
              staffNumber: `S${10_000 + office}`,
            },
            organisationId: officeId(office),
          }) as unknown as StaffPosting,
      ),
    ],
  };
}
export const officeId = (office: number) => `office-${office}`;

/** An installation of the city, as far as the line knows it. */
export interface CityInstallation {
  id: string;
  office: number;
  counterId: string;
  instanceId: string;
  areaCode: string;
  series: string;
  token: string;
  publicKey: string;
  privateKey: KeyObject;
}

export function cityInstallation(index: number): CityInstallation {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    ...{ id: uuidv7(), instanceId: uuidv7(), token: randomBytes(32).toString('base64url'), privateKey },
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    office: Math.floor(index / countersPerOffice),
    counterId: `counter-${index}`,
    areaCode: String(410_104_000 + Math.floor(index / 900)),
    series: String(1 + (index % 900)).padStart(3, '0'),
  };
}

/** Enters an installation as if it had enrolled: a thousand codes would take longer than what is measured. */
export async function enrolUnasked(database: pg.Client, each: CityInstallation): Promise<void> {
  await database.query(
    `insert into installation (id, kind, counter_id, organisation_id, hall_id, area_code, series, public_key, token_hash,
       instance_id, last_hash, enrolled_at, approved_at)
     values ($1, 'counter', $2, $3, null, $4, $5, $6, $7, $8, $9, now(), now())`,
    [
      ...[each.id, each.counterId, officeId(each.office), each.areaCode, each.series, each.publicKey],
      ...[digestOf(each.token), each.instanceId, chainStart],
    ],
  );
}

/**
 * An hour of a busy counter: ten cases taken in and accepted, given while the district was out of reach, as one signed
 * push.
 * @param first the number of the first case
 */
export function anHour(from: CityInstallation, matter: Matter, cases: number): PushInput {
  const bootId = randomUUID();
  let last = { seq: 0, hash: chainStart };
  const commands: Envelope[] = [];
  const give = (name: string, id: string, args: Record<string, unknown>) => {
    const envelope: Envelope = {
      ...{ commandId: uuidv7(), seq: last.seq + 1, name, subject: { kind: 'caseFile', id }, args },
      ...{ argsHash: hashArgs(args), prevHash: last.hash, baseRevision: 0 },
      ...{ actorId: `clerk-${from.office}`, postingId: `posting-${from.office}`, counterId: from.counterId },
      ...{ sessionId: null, authMode: 'offline', channel: 'counter' },
      ...{ matterVersion: matter.version, calendarVersion: null },
      capturedAt: new Date().toISOString() as Instant,
      lastServerTime: instantOfEpoch(Date.now() - 3_600_000),
      ...{ monotonicMs: 30_000, lastServerMonotonicMs: 0, bootId },
    };
    last = { seq: envelope.seq, hash: hashCommand(envelope) };
    commands.push(envelope);
  };
  for (let serial = 1; serial <= cases; serial += 1) {
    const id = uuidv7();
    give('receiveCase', id, {
      caseNumber: formatCaseNumber({ ...from, date: '2026-09-22' as BeijingDate, serial }),
      visitId: uuidv7(),
      ...{ matterCode: matter.code, matterVersion: matter.version },
      ...{ situations: [], agent: null, attachments: [], serviceMode: 'counter', confirmation: null },
      applicant: {
        salt: randomBytes(16).toString('hex'),
        personal: {
          ...{ kind: 'person', name: '豫小满', idNumber: '41010419900321998X', phone: '13812345678' },
          ...{ address: '河南省郑州市管城回族区清和里8号院', source: 'typed' },
        },
      },
      materials: matter.materials.map(({ id: materialId, name, form, copies }) => ({
        ...{ materialId, name, form, copies },
      })),
    });
    give('acceptCase', id, {});
  }
  const sent = { monotonicMs: 60_000, bootId };
  const text = batchText({
    ...{ instanceId: from.instanceId, firstSeq: 1, lastHash: last.hash },
    ...{ sentMonotonicMs: sent.monotonicMs, sentBootId: bootId },
  });
  return {
    ...{ protocolVersion, schemaVersion, appVersion: '0.1.0', instanceId: from.instanceId, commands, sent },
    signature: `ed25519:${sign(null, Buffer.from(text), from.privateKey).toString('base64')}`,
  };
}
