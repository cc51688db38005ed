import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserShell, openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { contractServer } from '../../src-main/core/contract-server.ts';
import { deskRouter, trayRouter } from './desk-router.ts';
import { type BuiltApp, buildApp, eventually, type RunningApp, startApp } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';
import type { probe } from './page/clerk.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);

type Probed = Window & { readonly probe: typeof probe };
const told = (page: Page) => page.evaluate(() => (window as unknown as Probed).probe.told);
const greet = (page: Page, name: string) =>
  page.evaluate((given) => (window as unknown as Probed).probe.greet(given), name);
const turn = (page: Page, size: number) =>
  page.evaluate((given) => (window as unknown as Probed).probe.turn(given), size);

describe.skipIf(leftOut !== null)(
  `Electron attached to a shell that runs elsewhere${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    const token = randomBytes(24).toString('base64url');
    const trayToken = randomBytes(24).toString('base64url');
    let built: BuiltApp;
    let shell: BrowserShell;
    let app: RunningApp;
    let page: Page;

    const openShell = (port: number): Promise<BrowserShell> =>
      openBrowserShell({
        server: contractServer({ clerk: deskRouter, tray: trayRouter }),
        rendererFolder: join(built.folder, 'out', 'renderer'),
        port,
        tokens: { clerk: token, tray: trayToken },
        log: { info: () => {}, warn: () => {} },
      });

    beforeAll(async () => {
      if ('missing' in binary) return;
      built = await buildApp();
      shell = await openShell(0);
      const links = join(built.folder, 'links');
      await writeFile(links, `${shell.url('clerk')}&tray=${trayToken}\n`, { mode: 0o600 });
      app = await startApp(binary, built, [`--attach=@${links}`]);
      page = await app.page('clerk');
    });
    afterAll(async () => {
      await app?.quit();
      await shell?.close();
      await built?.remove();
    });

    it('carries calls and answers through, as text and as bytes', async () => {
      await eventually(async () => (await told(page)).ports).toBe(1);
      expect(page.url()).toBe('yichuang://app/clerk/index.html');
      expect(await greet(page, '王')).toBe('您好，王');
      expect(await turn(page, 1)).toBe(true);
      expect(await turn(page, 2_000_000)).toBe(true);
    });

    it('keeps the token out of the page and out of every command line', async () => {
      const shown = await page.evaluate(() =>
        JSON.stringify([
          location.href,
          document.documentElement.outerHTML,
          performance.getEntries().map((entry) => entry.name),
          { ...sessionStorage },
          { ...localStorage },
        ]),
      );
      expect(shown).not.toContain(token);
      const processes = await app.processes();
      expect(processes.length).toBeGreaterThan(2);
      for (const pid of processes) {
        for (const file of ['cmdline', 'environ']) {
          expect(await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')).not.toContain(token);
        }
      }
      expect(app.lines.join('\n')).not.toContain(token);
    });

    it('comes back when the shell is stopped and started again', async () => {
      await shell.close();
      await eventually(async () => (await told(page)).reports.at(-1)?.state).toBe('restarting');
      await eventually(async () => (await told(page)).closed).toBe(1);
      shell = await openShell(shell.port);
      await eventually(async () => (await told(page)).ports).toBe(2);
      expect(await greet(page, '李')).toBe('您好，李');
      expect(await turn(page, 100_000)).toBe(true);
      expect((await told(page)).reports.at(-1)).toMatchObject({ state: 'running', sentence: '' });
    });

    it('gives the page of a demo hall the tray’s link too, beside its own', async () => {
      expect(await page.evaluate(() => (window as unknown as Probed).probe.askTray())).toBe('托盘');
      expect(await greet(page, '赵')).toBe('您好，赵');
    });

    it('does not attach a clerk’s window to another machine', async () => {
      if ('missing' in binary) return;
      const attempt = startApp(binary, built, [`--attach=http://192.0.2.7:80/clerk/#${token}`]);
      await expect(attempt).rejects.toThrow('只能连接本机');
    });
  },
);
