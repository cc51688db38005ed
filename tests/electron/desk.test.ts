import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHall, startHall } from '../e2e/hall.ts';
import { type BuiltApp, buildApp, type RunningApp, startApp } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);
const renderer = join(import.meta.dirname, '..', '..', 'out', 'renderer');

describe.skipIf(leftOut !== null)(
  `the desk in Electron, on the demo hall${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'yichuang-electron-hall-'));
    let hall: RunningHall;
    let built: BuiltApp;
    let app: RunningApp;
    let desk: Page;

    beforeAll(async () => {
      if ('missing' in binary) return;
      chmodSync(folder, 0o711);
      hall = await startHall(folder);
      built = await buildApp();
      // The shell with the pages that ship.
      cpSync(renderer, join(built.folder, 'out', 'renderer'), { recursive: true });
      const address = join(folder, 'desk-address');
      writeFileSync(address, hall.addresses.desk, { mode: 0o600 });
      app = await startApp(binary, built, [`--attach=@${address}`]);
      desk = await app.page('clerk');
    });
    afterAll(async () => {
      await app?.quit();
      await hall?.interrupt();
      await built?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('signs a clerk in and takes a case without a ticket, by keyboard', async () => {
      await desk.getByLabel('工号').fill('G1001');
      await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
      await desk.keyboard.press('Enter');
      await desk.getByRole('complementary', { name: '叫号' }).waitFor();
      await desk.keyboard.press('Shift+F3');
      await desk.getByRole('region', { name: '正在接待' }).waitFor();
      await desk.getByRole('button', { name: '打开演示设备' }).click();
      await desk.getByRole('button', { name: /^放上证件：商立秋/ }).click();
      await desk.getByText('商*秋').first().waitFor();
      await desk.getByRole('button', { name: '收起演示设备' }).click();
      await desk.keyboard.press('Control+k');
      await desk.keyboard.type('dibao');
      await desk.getByRole('option').first().waitFor();
      await desk.keyboard.press('Enter');
      await desk.getByLabel('事项公开信息').waitFor();
      await desk.keyboard.press('Control+a');
      await desk.getByText(/已收 4／4/).waitFor();
      // Nobody sits at a citizen screen here: the clerk says so by pressing twice.
      await desk.keyboard.press('F8');
      await desk.getByText(/再按一次/).waitFor();
      await desk.keyboard.press('F8');
      await desk.getByRole('region', { name: '已收件' }).waitFor();
      await desk.keyboard.press('F9');
      await desk.getByRole('region', { name: '已受理' }).waitFor();
      await desk.getByText('已连通，全部已上传').waitFor();
    });

    it('has no way to Node, and the token is not in its page', async () => {
      const seen = await desk.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
      ]);
      expect(seen).toEqual(['undefined', 'undefined']);
      const token = new URL(hall.addresses.desk).hash.slice(1).split('&')[0] ?? '';
      expect(token.length).toBeGreaterThan(20);
      expect(await desk.content()).not.toContain(token);
      expect(desk.url()).toBe('yichuang://app/clerk/index.html');
    });
  },
);
