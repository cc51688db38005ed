import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepBlobs } from '../../src-main/core/store/sweep-blobs.ts';
import { blobWire } from '../../src-main/core/sync/blob-wire.ts';
import { done, enterDraft, matters, refusal } from '../support/counter.ts';
import { startCutLine } from '../support/cut-line.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { jpeg, pdf } from '../support/files.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { until } from '../support/wait.ts';

/** A scanned page that no other test has: a JPEG with noise in it, of about so many bytes. */
function scan(bytes = 20_000): Buffer {
  const noise = Buffer.from(randomBytes(bytes).map((byte) => (byte === 0xff ? 0xfe : byte)));
  const page = jpeg({ data: bytes });
  const at = page.indexOf(Buffer.alloc(64, 0x5a));
  noise.copy(page, at);
  return page;
}
const fileOf = (bytes: Uint8Array, name = 'scan.jpg') => new File([new Uint8Array(bytes)], name);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const idCard = 'resident-id-card';
const thumbnail = 'data:image/jpeg;base64,c21hbGw=';

let district: DistrictProcess;
let line: Awaited<ReturnType<typeof startCutLine>>;
let counter: Counter;
let department: Department;
beforeAll(async () => {
  const { file, codes } = hallFile();
  district = await startDistrict(file);
  line = await startCutLine(district.url);
  counter = await startCounter({
    folder: tempFolder(),
    districtUrl: line.url,
    enrolmentCode: codes.counter,
  });
  department = await startDepartment({
    folder: tempFolder(),
    districtUrl: district.url,
    enrolmentCode: codes.department,
  });
  await counter.signIn();
  await department.signIn();
});
afterAll(async () => {
  await counter.close();
  await department.close();
});

const desk = () => counter.onDesk.now();
const draft = async () => {
  const { visit } = await desk();
  if (visit === null) throw new Error('nobody is being received');
  return visit.draft;
};
const add = (bytes: Buffer, materialId = idCard) =>
  counter.clerk.pages.add({ materialId, file: fileOf(bytes), thumbnail });
const arrived = () =>
  until('all scans have arrived', () => counter.core.parts.sync.view().uploads === null, 60_000);

describe('a draft with scans', () => {
  it('takes a page, counts its paper as handed in, and gives page and thumbnail back', async () => {
    await enterDraft(counter.clerk, matters.sunk);
    const page = scan();
    await done(add(page));
    const { pages, tickedMaterialIds } = await draft();
    expect(pages).toMatchObject([
      { hash: hashOf(page), materialId: idCard, mediaType: 'image/jpeg', sheets: 1 },
    ]);
    expect(tickedMaterialIds).toContain(idCard);
    const hash = hashOf(page);
    expect(await counter.clerk.pages.thumbnails({ hashes: [hash] })).toEqual([{ hash, url: thumbnail }]);
    const { file } = await done(counter.clerk.pages.get({ hash, caseId: null }));
    expect(Buffer.from(await file.arrayBuffer()).equals(page)).toBe(true);
    expect(file.type).toBe('image/jpeg');
  });

  it('refuses what is no paper by what it holds, and a paper that nobody asked for', async () => {
    expect((await refusal(add(Buffer.from('MZ\x90\0')))).code).toBe('executable');
    const script = pdf({ catalogue: '/OpenAction << /S /JavaScript >>' });
    expect((await refusal(add(script))).code).toBe('activeContent');
    expect((await refusal(add(scan(), 'passport'))).code).toBe('notAsked');
  });

  it('lets pages be moved and removed; what was removed leaves the disk', async () => {
    const second = scan();
    await done(add(second));
    const hash = hashOf(second);
    await done(counter.clerk.pages.move({ materialId: idCard, hash, to: 0 }));
    expect((await draft()).pages.map((each) => each.hash)[0]).toBe(hash);
    await done(counter.clerk.pages.remove({ materialId: idCard, hash }));
    expect(counter.store.blobs.has(hash)).toBe(false);
    expect((await draft()).pages).toHaveLength(1);
  });

  it('keeps its scans when what nothing names is swept away', async () => {
    const [page] = (await draft()).pages;
    const orphan = counter.store.blobs.put(scan()).hash;
    expect(sweepBlobs(counter.store, Date.now() - 60_000)).toBe(0);
    expect(sweepBlobs(counter.store, Date.now() + 60_000)).toBe(1);
    expect([counter.store.blobs.has(orphan), counter.store.blobs.has(page?.hash ?? '')]).toEqual([
      false,
      true,
    ]);
  });

  it('is given up with its scans', async () => {
    const [page] = (await draft()).pages;
    await done(counter.clerk.draft.setMatter({ code: matters.own }));
    await done(counter.clerk.draft.setMatter({ code: matters.sunk }));
    expect(counter.store.blobs.has(page?.hash ?? '')).toBe(false);
  });
});

