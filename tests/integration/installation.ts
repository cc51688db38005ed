import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { v7 as uuidv7 } from 'uuid';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import {
  districtContract,
  type EnrolInput,
  type Enrolment,
  type PushInput,
  type PushOutput,
} from '#shared/contracts/district.ts';
import { protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import { enrolmentText } from '#shared/identity/enrolment.ts';
import type { CommandArgs, CommandName } from '#shared/subjects.ts';
import { batchText } from '#shared/sync/batch.ts';
import {
  chainStart,
  type Envelope,
  hashArgs,
  hashCommand,
  personSignatureText,
} from '#shared/sync/command.ts';
import { answerWhenFree } from '../../src-main/core/identity/district-answer.ts';
import type { Database } from '../../src-server/database/database.ts';
import { sunkMatter } from './district.ts';

export type DistrictClient = ContractRouterClient<typeof districtContract>;

/** The real client of the contract over HTTP. `token` is asked for at each request. */
export const districtClient = (url: string, token: () => string | null): DistrictClient =>
  createORPCClient(
    new OpenAPILink(districtContract, {
      url,
      headers: () => {
        const held = token();
        return held === null ? {} : { authorization: `Bearer ${held}` };
      },
    }),
  );

/** An Ed25519 key pair as an installation makes it: the private key never leaves. */
export function makeKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey };
}
export type Keys = ReturnType<typeof makeKeys>;

type Who = Pick<Envelope, 'actorId' | 'postingId' | 'channel'>;
export const clerk: Who = { actorId: 'zhang', postingId: 'p-clerk', channel: 'counter' };
export const chief: Who = { actorId: 'li', postingId: 'p-chief', channel: 'department' };
export const manager: Who = { actorId: 'wang', postingId: 'p-manager', channel: 'counter' };
export const kiosk: Who = { actorId: 'kiosk', postingId: null, channel: 'kiosk' };
export const citizen: Who = { actorId: 'citizen', postingId: null, channel: 'citizenScreen' };

/** An enrolled installation that acts as a real client does: key, chain, signature. */
export interface TestInstallation {
  enrolment: Enrolment;
  client: DistrictClient;
  /** Gives a command: it takes the next place in the chain; with a person's key, it bears their signature. */
  give<Name extends CommandName>(
    name: Name,
    id: string,
    args: CommandArgs<Name>,
    who?: Who,
    changes?: Partial<Envelope>,
    person?: Keys,
  ): Envelope;
  /** Sends commands as one signed batch; `changes` are made before signing. */
  push(commands: Record<string, unknown>[], changes?: Partial<PushInput>): Promise<PushOutput>;
  /** Signs without sending. */
  batchOf(commands: Record<string, unknown>[], changes?: Partial<PushInput>): PushInput;
}

const subjectOf = (name: CommandName): Envelope['subject']['kind'] =>
  name.includes('Ticket')
    ? 'ticket'
    : name.includes('Visit') || name === 'confirmEntries'
      ? 'visit'
      : 'caseFile';

const signed = (text: string, { privateKey }: Keys): string =>
  `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`;

/** What a machine sends to enrol. */
export function enrolRequest(
  code: string,
  keys: Keys = makeKeys(),
  {
    former,
    ...changes
  }: Omit<Partial<EnrolInput>, 'former'> & { former?: { installationId: string; keys: Keys } } = {},
): EnrolInput {
  const nonce = randomUUID();
  const text = enrolmentText({ code, nonce, publicKey: keys.publicKey });
  return {
    ...{ code, publicKey: keys.publicKey, appVersion: '0.1.0', machineName: 'PC-TEST' },
    proof: { nonce, signature: signed(text, keys) },
    former:
      former === undefined
        ? null
        : { installationId: former.installationId, signature: signed(text, former.keys) },
    ...changes,
  };
}

