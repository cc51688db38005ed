import { describe, expect, it } from 'vitest';
import {
  actor,
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

const { accepted, delivered, issued } = caseThrough();

/** The case with these documents printed from the system. */
const printed = (file: CaseFile, ...kinds: DocumentKind[]): CaseFile =>
  kinds.reduce((state, kind, index) => {
    const printId = `0199a000-0000-7000-8000-00000000f${String(index).padStart(3, '0')}`;
    const entered = stateAfter(state, 'printDocument', facts(), {
      ...{ printId, number: `${state.caseNumber}-${documentCodes[kind]}` },
    });
    return stateAfter(entered, 'settlePrint', facts(), { printId });
  }, file);
const papers = ['receipt', 'acceptance', 'approval', 'deliveryReceipt'] as const;
const whole = printed(delivered, ...papers);
/** As a volume was that was whole before volumes closed by themselves. */
const unclosed: CaseFile = { ...whole, archive: null };

describe('the archive volume', () => {
  it('closes by itself with the print that makes it whole, and not before (M9)', () => {
    expect(volumeGaps(issued)).toEqual(['办件还没有办结，办结送达后再归档。']);
    expect(delivered.archive).toBeNull();
    expect(volumeGaps(delivered)).toEqual([
      '还没有从系统打印入卷：收件凭证、受理通知书、准予决定书、送达回证。',
    ]);
    expect(printed(delivered, 'receipt', 'acceptance', 'approval').archive).toBeNull();
    expect(whole.archive).toMatchObject({ by: 'person-clerk', handed: null });
    expect(refusalOf(delivered, 'closeVolume', facts()).code).toBe('volumeIncomplete');
  });

  it('closes with the end itself where nothing is missing by then', () => {
    const ready = printed(accepted, 'receipt', 'acceptance');
    expect(ready.archive).toBeNull();
    const ended = stateAfter(ready, 'withdrawCase', facts());
    expect(ended).toMatchObject({ status: 'withdrawn', archive: { by: 'person-clerk', handed: null } });
    expect(stateAfter(accepted, 'withdrawCase', facts()).archive).toBeNull();
  });

  it('closes when its papers come back, if that was all that was missing', () => {
    const away = { ...unclosed, custody: stateAfter(issued, 'handOverPapers', facts()).custody };
    const back = stateAfter(away, 'cancelHandOver', facts());
    expect(back.archive).toMatchObject({ by: 'person-clerk' });
  });

  it('is closed by its staff, never by what the citizen says afterwards', () => {
    const rated = stateAfter(unclosed, 'rateCase', facts({ actor: actor('citizen') }));
    expect(rated.archive).toBeNull();
    expect(stateAfter(unclosed, 'closeVolume', facts()).archive).not.toBeNull();
  });

  it('is not whole while its papers are with the department, or on their way', () => {
    const away = stateAfter(issued, 'handOverPapers', facts());
    const file = { ...unclosed, custody: away.custody };
    expect(volumeGaps(file)).toEqual(['卷宗正在交接，签收后再归档。']);
    expect(refusalOf(file, 'closeVolume', facts()).message).toContain('签收后再归档');
  });

  it('is kept for whole years after the one in which the case ended: permits for thirty, others for ten', () => {
    expect(whole.archive).toMatchObject({ years: 10, until: '2036-12-31' });
    const permit = facts({ matters: [matter({ powerType: '01' })] });
    expect(stateAfter(unclosed, 'closeVolume', permit).archive).toMatchObject({
      years: 30,
      until: '2056-12-31',
    });
  });

  it('goes to the archive once, by the number of a list and with who took it', () => {
    expect(refusalOf(delivered, 'handToArchive', facts()).code).toBe('notClosed');
    expect(refusalOf(whole, 'closeVolume', facts()).code).toBe('closed');
    const handed = stateAfter(whole, 'handToArchive', facts());
    expect(handed.archive?.handed).toMatchObject({ listNumber: '2026-1', receiver: '区档案馆 商存卷' });
    expect(refusalOf(handed, 'handToArchive', facts()).code).toBe('handed');
  });

  it('is the business of the centre that received the case', () => {
    expect(refusalOf(whole, 'closeVolume', facts({ place: otherStreet })).code).toBe('otherOrganisation');
  });
});
