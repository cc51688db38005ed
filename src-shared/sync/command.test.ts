import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantSchema } from '../clock/beijing.ts';
import { canonicalJson } from './canonical.ts';
import { chainStart, type Envelope, envelopeSchema, hashArgs, hashCommand } from './command.ts';
import { type Personal, withoutPersonal } from './personal.ts';

const args = { caseNumber: '1', applicant: { salt: '0123456789abcdef', personal: { name: '豫小满' } } };
const envelope: Envelope = envelopeSchema.parse({
  commandId: '01935e2a-7b7c-7000-8000-000000000001',
  seq: 1,
  name: 'receiveCase',
  subject: { kind: 'caseFile', id: '01935e2a-7b7c-7000-8000-000000000002' },
  args,
  argsHash: hashArgs(args),
  prevHash: chainStart,
  baseRevision: 0,
  actorId: 'person-1',
  postingId: 'posting-1',
  counterId: 'counter-1',
  sessionId: null,
  authMode: 'online',
  channel: 'counter',
  matterVersion: 1,
  calendarVersion: '2026',
  capturedAt: instantSchema.parse('2026-09-22T02:00:00.000Z'),
  lastServerTime: null,
  monotonicMs: 1,
  lastServerMonotonicMs: null,
  bootId: 'boot',
});

describe('the chain of commands', () => {
  it('hashes the same value to the same text, whatever the order of its keys (RFC 8785)', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é'] })).toBe('{"a":[true,null,"é"],"b":1}');
  });

  it('changes its hash with any field of the envelope', () => {
    for (const field of Object.keys(envelope).filter((name) => name !== 'args')) {
      expect(hashCommand({ ...envelope, [field]: 'something else' }), field).not.toBe(hashCommand(envelope));
    }
  });

  it('changes the hash of the arguments with any of them', () => {
    expect(hashArgs({ ...args, caseNumber: '2' })).not.toBe(hashArgs(args));
    expect(hashArgs({ ...args, applicant: { ...args.applicant, personal: { name: '豫大满' } } })).not.toBe(
      hashArgs(args),
    );
  });

  it('still holds when personal data has been erased', () => {
    const erased = withoutPersonal(args) as typeof args;
    expect(canonicalJson(erased)).not.toContain('豫小满');
    expect(hashArgs(erased)).toBe(hashArgs(args));
  });

  it('erases at any depth and leaves everything else alone', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).filter((value) => !canonicalJson(value).includes('"salt"'));
    fc.assert(
      fc.property(plain, fc.string(), (value, secret) => {
        const field: Personal<string> = { salt: '0123456789abcdef', personal: secret };
        const result = withoutPersonal({ value, inner: [{ field }] }) as {
          value: unknown;
          inner: [{ field: object }];
        };
        expect(canonicalJson(result.value)).toBe(canonicalJson(value));
        expect(Object.keys(result.inner[0].field)).toEqual(['digest']);
      }),
    );
  });
});
