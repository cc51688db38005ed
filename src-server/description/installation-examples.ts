import type { districtContract } from '#shared/contracts/district.ts';
import type { Example } from './examples.ts';

const installationId = '0199a000-0000-7000-8000-000000000101';
const instanceId = '0b8a4a0e-93b2-4b80-9c7d-6f1d6b9c3a11';
const epoch = '3b0c6f0a-58a5-4e0f-9a0d-6a3f2f9f5a10';
const serverTime = '2026-09-22T01:05:00.000Z';
const cookie = `${epoch}:48211:0199a000-0000-7000-8000-000000000001`;
/** Of the right form, and nobody's. */
const publicKey = 'MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const signature = `ed25519:${'A'.repeat(86)}==`;
const sealedKey =
  'scrypt-aes256gcm$32768,8,1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA==';
const hash = `sha256:${'0'.repeat(64)}`;
const runId = '9c1f6f0e-44c5-4a43-8b50-1b6c1f1a2b3c';

const posting = {
  ...{ postingId: 'posting-g1001', personId: 'person-g1001', staffNumber: 'G1001', name: '管小窗' },
  ...{ role: 'clerk', organisationId: 'hanghai', unitId: null, certificate: null, experiencedSince: null },
  ...{ grants: [], from: '2026-01-01', to: null },
};
const command = {
  ...{ commandId: '0199a000-0000-7000-8000-0000000000c1', seq: 1, name: 'acceptCase', args: {} },
  subject: { kind: 'caseFile', id: '0199a000-0000-7000-8000-000000000001' },
  ...{ argsHash: hash, prevHash: hash, baseRevision: 1, actorId: 'person-g1001', postingId: 'posting-g1001' },
  ...{ counterId: 'hanghai-3', sessionId: null, authMode: 'online', channel: 'counter', matterVersion: null },
  ...{ calendarVersion: '2026', capturedAt: serverTime, lastServerTime: serverTime, monotonicMs: 60_000 },
  ...{ lastServerMonotonicMs: 59_000, bootId: 'boot-1' },
};
const registerEntry = {
  ...{ number: '管民救〔2026〕00809220010001号', name: '临时救助证', materialId: null },
  ...{ holderName: '豫小满', holderIsOrganisation: false, departmentName: '管城回族区民政局' },
  ...{ from: '2026-09-28', until: '2027-09-27', status: 'valid' },
};
const file = (direction: 'up' | 'down') => ({
  ...{ format: 'yichuang carried', version: 1, direction, id: instanceId },
  ...{ key: 'MCowBQYDK2VuAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', sealed: 'AAAA' },
});
const clientId = '2d9a5e0c-3f67-4c1e-9f0b-5a1f7e2c4b60';
const unmasking = {
  ...{ seq: 1, at: serverTime, actorId: 'person-g1001', place: 'desk', prevHash: hash },
  subject: { kind: 'caseFile', id: '0199a000-0000-7000-8000-000000000001' },
};

