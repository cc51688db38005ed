import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestPrefill, mostPrefilled, type Prefill, prefillText, readPrefill } from './prefill-code.ts';
import { type PriorityReason, priorityReasons } from './ticket-commands.ts';

const today = '2026-11-26';
const codes = (count: number) =>
  Array.from({ length: count }, (_, at) => `11410104MB1234567X2000131127${String(at).padStart(3, '0')}`);
const chosen: Prefill = { chosenOn: today, priority: 'elderly', id: '0123456789AB', matterCodes: codes(2) };
const faultOf = (text: string) => {
  const answer = readPrefill(text, today);
  return answer.kind === 'fault' ? answer.code : 'read';
};

const matterCode = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 31, maxLength: 31 })
  .map((characters) => characters.join(''));
const anyPrefill: fc.Arbitrary<Prefill> = fc.record({
  chosenOn: fc.integer({ min: 20, max: 26 }).map((day) => `2026-11-${day}`),
  priority: fc.constantFrom(null, ...(Object.keys(priorityReasons) as PriorityReason[])),
  id: fc.stringMatching(/^[0-9A-F]{12}$/),
  matterCodes: fc.uniqueArray(matterCode, { minLength: 1, maxLength: mostPrefilled }),
});

describe('the code of a phone', () => {
  it('is read as what was chosen, also off a keyboard whose capitals are locked', () => {
    fc.assert(
      fc.property(anyPrefill, (prefill) => {
        const text = prefillText(prefill);
        expect(readPrefill(text, today)).toEqual({ kind: 'read', prefill });
        expect(readPrefill(` ${text.toLowerCase()}\r\n`, today)).toEqual({ kind: 'read', prefill });
        expect(text.length).toBeLessThanOrEqual(longestPrefill);
        expect(text).toMatch(/^[0-9A-Z-]+$/);
      }),
    );
  });

  it('is known to be damaged whichever character of it is another, or is lost', () => {
    fc.assert(
      fc.property(
        anyPrefill,
        fc.nat(),
        fc.constantFrom(...'0123456789ABCDEFXYZ-'),
        (prefill, seed, other) => {
          const text = prefillText(prefill);
          const at = seed % text.length;
          const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
          if (changed !== text) expect(readPrefill(changed, today).kind).toBe('fault');
          expect(readPrefill(text.slice(0, at), today).kind).toBe('fault');
          expect(readPrefill(text.slice(0, at) + text.slice(at + 1), today).kind).toBe('fault');
        },
      ),
    );
  });

  it('is answered with a sentence whatever somebody holds before the scanner', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((end) => `YCP1-${end}`),
        ),
        (text) => {
          const answer = readPrefill(text, today);
          expect(answer.kind === 'fault' && answer.message.length > 10).toBe(true);
        },
      ),
    );
    expect(faultOf('https://example.org/pay?to=1')).toBe('foreign');
    expect(faultOf('')).toBe('foreign');
    expect(faultOf('A'.repeat(100_000))).toBe('oversized');
    expect(faultOf(`YCP1-${'0'.repeat(100_000)}`)).toBe('oversized');
  });

  it('of another version, of another week or with more matters than fit is refused', () => {
    expect(faultOf(prefillText(chosen).replace('YCP1', 'YCP2'))).toBe('otherVersion');
    expect(faultOf(prefillText({ ...chosen, chosenOn: '2026-11-19' }))).toBe('read');
    expect(faultOf(prefillText({ ...chosen, chosenOn: '2026-11-18' }))).toBe('old');
    expect(faultOf(prefillText({ ...chosen, chosenOn: '2099-01-01' }))).toBe('old');
    expect(faultOf(prefillText({ ...chosen, chosenOn: '2026-13-41' }))).toBe('old');
    expect(faultOf(prefillText({ ...chosen, matterCodes: codes(mostPrefilled) }))).toBe('read');
    expect(faultOf(prefillText({ ...chosen, matterCodes: codes(mostPrefilled + 1) }))).toBe('oversized');
    expect(faultOf(prefillText({ ...chosen, matterCodes: [] }))).toBe('damaged');
  });

  it('names a matter once', () => {
    const [one = ''] = codes(1);
    expect(readPrefill(prefillText({ ...chosen, matterCodes: [one, one] }), today)).toEqual({
      kind: 'read',
      prefill: { ...chosen, matterCodes: [one] },
    });
  });
});
