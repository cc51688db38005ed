import { describe, expect, it } from 'vitest';
import {
  caseThrough,
  facts,
  matter,
  otherStreet,
  refusalOf,
  stateAfter,
} from '../../tests/support/domain.ts';
import { volumeGaps } from './archive.ts';
import type { CaseFile } from './case-file.ts';
import { type DocumentKind, documentCodes } from './documents/document.ts';

const { delivered, issued } = caseThrough();

/** The case with these documents printed from the system. */
const printed = (file: CaseFile, ...kinds: DocumentKind[]): CaseFile =>
  kinds.reduce((state, kind, index) => {
    const printId = `0199a000-0000-7000-8000-00000000f${String(index).padStart(3, '0')}`;
    const entered = stateAfter(state, 'printDocument', facts(), {
      ...{ printId, number: `${state.caseNumber}-${documentCodes[kind]}` },
    });
    return stateAfter(entered, 'settlePrint', facts(), { printId });
  }, file);
const whole = printed(delivered, 'receipt', 'acceptance', 'approval', 'deliveryReceipt');

describe('the archive volume', () => {
  it('closes with the case and not before, and only when everything was printed into it (M9)', () => {
    expect(volumeGaps(issued)).toEqual(['办件还没有办结，办结送达后再归档。']);
    expect(volumeGaps(delivered)).toEqual([
      '还没有从系统打印入卷：收件凭证、受理通知书、准予决定书、送达回证。',
    ]);
    expect(volumeGaps(whole)).toEqual([]);
    expect(refusalOf(delivered, 'closeVolume', facts()).code).toBe('volumeIncomplete');
    expect(stateAfter(whole, 'closeVolume', facts()).archive).toMatchObject({
      by: 'person-clerk',
      handed: null,
    });
  });

  it('is not whole while its papers are with the department, or on their way', () => {
    const away = stateAfter(issued, 'handOverPapers', facts());
    const file = { ...whole, custody: away.custody };
    expect(volumeGaps(file)).toEqual(['卷宗正在交接，签收后再归档。']);
    expect(refusalOf(file, 'closeVolume', facts()).message).toContain('签收后再归档');
  });

  it('is kept for whole years after the one in which the case ended: permits for thirty, others for ten', () => {
    expect(stateAfter(whole, 'closeVolume', facts()).archive).toMatchObject({
      years: 10,
      until: '2036-12-31',
    });
    const permit = facts({ matters: [matter({ powerType: '01' })] });
    expect(stateAfter(whole, 'closeVolume', permit).archive).toMatchObject({
      years: 30,
      until: '2056-12-31',
    });
  });

  it('goes to the archive once, by the number of a list and with who took it', () => {
    expect(refusalOf(whole, 'handToArchive', facts()).code).toBe('notClosed');
    const closed = stateAfter(whole, 'closeVolume', facts());
    expect(refusalOf(closed, 'closeVolume', facts()).code).toBe('closed');
    const handed = stateAfter(closed, 'handToArchive', facts());
    expect(handed.archive?.handed).toMatchObject({ listNumber: '2026-1', receiver: '区档案馆 商存卷' });
    expect(refusalOf(handed, 'handToArchive', facts()).code).toBe('handed');
  });

  it('is the business of the centre that received the case', () => {
    expect(refusalOf(whole, 'closeVolume', facts({ place: otherStreet })).code).toBe('otherOrganisation');
  });
});
