import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { prepareInstallation, takeCase, uuidv7 } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';

/** The A4 papers of a case as the desk prints them: kept, counted, and shown again as they were. */
describe('the papers of a case', () => {
  let counter: Counter;
  let caseId: string;
  let caseNumber: string;
  const api = () => counter.clerk.documents;
  const receipt = () => ({ caseId, number: `${caseNumber}-01` });

  beforeAll(async () => {
    counter = await startCounter({ folder: prepareInstallation(tempFolder()) });
    await counter.signIn();
    const taken = await takeCase(counter.clerk);
    caseId = taken.id;
    caseNumber = taken.caseNumber;
  });

  it('are listed with the volume at the end', async () => {
    const list = await api().list({ caseId });
    expect(list?.documents.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['收件凭证', '审批卷宗']),
    );
    expect(list?.documents.at(-1)?.number).toBe(`${caseNumber}-00`);
    expect(list?.prints).toEqual([]);
    expect(await api().list({ caseId: uuidv7() })).toBeNull();
  });

  it('once printed are kept by what they say, counted, and shown again exactly, whatever is printed later', async () => {
    const first = await api().print(receipt());
    if (first.kind !== 'done') throw new Error(first.refusal.message);
    expect(first.content).toMatchObject({ kind: 'document', copy: 1 });
    const pdf = Buffer.from('%PDF-1.4 the very pages').toString('base64');
    expect(await api().settle({ caseId, printId: first.printId, outcome: 'sent', pages: 1, pdf })).toEqual({
      kind: 'done',
    });
    const second = await api().print(receipt());
    if (second.kind !== 'done') throw new Error(second.refusal.message);
    expect(second.content).toMatchObject({ copy: 2 });
    const again = await api().printed({ caseId, printId: first.printId });
    if (again.kind !== 'done') throw new Error(again.refusal.message);
    expect(canonicalJson(again.content)).toBe(canonicalJson(first.content));
    const list = await api().list({ caseId });
    expect(list?.prints).toMatchObject([
      { copy: 2, outcome: '结果未知', kept: true },
      { copy: 1, outcome: '已送打印', pages: 1, kept: true },
    ]);
    expect(list?.documents.find(({ number }) => number === receipt().number)?.prints).toBe(2);
  });

  it('keep no file that is no PDF, and enter an outcome once', async () => {
    const print = await api().print(receipt());
    if (print.kind !== 'done') throw new Error(print.refusal.message);
    const settle = { caseId, printId: print.printId, outcome: 'sent', pages: 1 } as const;
    expect(await api().settle({ ...settle, pdf: Buffer.from('MZ').toString('base64') })).toMatchObject({
      refusal: { code: 'notPdf' },
    });
    expect(await api().settle({ ...settle, pdf: null })).toEqual({ kind: 'done' });
    expect(await api().settle({ ...settle, pdf: null })).toMatchObject({ refusal: { code: 'printSettled' } });
  });

  it('say so where the case has no such paper', async () => {
    expect(await api().print({ caseId, number: `${caseNumber}-99` })).toMatchObject({
      refusal: { code: 'documentUnknown' },
    });
    expect(await api().preview({ caseId: uuidv7(), number: 'x' })).toMatchObject({
      refusal: { code: 'caseUnknown' },
    });
    expect(await api().scan({ caseId, hash: 'a'.repeat(64) })).toMatchObject({
      refusal: { code: 'scanNotHere' },
    });
  });
});
