import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { chooseMatter, signIn, useHall } from './hall.ts';

/** Papers from the document camera to the department's desk, by keyboard, with a camera that shows a sheet on a desk. */
describe('the papers of a case', () => {
  const hall = useHall(async (folder) => {
    const camera = join(folder, 'camera.mjpeg');
    writeFileSync(camera, await aSheetOnADesk());
    return [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ];
  });
  let desk: Page;
  let department: Page;

  beforeAll(async () => {
    desk = await hall.open('desk');
    department = await hall.open('department');
    await signIn(desk, 'G1001');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await desk.keyboard.press('Shift+F3');
    await desk.getByText('无号来访').waitFor();
    await desk.keyboard.press('Alt+A');
    await desk.getByLabel('姓名').first().fill('豫小满');
    await desk
      .getByLabel(/身份证号|证件号/)
      .first()
      .fill('41010419900321998X');
    await desk.keyboard.press('Enter');
    await chooseMatter(desk, 'lsjz');
  });
  const papers = () => desk.getByRole('list', { name: '材料清单' });
  const pagesOf = (name: string, count: number) =>
    papers().getByRole('list', { name: `${name}，${count}页` });

  it('are scanned with two presses a page: the edges are found, the page lies flat', async () => {
    await papers().getByRole('checkbox').first().focus();
    await desk.keyboard.press('s');
    await desk.getByText('已找到纸张边缘，按空格拍照。').waitFor();
    await desk.keyboard.press(' ');
    await desk.getByText(/^四角对了/).waitFor();
    await desk.keyboard.press('3');
    await desk.keyboard.press(' ');
    await desk.getByText('本次已加 1 页').waitFor();
    // The second one with a corner moved by hand.
    await desk.keyboard.press(' ');
    await desk.getByText(/^四角对了/).waitFor();
    const corner = desk.getByRole('slider', { name: /^左上角/ });
    await corner.focus();
    const before = await corner.getAttribute('cx');
    await desk.keyboard.press('Shift+ArrowLeft');
    expect(Number(await corner.getAttribute('cx'))).toBeLessThan(Number(before));
    await desk.keyboard.press(' ');
    await desk.getByText('本次已加 2 页').waitFor();
    await desk.keyboard.press('Escape');
    await pagesOf('居民身份证', 2).waitFor();
    // Upright: an A4 page, and its writing in lines.
    const [width, height] = await pagesOf('居民身份证', 2)
      .getByRole('button')
      .first()
      .locator('img')
      .evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
    expect((height ?? 0) / (width ?? 1)).toBeCloseTo(Math.SQRT2, 1);
    expect(await papers().getByRole('checkbox').first().isChecked()).toBe(true);
  });

  it('are added as files; what is none is refused by what it holds, by name and with a sentence', async () => {
    const files = papers().locator('input[type=file]');
    await files.nth(1).setInputFiles([
      { name: '申请表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0 not a paper') },
      { name: '网页.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') },
    ]);
    await papers().getByText('申请表.pdf：这是一个程序文件，不是材料，已拒收').waitFor();
    await papers().getByText('网页.png：网页、SVG等可以夹带脚本的文件不能作为材料').waitFor();
    await papers().getByRole('button', { name: '知道了' }).click();
  });

  it('are leafed through in full, and one that is not wanted goes', async () => {
    await papers().getByRole('checkbox').first().focus();
    await desk.keyboard.press('ArrowRight');
    await desk.keyboard.press('Enter');
    const viewer = desk.getByRole('dialog');
    await viewer.getByText('居民身份证　第1／2页').waitFor();
    await viewer.getByRole('img', { name: '材料影像' }).waitFor();
    await desk.keyboard.press('ArrowRight');
    await viewer.getByText('居民身份证　第2／2页').waitFor();
    await desk.keyboard.press('Escape');
    await viewer.waitFor({ state: 'hidden' });
    await papers().locator('[data-page="1"]').focus();
    await desk.keyboard.press('Delete');
    await pagesOf('居民身份证', 1).waitFor();
  });

  it('go with the case to the department, which reads them beside its decision', async () => {
    await desk.keyboard.press('Control+A');
    await desk.getByText('已收 4／4').waitFor();
    await desk.keyboard.press('F8');
    await desk.getByText(/再按一次 F8 收件/).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByText('刚才收件').waitFor();
    await desk.keyboard.press('F9');
    await desk.getByText('刚才受理').waitFor();
    await signIn(department, 'G2001');
    const pages = department.getByRole('list', { name: '材料影像，1页' });
    await pages.waitFor();
    await pages.getByRole('button').first().click();
    await department.getByRole('img', { name: '材料影像' }).waitFor();
    await department
      .getByRole('button', { name: /签批|同意/ })
      .first()
      .waitFor();
  });

  it('are added to a case that was received before, and what is none is refused there too', async () => {
    await desk.keyboard.press('Alt+2');
    await desk.getByRole('row', { name: /临时救助/ }).click();
    const received = desk.getByRole('region', { name: '收到的材料' });
    await received.getByRole('list', { name: '材料影像，1页' }).waitFor();
    await received.getByRole('button', { name: '扫描临时救助申请表' }).focus();
    await desk.keyboard.press('s');
    await desk.getByText('已找到纸张边缘，按空格拍照。').waitFor();
    await desk.keyboard.press(' ');
    await desk.getByText(/^四角对了/).waitFor();
    await desk.keyboard.press(' ');
    await desk.getByText('本次已加 1 页').waitFor();
    await desk.keyboard.press('Escape');
    await received.getByRole('list', { name: '材料影像，2页' }).waitFor();
    await received
      .getByLabel('为居民身份证选择文件')
      .setInputFiles([
        { name: '申请表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0 not a paper') },
      ]);
    await received.getByText('申请表.pdf：这是一个程序文件，不是材料，已拒收').waitFor();
    await department.getByRole('list', { name: '材料影像，2页' }).waitFor();
  });

  it('may be a PDF: its sheets are leafed through, and stand in the archive volume as pictures', async () => {
    const received = desk.getByRole('region', { name: '收到的材料' });
    await received
      .getByLabel('为疾病诊断、灾害或事故的证明材料选择文件')
      .setInputFiles([
        { name: '诊断证明.pdf', mimeType: 'application/pdf', buffer: await aPdfOfTwoSheets(hall.browser) },
      ]);
    await received.getByRole('list', { name: '材料影像，3页' }).getByText('PDF').click();
    const viewer = desk.getByRole('dialog', { name: /疾病诊断/ });
    await viewer.getByText(/^PDF第1／2页/).waitFor();
    const picture = viewer.getByRole('img', { name: '材料影像' });
    await picture.waitFor();
    const first = await darkness(picture);
    expect(first).toBeGreaterThan(0);
    await desk.keyboard.press('ArrowRight');
    await viewer.getByText(/^PDF第2／2页/).waitFor();
    await expect.poll(async () => darkness(picture).catch(() => first)).not.toBe(first);
    await desk.keyboard.press('Escape');
    await viewer.waitFor({ state: 'hidden' });

    await desk.keyboard.press('Control+p');
    await desk
      .getByRole('button', { name: /审批卷宗/ })
      .first()
      .click();
    const preview = desk.getByRole('region', { name: '打印预览' });
    const sheet = preview.getByRole('img', { name: /疾病诊断.*第2张，共2张/ });
    await sheet.waitFor();
    expect(await darkness(sheet)).toBeGreaterThan(0);
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Escape');
  });

  it('are handed over and signed for, counted on both sides', async () => {
    await desk.keyboard.press('Alt+5');
    await desk.getByText('卷宗在3号综合窗口。').waitFor();
    await desk.getByRole('button', { name: '移交', exact: true }).click();
    await desk.getByLabel('卷数').fill('2');
    await desk.keyboard.press('Enter');
    await desk.getByText(/已交出2卷，等.*签收。/).waitFor();
    await department.keyboard.press('Alt+6');
    await department.getByRole('button', { name: '签收', exact: true }).click();
    await department.getByLabel('卷数').fill('1');
    await department.keyboard.press('Enter');
    await department.getByText('应有2卷，清点到1卷，请双方当面核对后再签收。').waitFor();
    await department.getByLabel('卷数').fill('2');
    await department.keyboard.press('Enter');
    await department.getByText(/卷宗2卷在.*民政局。/).waitFor();
  });
});

