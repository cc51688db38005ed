import { describe, expect, it } from 'vitest';
import {
  args,
  atDepartment,
  caseThrough,
  facts,
  otherStreet,
  refusalOf,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { CaseFile } from './case-file.ts';
import { nextCopy } from './printing.ts';

const { received, decided } = caseThrough();
const another = '0199a000-0000-7000-8000-0000000000e2';
const { number } = args.printDocument;
const print = (file: CaseFile, changed = {}) => stateAfter(file, 'printDocument', facts(), changed);
const settle = (file: CaseFile, changed = {}) => stateAfter(file, 'settlePrint', facts(), changed);

describe('a print', () => {
  it('is on the record before a sheet leaves: who, when, what, and which print of it', () => {
    expect(print(received).prints).toMatchObject([
      { number, title: '收件凭证', copy: 1, by: 'person-clerk', settled: null },
    ]);
  });

  it('has its outcome entered afterwards, once', () => {
    const settled = settle(print(received));
    expect(settled.prints[0]?.settled).toEqual({ outcome: 'sent', pages: 1, pdf: 'd'.repeat(64) });
    expect(refusalOf(settled, 'settlePrint', facts()).code).toBe('printSettled');
    expect(refusalOf(received, 'settlePrint', facts()).code).toBe('printUnknown');
  });

  it('again is counted, and one document’s count is not another’s', () => {
    const twice = print(print(received), { printId: another });
    expect(twice.prints.map(({ copy }) => copy)).toEqual([1, 2]);
    expect(nextCopy(twice, number)).toBe(3);
    expect(nextCopy(twice, `${number}-2`)).toBe(1);
  });

  it('that did not leave the program is not counted; one whose outcome nobody knows is', () => {
    expect(nextCopy(settle(print(received), { outcome: 'failed', pages: 0, pdf: null }), number)).toBe(1);
    expect(nextCopy(print(received), number)).toBe(2);
  });

  it('asked for twice under one id is entered once', () => {
    expect(refusalOf(print(received), 'printDocument', facts()).code).toBe('alreadyPrinted');
  });

  it('is made where the case was received or is decided, and nowhere else', () => {
    expect(stateAfter<CaseFile>(decided, 'printDocument', atDepartment()).prints).toHaveLength(1);
    expect(refusalOf(received, 'printDocument', facts({ place: otherStreet })).code).toBe(
      'otherOrganisation',
    );
  });

  it('leaves the way back over the last step open', () => {
    expect(print(received).undo).toEqual(received.undo);
    expect(print(received).undo).not.toBeNull();
  });
});