describe('the scans of a case', () => {
  it('follow it to the district, cut at any byte and sent on from there, and are the same there', async () => {
    await done(counter.clerk.draft.tickAllMaterials());
    const pages = [scan(300_000), scan(5_000), scan(90_000)];
    for (const page of pages) await done(add(page));
    const size = pages.reduce((sum, { length }) => sum + length, 0);
    // Twelve cuts, anywhere in head or body.
    line.cutAfter(...Array.from({ length: 12 }, () => Math.ceil(Math.random() * 120_000)));
    const before = line.carried();
    const { case: row } = await done(counter.clerk.cases.receive());
    await arrived();
    const shown = await counter.clerk.pages.ofCase({ caseId: row.id });
    expect(shown.map(({ page, state }) => [page, state])).toEqual([
      [1, 'arrived'],
      [2, 'arrived'],
      [3, 'arrived'],
    ]);
    // What had arrived before a cut was not sent again, but for what was in the cut socket.
    expect(line.carried() - before).toBeLessThan(size * 2);

    await atDepartment(row.id, 3);
    for (const page of pages) {
      const { file } = await done(department.desk.pages.get({ hash: hashOf(page), caseId: row.id }));
      expect(Buffer.from(await file.arrayBuffer()).equals(page)).toBe(true);
    }
  });

  it('are not sent again where another case has them, and go after every case', async () => {
    const [held] = await counter.clerk.pages.ofCase({ caseId: await lastCase() });
    const again = counter.store.blobs.get(held?.hash ?? '');
    if (again === null) throw new Error('the page is gone');
    await enterDraft(counter.clerk, matters.sunk);
    await done(counter.clerk.pages.askThough({ materialId: idCard, reason: '证件已换发。' }));
    await done(add(again));
    const before = line.carried();
    const { case: row } = await done(counter.clerk.cases.receive());
    await arrived();
    expect((await counter.clerk.pages.ofCase({ caseId: row.id }))[0]?.state).toBe('arrived');
    expect(line.carried() - before).toBeLessThan(held?.bytes ?? 0);
  });

  it('can be accepted before they arrive; the department is told that they have not', async () => {
    const page = scan(50_000);
    const hash = hashOf(page);
    const { parts } = counter.core;
    // Cases get through, and no scan does.
    line.cutBefore('/v1/blobs');
    await enterDraft(counter.clerk, matters.sunk);
    await done(counter.clerk.pages.askThough({ materialId: idCard, reason: '证件已换发。' }));
    await done(add(page));
    const { case: row } = await done(counter.clerk.cases.receive());
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    expect(parts.sync.view().uploads).toMatchObject({ files: 1, bytes: page.length });
    expect((await counter.clerk.pages.ofCase({ caseId: row.id }))[0]?.state).toBe('waiting');
    await atDepartment(row.id, 1);
    expect(await refusal(department.desk.pages.get({ hash, caseId: row.id }))).toEqual({
      code: 'pageNotArrived',
      message: '这一页还没有传到区级平台，收件窗口上传后即可查看，不影响先行办理。',
    });
    line.cutBefore(null);
  });
});

describe('what was printed of a case', () => {
  it('follows it: the department shows the very print that was made at the counter', async () => {
    const caseId = await lastCase();
    const row = counter.store.cases.get(caseId)?.state;
    const print = await done(counter.clerk.documents.print({ caseId, number: `${row?.caseNumber}-01` }));
    const pdf = Buffer.from('%PDF-1.4 the very pages');
    await done(
      counter.clerk.documents.settle({
        ...{ caseId, printId: print.printId, outcome: 'sent', pages: 1 },
        pdf: pdf.toString('base64'),
      }),
    );
    await until('the department knows the print', () => printsAtDepartment(caseId)[0]?.settled != null);
    await arrived();
    const shown = await done(department.desk.documents.printed({ caseId, printId: print.printId }));
    expect(shown.content).toEqual(print.content);
    const token = () => department.store.settings.get('enrolment')?.token ?? null;
    const fetched = await blobWire(district.url, token).fetch(hashOf(pdf), new AbortController().signal);
    expect(fetched?.equals(pdf)).toBe(true);
  });

  it('is kept as long as the case holds its people, and goes with them', async () => {
    const [print] = printsAtDepartment(await lastCase());
    const named = [print?.content ?? '', print?.settled?.pdf ?? ''];
    const left = () => named.map((hash) => counter.store.blobs.has(hash));
    sweepBlobs(counter.store, Date.now() + 60_000);
    expect(left()).toEqual([true, true]);
    const erase = `UPDATE case_file SET state = json_remove(state, '$.applicant.personal') WHERE id = ?`;
    counter.store.db.prepare(erase).run(await lastCase());
    sweepBlobs(counter.store, Date.now() + 60_000);
    expect(left()).toEqual([false, false]);
  });
});

const printsAtDepartment = (caseId: string) => department.store.cases.get(caseId)?.state.prints ?? [];

const atDepartment = (caseId: string, pages: number) =>
  until(
    'the department knows the case',
    async () => (await department.desk.pages.ofCase({ caseId })).length === pages,
  );

async function lastCase(): Promise<string> {
  const [row] = await counter.clerk.cases.list({ scope: 'all', text: '' });
  if (row === undefined) throw new Error('there is no case');
  return row.id;
}

describe('the district', () => {
  const token = () => counter.store.settings.get('enrolment')?.token ?? null;
  const { signal } = new AbortController();

  it('takes nothing that no case names, and gives nothing to whom no case concerns', async () => {
    const stranger = hashOf(randomBytes(8));
    const wire = blobWire(district.url, token);
    await expect(wire.begin(stranger, 8, signal)).rejects.toThrow();
    expect(await wire.fetch(stranger, signal)).toBeNull();
    const nobody = await fetch(`${district.url}/v1/blobs/${stranger}`, { method: 'HEAD' });
    expect(nobody.status).toBe(401);
  });
});
