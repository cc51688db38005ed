import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kill } from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltApp, buildApp, eventually, type RunningApp, startApp } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';
import type { probe } from './page/board.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);

type Probed = Window & { readonly probe: typeof probe };
const told = (page: Page) => page.evaluate(() => (window as unknown as Probed).probe.told);
const corePid = (page: Page) => page.evaluate(() => (window as unknown as Probed).probe.corePid());
const ports = (page: Page) => eventually(async () => (await told(page)).ports);
const alive = (pid: number): boolean => {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
};

describe.skipIf(leftOut !== null)(
  `the core under Electron${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    let built: BuiltApp;
    let app: RunningApp | null = null;

    const start = async (args: readonly string[]): Promise<RunningApp> => {
      if ('missing' in binary) throw new Error(binary.missing);
      app = await startApp(binary, built, args);
      return app;
    };
    beforeAll(async () => {
      if (leftOut === null) built = await buildApp();
    });
    afterEach(async () => {
      await app?.quit();
      app = null;
    });
    afterAll(() => built?.remove());

    it('runs in a process of its own and answers over the port', async () => {
      const running = await start(['--audience=board']);
      const page = await running.page('board');
      await ports(page).toBe(1);
      const core = await corePid(page);
      expect(core).not.toBe(running.pid);
      expect(await running.processes()).toContain(core);
      expect((await told(page)).reports.at(-1)).toMatchObject({ state: 'running', sentence: '' });
    });

    it('and every process of the program keep their memory out of dumps, whatever crashes', async () => {
      const running = await start(['--audience=board']);
      await ports(await running.page('board')).toBe(1);
      const filters = await Promise.all(
        (await running.processes()).map(async (pid) => {
          const [filter, command] = await Promise.all(
            ['coredump_filter', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
          );
          return [/--type=([a-z-]+)/.exec(command ?? '')?.[1] ?? 'main', Number.parseInt(filter ?? '', 16)];
        }),
      );
      expect(filters.filter(([, filter]) => filter !== 0)).toEqual([]);
    });

    it('is started again when it is killed; the window is told, and gets a new port that works', async () => {
      const page = await (await start(['--audience=board'])).page('board');
      await ports(page).toBe(1);
      const first = await corePid(page);
      kill(first, 'SIGKILL');
      await ports(page).toBe(2);
      const second = await corePid(page);
      expect(second).not.toBe(first);
      const { reports, closed } = await told(page);
      expect(reports.slice(-2)).toMatchObject([
        { state: 'restarting', sentence: '本机服务意外停止，正在自动恢复，请稍候再操作。' },
        { state: 'running', sentence: '' },
      ]);
      expect(closed).toBe(1);

      kill(second, 'SIGKILL');
      await ports(page).toBe(3);
      expect([first, second]).not.toContain(await corePid(page));
    });

    it('outlives a page that crashes; the page is opened again and told so', async () => {
      const running = await start(['--audience=board']);
      const page = await running.page('board');
      await ports(page).toBe(1);
      const core = await corePid(page);
      const session = await page.context().newCDPSession(page);
      void session.send('Page.crash').catch(() => {});
      await eventually(() => running.lines.some((line) => line.includes('a page crashed'))).toBe(true);
      await session.detach().catch(() => {});
      await running.reconnect();
      const again = await running.page('board');
      await ports(again).toBe(1);
      expect(await corePid(again)).toBe(core);
      expect((await told(again)).reports).toContainEqual({
        kind: 'yichuang-core',
        state: 'running',
        sentence: '页面刚才意外停止，已重新打开。请核对刚才的操作是否完成。',
      });
    });

    it('that refuses to start is not tried again, and its sentence reaches the window', async () => {
      const running = await start(['--audience=board', `--core=${built.file('refusing-core.cjs')}`]);
      const page = await running.page('board');
      await eventually(async () => (await told(page)).reports.at(-1)).toMatchObject({
        state: 'stopped',
        sentence: '数据由更新的版本写入，请先升级程序。',
      });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(running.lines.filter((line) => line.includes('was forked'))).toHaveLength(1);
    });

    it('closes its store before the program is gone', async () => {
      const note = join(built.folder, 'note');
      const running = await start(['--audience=board', '--', note]);
      const page = await running.page('board');
      await ports(page).toBe(1);
      const core = await corePid(page);
      expect(await running.quit()).toBe(0);
      app = null;
      expect(await readFile(note, 'utf8')).toBe('the store is closed');
      expect(alive(core)).toBe(false);
    });

    it('that does not stop is ended all the same', async () => {
      const running = await start(['--audience=board', `--core=${built.file('stubborn-core.cjs')}`]);
      const page = await running.page('board');
      await ports(page).toBe(1);
      const core = await corePid(page);
      await running.quit();
      app = null;
      await eventually(() => alive(core)).toBe(false);
      expect(running.lines.join('\n')).toContain('is killed');
    });

    it('does not outlive a shell that was killed', async () => {
      const running = await start(['--audience=board']);
      const page = await running.page('board');
      await ports(page).toBe(1);
      const core = await corePid(page);
      kill(running.pid, 'SIGKILL');
      await eventually(() => alive(core)).toBe(false);
    });
  },
);
