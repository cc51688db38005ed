import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserShell, openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { buildRenderer, rendererFolder } from '../../src-main/cli/renderer-build.ts';
import { contractServer } from '../../src-main/core/core.ts';
import { silentLog } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { clerkActing, hallCounters, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { until } from '../support/wait.ts';
import { openBrowser } from './browser.ts';
import { openPage, signIn } from './hall.ts';

/** The back office of a hall, which keeps its queue, with one counter that calls from it. */
const root = tempFolder();
let office: Member;
let counter: Member;
let shell: BrowserShell;
let browser: Browser;
let page: Page;
const [first] = hallCounters(1);
const atCounter = { counterId: first?.id ?? '', acting: clerkActing() };

beforeAll(async () => {
  await buildRenderer(() => {});
  prepareMember(join(root, 'office'), { kind: 'backOffice', series: '030' });
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  office = await openMember(join(root, 'office'), { listen: '127.0.0.1:0' });
  await until('the hall is open', () => office.parts.hall.address() !== null);
  counter = await openMember(join(root, '1'), { core: office.parts.hall.address() ?? '' });
  await until('the counter is in the hall', () => counter.mode() === 'connected');
  const server = contractServer(office.core.routers);
  shell = await openBrowserShell({
    ...{ server, rendererFolder, port: 0, log: silentLog },
    tokens: { clerk: randomBytes(24).toString('base64url') },
  });
  browser = await openBrowser();
  page = await openPage(browser, shell.url('clerk'));
});
afterAll(async () => {
  await browser?.close();
  await shell?.close();
  await Promise.all([counter, office].map((each) => each?.close()));
});

const rail = () => page.getByRole('navigation', { name: '页面' }).getByRole('button').allInnerTexts();

it('opens on the hall, with nothing of cases', async () => {
  await page.getByText('大厅后台').waitFor();
  await signIn(page, 'G1005');
  await page.getByRole('tab', { name: '大厅现在' }).waitFor();
  await page.getByRole('tab', { name: '设置' }).waitFor();
  expect((await rail()).map((label) => label.split('\n')[0])).toEqual(['待上传', '大厅', '设备', '按键说明']);
});

it('has the greeter take a number by key, which the counter calls, and bring back whoever missed it', async () => {
  await signIn(page, 'G1004');
  await page.getByRole('tab', { name: '大厅现在' }).waitFor();
  expect(await page.getByRole('tab').count()).toBe(1);
  await page.keyboard.press('Alt+Q');
  await page.getByLabel('民政社保').check();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('A001').waitFor();
  await page.getByRole('button', { name: '完成' }).click();
  await page.getByRole('row').getByText('A001').waitFor();

  expect((await counter.tickets.call(atCounter, null)).kind).toBe('done');
  await page.getByRole('list', { name: '窗口' }).getByText('正在叫号').waitFor();
  expect((await counter.tickets.miss(atCounter)).kind).toBe('done');
  await page.getByRole('button', { name: 'A001号重新排队' }).click();
  await page.getByRole('row').getByText('A001').waitFor();
  expect(office.tickets.queue().missed).toEqual([]);
});

it('is not led to a counter’s pages by their keys', async () => {
  // Pressed once each: the page takes none of them.
  for (const key of ['Alt+1', 'Alt+2', 'F2']) await page.locator('body').press(key);
  expect((await rail()).some((label) => label.startsWith('办理'))).toBe(false);
  await page.keyboard.press('Alt+9');
  await page.getByRole('heading', { name: '设备' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: '大厅管理' }).waitFor();
  expect(await page.getByRole('button', { name: /叫下一位/ }).count()).toBe(0);
});
