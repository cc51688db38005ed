import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Instant, instantSchema } from '#shared/clock/beijing.ts';
import {
  chainStart,
  type Envelope,
  hashArgs,
  hashCommand,
  personSignatureText,
} from '#shared/sync/command.ts';
import { signatureFault } from './person-key.ts';

const at = (text: string): Instant => instantSchema.parse(text);
const moment = at('2026-09-22T01:00:00.000Z');
const args = { outcome: 'approved', opinion: '同意。' };
const signOff: Envelope = {
  commandId: '0199a000-0000-7000-8000-000000000001',
  seq: 7,
  name: 'signOffCase',
  subject: { kind: 'caseFile', id: '0199a000-0000-7000-8000-000000000002' },
  args,
  argsHash: hashArgs(args),
  prevHash: chainStart,
  baseRevision: 2,
  actorId: 'person-1',
  postingId: 'posting-1',
  counterId: null,
  sessionId: null,
  authMode: 'online',
  channel: 'department',
  matterVersion: null,
  calendarVersion: null,
  capturedAt: moment,
  lastServerTime: null,
  monotonicMs: 0,
  lastServerMonotonicMs: null,
  bootId: 'boot',
};

function person() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    key: { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), until: null },
    signed: (envelope: Envelope): Envelope => ({
      ...envelope,
      personSignature: `ed25519:${sign(null, Buffer.from(personSignatureText(envelope)), privateKey).toString('base64')}`,
    }),
  };
}

describe('a sign-off', () => {
  const { key, signed } = person();

  it('counts with the signature of the person who gives it', () => {
    expect(signatureFault(signed(signOff), [key], moment)).toBeNull();
  });

  it('does not count without one, with another person’s, or with none known', () => {
    expect(signatureFault(signOff, [key], moment)).toBe('absent');
    expect(signatureFault(person().signed(signOff), [key], moment)).toBe('wrong');
    expect(signatureFault(signed(signOff), [], moment)).toBe('wrong');
  });

  it('cannot be altered afterwards', () => {
    const given = signed(signOff);
    const other = { ...args, outcome: 'rejected' };
    for (const changed of [
      { args: other, argsHash: hashArgs(other) },
      { subject: { kind: 'caseFile' as const, id: '0199a000-0000-7000-8000-000000000003' } },
      { commandId: '0199a000-0000-7000-8000-000000000004' },
      { actorId: 'person-2' },
    ]) {
      expect(signatureFault({ ...given, ...changed }, [key], moment)).toBe('wrong');
    }
  });

  it('goes along when its installation enrols anew and its chain begins again', () => {
    expect(
      signatureFault({ ...signed(signOff), seq: 1, prevHash: `sha256:${'1'.repeat(64)}` }, [key], moment),
    ).toBeNull();
  });

  it('is covered by the chain together with its signature', () => {
    const given = signed(signOff);
    expect(hashCommand(given)).not.toBe(hashCommand(signOff));
    expect(personSignatureText(given)).toBe(personSignatureText(signOff));
  });

  it('that was given while a key was in use counts after that key has ended, and no later one', () => {
    const ended = { ...key, until: at('2026-09-23T00:00:00.000Z') };
    const next = person();
    expect(signatureFault(signed(signOff), [next.key, ended], moment)).toBeNull();
    expect(signatureFault(signed(signOff), [next.key, ended], at('2026-09-24T00:00:00.000Z'))).toBe('wrong');
  });

  it('is wanted from nobody for an everyday step', () => {
    expect(signatureFault({ ...signOff, name: 'acceptCase' }, [], moment)).toBeNull();
  });
});