/** What the district's own machines say; of the right form, since real signatures would be nobody's either. */
export const installationExamples: Record<keyof typeof districtContract, Example> = {
  enrol: {
    input: {
      ...{ code: 'DEMO-HANGHAI-3', publicKey, appVersion: '0.1.0', machineName: 'PC-HANGHAI-3' },
      ...{ seat: null, former: null, proof: { nonce: '6f1d6b9c3a11-0b8a4a0e', signature } },
    },
    output: {
      kind: 'done',
      enrolment: {
        ...{ installationId, instanceId, token: 'the-token-of-this-machine', kind: 'counter' },
        ...{
          counterId: 'hanghai-3',
          organisationId: 'hanghai',
          hallId: 'hanghai-hall',
          areaCode: '410104008',
        },
        ...{ series: '001', formerSeries: [], epoch, serverTime, districtKey: publicKey },
      },
    },
  },
  signIn: {
    input: { staffNumber: 'G1001', password: 'demo-G1001' },
    output: {
      ...{ kind: 'done', posting, serverTime, districtKey: publicKey },
      pass: {
        ...{ kind: 'yichuang pass', district: hash, personId: 'person-g1001', staffNumber: 'G1001' },
        ...{ name: '管小窗', publicKey, sealedKey, issuedAt: serverTime, signature },
        validUntil: '2026-09-29T01:05:00.000Z',
      },
    },
  },
  push: {
    input: {
      ...{ protocolVersion: 3, schemaVersion: 4, appVersion: '0.1.0', instanceId, commands: [command] },
      ...{ sent: { monotonicMs: 61_000, bootId: 'boot-1' }, runId, signature },
    },
    output: {
      ...{ kind: 'taken', epoch, serverTime },
      results: [
        { seq: 1, commandId: command.commandId, outcome: 'applied', refusal: null, stampedAt: serverTime },
      ],
    },
  },
  pull: {
    input: { protocolVersion: 3, cookie, referenceVersion: hash, staffVersion: hash, runId },
    output: {
      ...{ epoch, serverTime, cookie, lastSeq: 1, more: false, results: [] },
      changes: [{ kind: 'caseFile', id: command.subject.id, revision: 2, state: { id: command.subject.id } }],
      ...{ districtKey: publicKey, reference: null, staff: null, hall: null },
    },
  },
  carry: { input: { file: file('up') }, output: { kind: 'done', file: file('down') } },
  wakeUps: { input: null, output: { serverTime } },
  claimPrint: {
    input: { jobId: instanceId, certificateId: registerEntry.number },
    output: { kind: 'done' },
  },
  certificatesOf: { input: { idNumber: '41010419900321998X' }, output: { entries: [registerEntry] } },
  renewalsDue: { input: { days: 30 }, output: { entries: [registerEntry] } },
  personKeys: { input: { personId: 'person-g1001' }, output: { keys: [publicKey] } },
  blobArrivals: { input: { hashes: ['0'.repeat(64)] }, output: { arrived: ['0'.repeat(64)] } },
  handInUnmaskings: {
    input: { unmaskings: [unmasking], lastHash: hash, signature },
    output: { kind: 'taken', last: { seq: 1, hash } },
  },
  unmaskings: {
    input: { postingId: 'posting-g1006', actorIds: null, caseNumber: null, before: null },
    output: {
      ...{ kind: 'done', more: false, alarms: [] },
      rows: [
        {
          ...{ id: '1', at: serverTime, arrivedAt: serverTime, actorId: 'person-g1001', kind: 'caseFile' },
          ...{ subjectId: command.subject.id, caseNumber: '4101040082026092200100010', place: 'desk' },
          installationId,
        },
      ],
    },
  },
  interfaceLog: {
    input: { postingId: 'posting-g1007' },
    output: {
      kind: 'done',
      clients: [
        {
          ...{ id: clientId, name: '省一体化平台', departments: null, matters: null, clear: false },
          ...{ since: serverTime, state: 'active', lastCallAt: serverTime },
        },
      ],
      subscriptions: [
        {
          ...{ id: instanceId, clientId, url: 'https://platform.example.invalid/yichuang' },
          ...{ events: ['case.progress'], createdAt: serverTime, paused: false, waiting: 0, givenUp: 1 },
        },
      ],
      failures: [
        {
          ...{ id: '7', direction: 'out', at: serverTime, clientId, what: 'case.progress', status: 503 },
          ...{ subject: '4101040082026092200100010', fault: 'status', ms: 41 },
          message: { id: runId, state: 'givenUp', nextAt: serverTime, tries: 78, paused: false },
        },
      ],
      hours: [{ from: '2026-09-22T01:00:00.000Z', in: 120, inFailed: 1, out: 40, outFailed: 3 }],
      acts: [{ at: serverTime, by: 'posting-g1007', act: 'pause', target: clientId, reason: '对方检修。' }],
    },
  },
  steerInterface: {
    input: {
      ...{ postingId: 'posting-g1007', act: 'redeliver', reason: '' },
      target: { kind: 'message', id: runId },
    },
    output: { kind: 'done' },
  },
};
