import { describe, expect, it } from 'vitest';
import { newDistrictKey, passFor, testDistrict } from '../../tests/support/passes.ts';
import { type Instant, instantSchema } from '../clock/beijing.ts';
import { staffPostingSchema } from '../organisation/staff.ts';
import { passFault, passText, readPass, type Verify } from './pass.ts';

const at = (text: string): Instant => instantSchema.parse(text);
const issuedAt = at('2026-09-22T01:00:00.000Z');
const posting = staffPostingSchema.parse({
  postingId: 'posting-1',
  personId: 'person-1',
  staffNumber: 'G1001',
  name: '管小窗',
  role: 'clerk',
  organisationId: 'street',
  from: '2026-01-01',
  to: null,
});
const pass = passFor(posting, 'secret', issuedAt);
/** The key pair of the tests signs one text once: what was signed is what verifies. */
const verify: Verify = (publicKey, text, signature) =>
  publicKey === testDistrict.publicKey && signature === testDistrict.sign(text);
const fault = (changed: object, now = at('2026-09-23T01:00:00.000Z'), key = testDistrict.publicKey) =>
  passFault({ ...pass, ...changed }, key, now, verify)?.refusal ?? null;

describe('a pass', () => {
  it('lets its person in for seven days', () => {
    expect(fault({}, issuedAt)).toBeNull();
    expect(fault({}, at('2026-09-29T00:59:59.999Z'))).toBeNull();
    expect(fault({}, at('2026-09-29T01:00:00.000Z'))).toEqual({
      code: 'passExpired',
      message: '离线通行证已于2026年9月29日 09:00到期，请联网登录一次，或带一份新的来。',
    });
  });

  it.each([
    ['another person', { personId: 'person-2' }],
    ['another number', { staffNumber: 'G1002' }],
    ['a longer life', { validUntil: '2027-09-29T01:00:00.000Z' }],
    ['another key', { sealedKey: pass.sealedKey.replace(/.$/, 'A') }],
    ['another signature', { signature: `ed25519:${'A'.repeat(86)}==` }],
  ])('that was altered to give %s is refused', (_, changed) => {
    expect(fault(changed)?.code).toBe('passForged');
  });

  it('of another district is refused as foreign', () => {
    expect(fault({}, issuedAt, newDistrictKey().publicKey)?.code).toBe('passForeign');
  });

  it('says nothing of what its person may do: that follows from the register', () => {
    expect(Object.keys(pass)).not.toContain('role');
    expect(passText(pass)).not.toContain('posting');
  });

  it('is read from a file, and what is none is not', () => {
    expect(readPass(JSON.stringify(pass, null, 2))).toEqual(pass);
    for (const text of [
      '',
      '{',
      '[]',
      '{"kind":"yichuang pass"}',
      JSON.stringify({ ...pass, more: 1 }),
      JSON.stringify({ ...pass, sealedKey: pass.sealedKey.replace('$16,1,1$', '$67108864,8,1$') }),
    ]) {
      expect(readPass(text)).toBeNull();
    }
  });
});