/** How much of a picture is not white, in thousandths: a sheet that was not drawn has none. */
const darkness = (picture: Locator): Promise<number> =>
  picture.evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [300, 424];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0, 300, 424);
    const dots = context?.getImageData(0, 0, 300, 424).data ?? new Uint8ClampedArray();
    let dark = 0;
    for (let at = 0; at < dots.length; at += 4) if ((dots[at] ?? 255) < 128) dark += 1;
    return Math.round((dark / (300 * 424)) * 1_000);
  });

/** Two sheets with different amounts of ink. */
async function aPdfOfTwoSheets(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  const block = (height: number) => `<div style="background:#000;height:${height}px"></div>`;
  await page.setContent(`${block(200)}<p style="page-break-before:always">${block(600)}</p>`);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  await page.close();
  return pdf;
}

/** What a document camera sees, as the frames of a film: a sheet of writing that lies askew on a dark desk. */
async function aSheetOnADesk(): Promise<Buffer> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 960];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = '#3b4a48';
    context.fillRect(0, 0, 1280, 960);
    context.translate(650, 480);
    context.rotate(0.06);
    context.fillStyle = '#f6f4ee';
    context.fillRect(-290, -410, 580, 820);
    context.fillStyle = '#222';
    for (let line = 0; line < 26; line += 1)
      context.fillRect(-230, -330 + line * 27, 300 + ((line * 53) % 160), 5);
    return canvas.toDataURL('image/jpeg', 0.9);
  });
  await browser.close();
  const frame = Buffer.from(url.split(',')[1] ?? '', 'base64');
  return Buffer.concat(Array.from({ length: 30 }, () => frame));
}