/** Enrols with a code; throws where it is refused. */
export async function enrolInstallation(
  url: string,
  code: string,
  keys: Keys = makeKeys(),
  changes: Parameters<typeof enrolRequest>[2] = {},
): Promise<TestInstallation> {
  let token: string | null = null;
  const client = districtClient(url, () => token);
  const answer = await answerWhenFree(() => client.enrol(enrolRequest(code, keys, changes)));
  if (answer.kind === 'refused') throw new Error(answer.refusal.code);
  const { enrolment } = answer;
  token = enrolment.token;
  const bootId = randomUUID();
  let last = { seq: 0, hash: chainStart };

  const batchOf = (commands: Record<string, unknown>[], changes: Partial<PushInput> = {}): PushInput => {
    const [first, final] = [commands[0], commands.at(-1)] as unknown as [Envelope, Envelope];
    const input = {
      protocolVersion,
      schemaVersion,
      appVersion: '0.1.0',
      instanceId: enrolment.instanceId,
      commands,
      sent: { monotonicMs: 60_000, bootId },
      ...changes,
    };
    const text = batchText({
      instanceId: input.instanceId,
      firstSeq: first.seq,
      lastHash: hashCommand(final),
      sentMonotonicMs: input.sent.monotonicMs,
      sentBootId: input.sent.bootId,
    });
    return { signature: signed(text, keys), ...input };
  };
  return {
    enrolment,
    client,
    batchOf,
    push: (commands, changes) => client.push(batchOf(commands, changes)),
    give(name, id, args, who = clerk, changes = {}, person) {
      const act: Envelope = {
        commandId: uuidv7(),
        seq: last.seq + 1,
        name,
        subject: { kind: subjectOf(name), id },
        args,
        argsHash: hashArgs(args),
        prevHash: last.hash,
        baseRevision: 0,
        ...who,
        counterId: enrolment.counterId,
        sessionId: null,
        authMode: 'online',
        matterVersion: null,
        calendarVersion: null,
        capturedAt: new Date().toISOString() as Instant,
        lastServerTime: enrolment.serverTime,
        monotonicMs: 30_000,
        lastServerMonotonicMs: 0,
        bootId,
        ...changes,
      };
      const envelope = person ? { ...act, personSignature: signed(personSignatureText(act), person) } : act;
      last = { seq: envelope.seq, hash: hashCommand(envelope) };
      return envelope;
    },
  };
}

let serial = 0;

/** What a clerk takes in for the sunk matter, complete. */
export function receipt({ enrolment }: TestInstallation, applicant = '赵小明'): CommandArgs<'receiveCase'> {
  serial += 1;
  return {
    caseNumber: formatCaseNumber({
      areaCode: enrolment.areaCode,
      date: '2026-09-22' as BeijingDate,
      series: enrolment.series,
      serial,
    }),
    visitId: uuidv7(),
    ...sunkMatter,
    situations: [],
    agent: null,
    attachments: [],
    applicant: {
      salt: 'sixteen-characters-of-salt',
      personal: {
        kind: 'person',
        name: applicant,
        idNumber: '410104199001011234',
        phone: '13800001234',
        address: '航海东路1号',
        source: 'card',
      },
    },
    materials: [{ materialId: 'id-card', name: '居民身份证', form: 'originalAndCopy', copies: 1 }],
    serviceMode: 'counter',
    confirmation: null,
  };
}

export { uuidv7 };

/** What became of each command of a batch: its outcome, or the code of its refusal. */
export const outcomes = (output: PushOutput) =>
  output.kind === 'taken'
    ? output.results.map((result) => result.refusal?.code ?? result.outcome)
    : output.kind;

/** What the district holds back of an installation, in its order. */
export async function quarantined({ pool }: Pick<Database, 'pool'>, { enrolment }: TestInstallation) {
  const { rows } = await pool.query<{ seq: number; reason: string }>(
    `select (state ->> 'seq')::int as seq, state ->> 'reason' as reason from quarantine_item
     where state ->> 'installationId' = $1 order by seq`,
    [enrolment.installationId],
  );
  return rows;
}
