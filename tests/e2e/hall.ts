import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { until } from '../support/wait.ts';
import { openBrowser } from './browser.ts';
import { copyHall } from './hall-template.ts';
import { type PageName, type RunningHall, startHall } from './running-hall.ts';

/** A hall for the tests of one file, and a browser to open its pages in. */
export interface UsedHall {
  /** Where the hall keeps its files, and a test may keep its own. */
  readonly folder: string;
  readonly running: RunningHall;
  readonly browser: Browser;
  /** One of its pages, or another address of it, as a person of their own would open it. */
  open(page: PageName | (string & {}), opening?: Opening): Promise<Page>;
}

/**
 * Starts a hall and a browser before the tests of a file, and ends both after them. The hall is as it was when it was first
 * open, and nobody has been there yet.
 * @param prepare what has to be there first; says what the browser is started with besides
 * @param options what the hall is started with besides
 */
export function useHall(
  prepare: (folder: string) => Promise<string[]> | string[] = () => [],
  options: readonly string[] = [],
): UsedHall {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-e2e-'));
  let browser: Browser | undefined;
  let running: RunningHall | undefined;
  beforeAll(async () => {
    // PostgreSQL, which runs as somebody else, has to get through to its own folder.
    chmodSync(folder, 0o711);
    browser = await openBrowser(await prepare(folder));
    if (options.length === 0) await copyHall(join(folder, 'hall'));
    running = await startHall(join(folder, 'hall'), options);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });
  // What stood there when a test failed says more than its sentence: SCREENSHOTS names the folder for it.
  const pages: Page[] = [];
  afterEach(async ({ task }) => {
    const shots = process.env.SCREENSHOTS;
    if (shots === undefined || task.result?.state !== 'fail') return;
    for (const [index, page] of pages.entries())
      await page.screenshot({ path: join(shots, `failed-${task.id}-${index}.png`) }).catch(() => {});
  });
  return {
    folder,
    get running() {
      return there(running);
    },
    get browser() {
      return there(browser);
    },
    async open(page, opening) {
      const { addresses } = there(running);
      const address = page in addresses ? addresses[page as PageName] : page;
      const opened = await openPage(there(browser), address, opening);
      pages.push(opened);
      return opened;
    },
  };
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the hall is used before it has started');
  return thing;
}

/** Signs somebody of the demo in; whoever is there signs out first. */
export async function signIn(page: Page, staffNumber: string): Promise<void> {
  const menu = page.getByRole('button', { name: /打开个人菜单/ });
  const password = page.getByLabel('密码', { exact: true });
  await menu.or(password).first().waitFor();
  if (await menu.isVisible()) {
    await menu.click();
    await page.getByText('退出登录').click();
  }
  await page.getByLabel('工号').fill(staffNumber);
  await password.fill(`demo-${staffNumber}`);
  await page.keyboard.press('Enter');
  await menu.waitFor();
}

/**
 * Away from the number that a kiosk has just given: touched again, as a person does, while the screen is deaf against the
 * second tap of two.
 */
export async function leaveTicket(kiosk: Page): Promise<void> {
  const back = kiosk.getByRole('button', { name: /^返回/ }).first();
  await until('the kiosk is at its beginning', async () => {
    if (await back.isVisible()) await back.click({ timeout: 1_000 }).catch(() => {});
    return kiosk.getByText('请选择要办理的业务').isVisible();
  });
}

/** Until the keyboard is in this dialog or on this button. */
export const hasKeyboard = (place: Locator): Promise<boolean> =>
  until('the keyboard is there', () => place.evaluate((element) => element.contains(document.activeElement)));

/** The keys of a page (F2, Alt+R, Control+K), of which it takes each that it listens to for itself. */
const pageKey = /^(Shift\+)?F\d+$|^((Control|Alt)\+)+[A-Za-z\d]$/;

/**
 * From now on whoever presses a key of this page presses it again, as a person does, until the page has taken it:
 * while it is still loading it does not listen yet.
 */
export async function pressLikeAPerson(page: Page): Promise<void> {
  const remember = () => {
    window.addEventListener('keydown', (event) => Object.assign(window, { lastKey: event }));
  };
  await page.addInitScript(remember);
  await page.evaluate(remember);
  const press = page.keyboard.press.bind(page.keyboard);
  const taken = () =>
    page.evaluate(
      () => (window as unknown as { lastKey?: KeyboardEvent }).lastKey?.defaultPrevented ?? false,
    );
  page.keyboard.press = async (key, options) => {
    if (!pageKey.test(key)) return press(key, options);
    await until(`the page takes ${key}`, async () => {
      await press(key, options);
      return taken();
    });
  };
}

/** Chooses a matter at a desk by keyboard, once the desk listens: what was typed finds one, and its papers are listed. */
export async function chooseMatter(desk: Page, typed: string): Promise<void> {
  const search = desk.getByRole('combobox', { name: '查找事项' });
  await desk.keyboard.press('Control+k');
  await hasKeyboard(search);
  await desk.keyboard.type(typed);
  await desk.getByRole('option').first().waitFor();
  await desk.keyboard.press('Enter');
  await desk.getByRole('list', { name: '材料清单' }).waitFor();
}

interface Opening {
  /** Told every address that the page stands at or asks for. */
  readonly onAddress?: (address: string) => void;
  /** Told everything that comes over its sockets. */
  readonly onFrame?: (frame: string) => void;
  /** Told everything that it has sent over its sockets. */
  readonly onSent?: (frame: string) => void;
  /** Runs in the page before anything of its own does. */
  readonly before?: () => void;
}

/** Opens an address as a person of their own would: with no page, cookie or size from anybody else. */
export async function openPage(
  browser: Browser,
  address: string,
  { onAddress = () => {}, onFrame = () => {}, onSent = () => {}, before }: Opening = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  if (before !== undefined) await page.addInitScript(before);
  page.on('request', (request) => onAddress(request.url()));
  page.on('websocket', (socket) => {
    onAddress(socket.url());
    socket.on('framereceived', ({ payload }) => onFrame(String(payload)));
    socket.on('framesent', ({ payload }) => onSent(String(payload)));
  });
  page.on('framenavigated', (frame) => onAddress(frame.url()));
  await pressLikeAPerson(page);
  await page.goto(address);
  return page;
}
