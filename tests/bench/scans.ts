import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Page } from 'playwright-core';
import { openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { buildRenderer, rendererFolder } from '../../src-main/cli/renderer-build.ts';
import { contractServer } from '../../src-main/core/core.ts';
import { openBrowser } from '../e2e/browser.ts';
import { counterRouters, done, openInstallation, silentLog, takeCase } from '../support/counter.ts';
import { type Goal, Samples } from './samples.ts';

const cases = 12;
const pagesEach = 30;
const mostMs = 200;

/**
 * From the key that opens a case with thirty pages of scans to its small pictures standing on the screen, in a real
 * browser over the real link, each case for the first time in that window.
 */
export async function benchScans(): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-scans-'));
  chmodSync(folder, 0o711);
  const browser = await openBrowser();
  const core = await openInstallation({ folder });
  const routers = counterRouters(core);
  const clerk = createRouterClient(routers.clerk);
  await buildRenderer(() => undefined);
  const token = randomBytes(24).toString('base64url');
  const shell = await openBrowserShell({
    server: contractServer(routers),
    rendererFolder,
    port: 0,
    tokens: { clerk: token },
    log: silentLog,
  });
  try {
    await done(clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    const { scan, thumbnail } = await aScan(page);
    // All are taken before the first scan: with it a paper would be on file, and not be asked for again.
    const ids: string[] = [];
    for (let count = 0; count < cases; count += 1) ids.push((await takeCase(clerk)).id);
    for (const id of ids) await addScans(clerk, id, scan, thumbnail);
    await page.goto(shell.url('clerk') ?? '');
    await page.getByRole('complementary', { name: '叫号' }).waitFor();
    await page.keyboard.press('Alt+2');
    const rows = page.locator('tbody tr.ant-table-row');
    await rows.nth(cases - 1).waitFor();
    const samples = new Samples();
    for (let at = 0; at < cases; at += 1) {
      samples.add(await openAndSee(page, at));
      await page.keyboard.press('Escape');
      await page.waitForTimeout(700);
    }
    const [first, ...rest] = samples.times;
    const goal = (name: string, value: number): Goal => ({
      name,
      value,
      unit: 'ms',
      bound: { kind: 'atMost', value: mostMs },
      note: `${pagesEach} pages of ${Math.round(scan.length / 1024)} KB, in a browser`,
    });
    return {
      goals: [goal('open a case with scans, median', samples.quantile(0.5))],
      lines: [
        `first case of the window ${first?.toFixed(0)} ms, the others ${rest.map((each) => each.toFixed(0)).join(' ')} ms`,
      ],
    };
  } finally {
    await browser.close();
    await shell.close();
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page of writing as a scanner gives it, and its small picture. */
async function aScan(page: Page): Promise<{ scan: Buffer; thumbnail: string }> {
  const [large, small] = await page.evaluate(() => {
    const draw = (width: number, height: number, quality: number): string => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = '#f4f1e8';
      context.fillRect(0, 0, width, height);
      for (let spot = 0; spot < 9_000; spot += 1) {
        context.fillStyle = `hsl(40 10% ${30 + ((spot * 37) % 60)}%)`;
        context.fillRect((spot * 7_919) % width, (spot * 104_729) % height, width / 70, height / 400);
      }
      return canvas.toDataURL('image/jpeg', quality);
    };
    return [draw(1654, 2339, 0.5), draw(119, 168, 0.6)];
  });
  return { scan: Buffer.from(large?.split(',')[1] ?? '', 'base64'), thumbnail: small ?? '' };
}

type Clerk = Parameters<typeof takeCase>[0];

async function addScans(clerk: Clerk, id: string, scan: Buffer, thumbnail: string): Promise<void> {
  for (let count = 0; count < pagesEach; count += 1) {
    // A comment behind the first marker makes each a page of its own.
    const comment = Buffer.from(`  ${id} ${count}`);
    comment.writeUInt16BE(comment.length);
    const bytes = Buffer.concat([scan.subarray(0, 2), Buffer.from([0xff, 0xfe]), comment, scan.subarray(2)]);
    const file = new File([bytes], 'page.jpg');
    await done(clerk.pages.addToCase({ caseId: id, materialId: 'resident-id-card', file, thumbnail }));
  }
}

/** Milliseconds from the press that opens a row to the frame in which every small picture in sight stands. */
const openAndSee = (page: Page, row: number): Promise<number> =>
  page.evaluate(
    (index) =>
      new Promise<number>((resolve) => {
        const rows = document.querySelectorAll<HTMLElement>('tbody tr.ant-table-row');
        const began = performance.now();
        rows[index]?.click();
        const look = (): void => {
          const strip = document.querySelector('.ant-drawer .page-strip');
          const pages = strip?.querySelectorAll('.page-strip-page').length ?? 0;
          const pictures = [...(strip?.querySelectorAll('img') ?? [])];
          const stand = pages > 0 && pictures.length === pages && pictures.every((each) => each.complete);
          if (stand) requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        look();
      }),
    row,
  );
