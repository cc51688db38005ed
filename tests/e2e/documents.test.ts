import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDocument } from '#shared/cases/documents/document.ts';
import { type BeijingDate, formatDate } from '#shared/clock/beijing.ts';
import { matterGuide } from '#shared/matters/guide.ts';
import { matterDetail } from '../../src-main/core/matters/catalogue.ts';
import { demoMatters } from '../../src-main/demo/matters.ts';
import { openPrinter, type Printer, textOfPdf } from '../print/printer.ts';
import { drawScans } from '../print/scan-pictures.ts';
import { everyDocument, printOf, volumeWithScans } from '../support/documents.ts';

/** The pages as they come out of Chromium, read back from the text of the PDF. */
describe('documents on A4', () => {
  let printer: Printer;
  beforeAll(async () => {
    printer = await openPrinter();
  });
  afterAll(() => printer?.close());

  async function pagesOf(document: CaseDocument, copy = 1): Promise<string[]> {
    const sheets = await printer.show(printOf(document, copy));
    const pages = await textOfPdf(await printer.pdf());
    expect(pages).toHaveLength(sheets);
    return pages;
  }
  const documentOf = (title: string): CaseDocument => {
    const found = everyDocument().find((each) => each.title === title);
    if (found === undefined) throw new Error(`no ${title}`);
    return found;
  };

  it('say everything that they have to, each on one sheet where nothing long is on it', async () => {
    expect(everyDocument().map(({ title }) => title)).toHaveLength(13);
    for (const document of everyDocument()) {
      const [page = '', ...more] = await pagesOf(document);
      expect(more).toEqual([]);
      for (const words of [document.agency, document.title, document.number, document.contact, '第1页共1页'])
        expect(page).toContain(words.replaceAll(/\s/g, ''));
      for (const block of document.blocks)
        if (block.kind === 'paragraph') expect(page).toContain(block.text.replaceAll(/\s/g, ''));
        else if (block.kind !== 'signatures')
          for (const cell of block.rows.flat()) expect(page).toContain(cell.replaceAll(/\s/g, ''));
      if (document.seal !== null) expect(page).toContain(`（${document.seal}）`);
    }
  });

  it('tell the public about a matter: the guide has every field on its sheets, and the longest breaks well', async () => {
    const place = { organisationName: '航海东路街道便民服务中心', today: '2026-09-22' as BeijingDate };
    for (const matter of demoMatters) {
      const detail = matterDetail(matter);
      const guide: CaseDocument = { ...matterGuide(detail, place), kind: 'receipt' };
      const text = (await pagesOf(guide)).join('');
      for (const { label, value } of detail.publicFields)
        for (const line of [label, ...value.split('\n')]) expect(text).toContain(line.replaceAll(/\s/g, ''));
      for (const { name } of detail.materials) expect(text).toContain(name.replaceAll(/\s/g, ''));
    }
  });

  it('show names in rare characters, from the bundled font', async () => {
    const document = documentOf('受理通知书');
    const [page] = await pagesOf({ ...document, addressee: '豫䶮𬱖㛃' });
    expect(page).toContain('豫䶮𬱖㛃：');
  });

  it('say on their face that they are printed again', async () => {
    expect((await pagesOf(documentOf('受理通知书')))[0]).not.toContain('重打');
    expect((await pagesOf(documentOf('受理通知书'), 2))[0]).toContain('重打（第2次打印）');
  });

  it('break a long list over pages, with its head on each, and lose no row', async () => {
    const notice = documentOf('一次性告知书');
    const rows = Array.from({ length: 60 }, (_, index) => [
      String(index + 1),
      `材料甲${index + 1}号`,
      '复印件1份',
      `请补盖第${index + 1}枚公章后提交。`,
      '《社会救助暂行办法》',
    ]);
    const blocks = notice.blocks.map((block) => (block.kind === 'table' ? { ...block, rows } : block));
    const pages = await pagesOf({ ...notice, blocks });
    expect(pages.length).toBeGreaterThan(2);
    const withRows = pages.filter((page) => page.includes('枚公章'));
    for (const page of withRows) expect(page).toContain('序号材料名称形式、份数需要补正的内容依据');
    for (const [index] of rows.entries())
      expect(pages.join('')).toContain(`请补盖第${index + 1}枚公章后提交。`);
    pages.forEach((page, index) => {
      expect(page).toContain(`第${index + 1}页共${pages.length}页`);
      if (index > 0) expect(page).toContain(`一次性告知书${notice.number}`);
    });
  });

  it('break an opinion that is longer than a page, word for word', async () => {
    const decision = documentOf('准予决定书');
    const opinion = Array.from({ length: 400 }, (_, index) => `${index}号意见`).join('，');
    const blocks = decision.blocks.map((block) =>
      block.kind === 'facts' && block.rows.some(([label]) => label === '审查认定')
        ? { ...block, rows: [['审查认定', opinion] as const] }
        : block,
    );
    const pages = await pagesOf({ ...decision, blocks });
    expect(pages.length).toBeGreaterThan(1);
    const body = pages
      .map((page) =>
        page
          .replace(`准予决定书${decision.number}`, (head, at) => (at === 0 ? '' : head))
          .replace(/第\d+页共\d+页$/, ''),
      )
      .join('');
    expect(body).toContain(opinion);
    // The seal never stands alone.
    expect(pages.at(-1)).toContain('号意见');
  });

  it('make a volume: cover, contents with pages, documents and materials through, print log', async () => {
    const hashes = ['1', '2'].map((each) => each.repeat(64));
    const [first = '', second = ''] = await drawScans(printer.page, 2);
    const content = volumeWithScans(hashes);
    const sheets = await printer.show(content, { [hashes[0] ?? '']: first, [hashes[1] ?? '']: second });
    const [cover = '', contents = '', ...numbered] = await textOfPdf(await printer.pdf());
    expect(sheets).toBe(numbered.length + 2);
    expect(cover).toContain('审批卷宗');
    expect(cover).toContain('豫小满申请办理“临时救助”');
    numbered.forEach((page, index) => {
      expect(page).toContain(`第${index + 1}页共${numbered.length}页`);
    });
    const parts = content.kind === 'volume' ? content.volume.parts : [];
    for (const part of parts) {
      const title = part.kind === 'document' ? part.document.number : `${part.title}（${part.form}）`;
      const at = numbered.findIndex((page) => page.includes(title));
      expect(at).toBeGreaterThanOrEqual(0);
      if (part.kind === 'document')
        expect(contents).toContain(`${title}${formatDate(part.document.date)}${at + 1}`);
    }
    expect(numbered.at(-1)).toContain('打印记录');
    expect(numbered.some((page) => page.includes('第2张，共2张'))).toBe(true);
    expect(numbered.some((page) => page.includes('本材料为纸质件'))).toBe(true);
  });
});
