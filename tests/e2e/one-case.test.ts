import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoCards } from '../../src-main/demo/devices/cards.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { openBrowser } from './browser.ts';
import { chooseMatter, leaveTicket, openPage } from './hall.ts';
import { isAlive, type PageName, pageNames, type RunningHall, startHall } from './running-hall.ts';

/**
 * The whole circle as people walk it, in a real browser on the demo hall that `npm start` brings up. The parts
 * follow each other like a morning at the counter, each on what the one before left.
 */
describe('one case, all the way round', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-e2e-'));
  let browser: Browser;
  let hall: RunningHall;
  let page: Record<PageName, Page>;
  /** What this day leaves where anybody may see it: addresses that pages stood at or asked for, titles of windows. */
  const addresses = new Set<string>();
  const titles = new Set<string>();
  afterEach(async () => {
    for (const each of Object.values(page)) titles.add(await each.title().catch(() => ''));
  });

  beforeAll(async () => {
    chmodSync(folder, 0o711);
    browser = await openBrowser();
    hall = await startHall(folder);
    page = await openPages();
  });

  afterAll(async () => {
    await browser?.close();
    await hall?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openPages(): Promise<Record<PageName, Page>> {
    const opened = await Promise.all(
      pageNames.map(
        async (name) =>
          [
            name,
            await openPage(browser, hall.addresses[name], { onAddress: (at) => addresses.add(at) }),
          ] as const,
      ),
    );
    return Object.fromEntries(opened) as Record<PageName, Page>;
  }

  const openTray = (of: Page) => of.getByRole('button', { name: '打开演示设备' }).click();
  const closeTray = (of: Page) => of.getByRole('button', { name: '收起演示设备' }).click();
  const lay = (of: Page, name: string) =>
    of.getByRole('button', { name: new RegExp(`^放上证件：${name}`) }).click();
  const lift = (of: Page) => of.getByText('取走证件', { exact: true }).click();
  const back = () => leaveTicket(page.kiosk);
  /** What came out of the printer, newest first; on paper each character has a cell of its own. */
  const papers = async (of: Page) => {
    const texts = await of.getByLabel('打印出的凭条').allInnerTexts();
    return texts.join('\n').replaceAll(/\s/g, '');
  };

  async function signInClerk(): Promise<void> {
    const { desk } = page;
    await desk.getByLabel('工号').fill('G1001');
    await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
    await desk.keyboard.press('Enter');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
  }

  describe('1. the hall starts with one command', () => {
    it('prints six addresses, each with a token of its own', () => {
      const tokens = pageNames.map((name) => new URL(hall.addresses[name]).hash.split('&')[0]);
      expect(new Set(tokens).size).toBe(6);
      for (const token of tokens) expect(token?.length).toBeGreaterThan(20);
      expect(hall.addresses.desk).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/clerk\/#/);
    });

    it('keeps what it stores to its owner', () => {
      expect(statSync(join(folder, 'counter', 'store.key')).mode & 0o077).toBe(0);
      expect(statSync(join(folder, 'counter', 'store')).mode & 0o077).toBe(0);
    });

    it('leaves no token in the address bar, and no person in a title', async () => {
      for (const each of Object.values(page)) {
        expect(new URL(each.url()).hash).toBe('');
        expect(await each.title()).toMatch(/一窗/);
      }
    });
  });

  describe('2. a citizen at the kiosk', () => {
    it('lays the card, touches a category and gets a ticket on paper', async () => {
      const { kiosk } = page;
      await openTray(kiosk);
      await lay(kiosk, '豫小满');
      await kiosk.getByText('豫*满').first().waitFor();
      await kiosk.getByRole('button', { name: '民政社保，取号' }).click();
      await kiosk.getByText('A001').first().waitFor();
      await kiosk.getByText('已打印').waitFor();
      await expect.poll(() => papers(kiosk)).toContain('A001');
      await lift(kiosk);
    });

    it('or touches without a card', async () => {
      const { kiosk } = page;
      await back();
      await kiosk.getByRole('button', { name: '企业开办与经营，取号' }).click();
      await kiosk.getByText('B001').first().waitFor();
      await back();
    });

    it('gets one ticket however often the finger slips', async () => {
      const { kiosk, desk } = page;
      await kiosk.getByRole('button', { name: '其他事项，取号' }).dblclick();
      await kiosk.getByText('E001').first().waitFor();
      await signInClerk();
      await back();
      await desk.getByText('E001').first().waitFor();
      expect(await desk.getByText('E002').count()).toBe(0);
    });
  });

  describe('3. the clerk takes a case, by keyboard', () => {
    it('calls, and the board shows it; finds the matter by pinyin, receives, accepts', async () => {
      await page.desk.keyboard.press('F2');
      await page.desk.getByRole('region', { name: '当前叫号' }).waitFor();
      await page.board.getByText('A001').first().waitFor();
      await page.board.getByText('3号综合窗口').first().waitFor();
      await page.desk.keyboard.press('F3');
      // The kiosk read the card: the form is filled already.
      await page.desk.getByText('豫*满').first().waitFor();
      const text = await takeCase('dibao');
      expect(text).toContain('最低生活保障审核确认');
      expect(text.replaceAll(' ', '')).toMatch(/410104009\d{16}/);
      // A sunk matter has its date once the district has stamped it.
      await page.desk.getByText(/承诺时限：\d{4}年\d+月\d+日前/).waitFor();
    });

    it('shows the citizen what was entered, masked; the receipt takes its place', async () => {
      await page.citizen.getByText('最低生活保障审核确认').first().waitFor();
      expect(await page.citizen.locator('body').innerText()).not.toContain('豫小满');
    });

    it('prints both slips', async () => {
      const { desk } = page;
      await openTray(desk);
      await expect.poll(() => papers(desk)).toMatch(/受理通知书/);
      expect(await papers(desk)).toMatch(/收件凭证/);
      await closeTray(desk);
      await desk.keyboard.press('F6');
      await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
    });

    it('lets the citizen see everything only while a finger holds it', async () => {
      const { desk, citizen } = page;
      await desk.keyboard.press('F2');
      await desk.getByRole('region', { name: '当前叫号' }).waitFor();
      await desk.keyboard.press('F3');
      await openTray(desk);
      await lay(desk, '管晓禾');
      await citizen.getByText('管*禾').waitFor();
      const hold = citizen.getByRole('button', { name: /按住查看完整信息/ });
      await hold.hover();
      await citizen.mouse.down();
      await citizen.getByText('管晓禾').waitFor();
      await citizen.mouse.up();
      await citizen.getByText('管晓禾').waitFor({ state: 'detached' });
      await lift(desk);
      await closeTray(desk);
      // Nothing was taken: what the visit came to has to be said.
      await desk.keyboard.press('F6');
      await desk.getByRole('dialog', { name: '这次接待的结果是？' }).waitFor();
      await desk.keyboard.press('1');
      await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
    });
  });

  describe('4. the district is out of reach', () => {
    it('tickets and cases go on just the same; a sunk matter waits for its upload, another has its date', async () => {
      const { desk, kiosk } = page;
      await openTray(desk);
      await desk.getByRole('switch', { name: '区级平台网络' }).click();
      await desk.getByText('已断开').waitFor();
      await closeTray(desk);
      await desk
        .getByText(/区级平台连不上/)
        .first()
        .waitFor();

      // Whoever still waits from before is called first.
      await desk.keyboard.press('F2');
      await desk.getByRole('region', { name: '当前叫号' }).waitFor();
      await desk.keyboard.press('F7');

      for (const category of ['民政社保', '企业开办与经营']) {
        await kiosk.getByRole('button', { name: `${category}，取号` }).click();
        await kiosk
          .getByText(category === '民政社保' ? 'A002' : 'B002')
          .first()
          .waitFor();
        await back();
      }
      await receiveNext();
      expect(await takeCase('lsjz')).toContain('时限以上传时间为准');
      await desk.keyboard.press('F6');
      await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
      await receiveNext();
      expect(await takeCase('spjy')).toMatch(/\d{4}年\d+月\d+日前/);
    });

    it('the outbox says what waits, since when and why', async () => {
      const { desk } = page;
      await desk.keyboard.press('Alt+4');
      const outbox = desk.getByRole('region', { name: '待上传' });
      await outbox.getByText(/收件 临时救助/).waitFor();
      await outbox.getByText('区级平台连不上，恢复后自动上传，不用操作。').first().waitFor();
      await desk.keyboard.press('Alt+1');
    });

    it('uploads by itself when it is back, and the sunk matter’s due date becomes definite', async () => {
      const { desk } = page;
      await openTray(desk);
      await desk.getByRole('switch', { name: '区级平台网络' }).click();
      await closeTray(desk);
      await desk.getByText('已连通，全部已上传').waitFor();
      await desk.keyboard.press('Alt+2');
      const row = desk.getByRole('row', { name: /临时救助/ });
      await row.waitFor();
      expect(await row.innerText()).toMatch(/\d{4}年\d+月\d+日前/);
      await desk.keyboard.press('Alt+1');
      await desk.keyboard.press('F6');
    });
  });

  describe('5. the chief representative signs off, and the result goes out where the case came in', () => {
    it('reads the case and its materials and signs it off with an opinion', async () => {
      const { department } = page;
      await department.getByLabel('工号').fill('G2001');
      await department.getByLabel('密码', { exact: true }).fill('demo-G2001');
      await department.keyboard.press('Enter');
      await department.getByText('最低生活保障审核确认').first().click();
      await department.getByText('家庭经济状况核对授权书').first().waitFor();
      await department.getByLabel('签批意见', { exact: true }).last().fill('材料齐全，符合条件，同意。');
      await department.keyboard.press('F8');
      await department.getByLabel(/请输入您的登录密码/).fill('demo-G2001');
      await department.keyboard.press('Enter');
      await department
        .getByText(/待签批/)
        .first()
        .waitFor();
      await department.keyboard.press('Alt+2');
      await department.getByText('最低生活保障审核确认').first().waitFor();
    });

    it('the counter gets the result, issues it and records the delivery, with a slip', async () => {
      const { desk } = page;
      await desk.keyboard.press('Alt+3');
      const row = desk.getByRole('row', { name: /最低生活保障审核确认/ });
      await row.getByRole('button', { name: '发证' }).click();
      // Exactly: the day by which it has to be delivered is a button as well, and explains itself.
      await row.getByRole('button', { name: '送达', exact: true }).waitFor();
      await desk.keyboard.press('Enter');
      const dialog = desk.getByRole('dialog', { name: '送达' });
      await dialog.getByLabel('领取人姓名').fill('豫小满');
      await desk.keyboard.press('Enter');
      await dialog.waitFor({ state: 'hidden' });
      await openTray(desk);
      await expect.poll(() => papers(desk)).toMatch(/送达回证/);
      await closeTray(desk);
      await desk.getByText('已连通，全部已上传').waitFor();
    });
  });

  describe('and again', () => {
    it('Ctrl-C ends everything, and the next start goes on where this one stopped', async () => {
      const desk = new URL(hall.addresses.desk);
      const postgres = Number(
        readFileSync(join(folder, 'district', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
      );
      expect(isAlive(postgres)).toBe(true);
      await Promise.all(Object.values(page).map((each) => each.context().close()));
      await hall.interrupt();
      expect(isAlive(postgres)).toBe(false);
      await expect(fetch(desk.origin)).rejects.toThrow();

      hall = await startHall(folder);
      page = await openPages();
      await signInClerk();
      await page.desk.keyboard.press('Alt+2');
      await page.desk.getByRole('row', { name: /临时救助/ }).waitFor();
      await page.desk.getByText('已连通，全部已上传').waitFor();
      // Numbers go on: none is given twice.
      await page.kiosk.getByRole('button', { name: '民政社保，取号' }).click();
      await page.kiosk.getByText('A003').first().waitFor();
    });
  });

  describe('and of all this', () => {
    it('nobody is in a log, in an address or in a title: no citizen, no password, and of the staff no name', () => {
      const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.log$/.test(name),
      );
      const logged = logs.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
      // A day's worth: of the counter, the department and the district.
      expect(logged).toContain('"program":"installation"');
      expect(logged).toContain('"route":"/v1/push"');
      expect(logged.split('\n').length).toBeGreaterThan(50);
      expect(addresses.size).toBeGreaterThan(20);
      const left = {
        logged,
        said: hall.said(),
        addresses: [...addresses].join('\n'),
        titles: [...titles].join('\n'),
      };
      const personal = [
        ...demoCards.flatMap(({ card }) =>
          ['name', 'chineseName', 'idNumber', 'number', 'address'].map((field) => Reflect.get(card, field)),
        ),
        ...demoHall.staff.flatMap(({ posting, password }) => [posting.name, password]),
        '13812345678',
      ];
      expect(personal.length).toBeGreaterThan(20);
      for (const [where, text] of Object.entries(left))
        for (const each of personal.filter((word) => typeof word === 'string' && word !== ''))
          for (const written of [each, encodeURIComponent(each)])
            expect(text.includes(written), `${each} in ${where}`).toBe(false);
      for (const title of titles) expect(title).toMatch(/^(|一窗.*)$/);
    });
  });

  /** Calls the next ticket and reads the card of whoever comes. */
  async function receiveNext(): Promise<void> {
    const { desk } = page;
    await desk.keyboard.press('F2');
    await desk.getByRole('region', { name: '当前叫号' }).waitFor();
    await desk.keyboard.press('F3');
    await desk.getByRole('region', { name: '正在接待' }).waitFor();
    await openTray(desk);
    await lay(desk, '商立秋');
    await desk.getByText('商*秋').first().waitFor();
    await lift(desk);
    await closeTray(desk);
  }

  /** From the matter to the acceptance, by keyboard alone; gives what the desk says then. */
  async function takeCase(typed: string): Promise<string> {
    const { desk } = page;
    await chooseMatter(desk, typed);
    await desk.keyboard.press('Control+a');
    // What is confirmed is what is shown: a touch that is quicker than the last tick would be asked for again.
    await page.citizen.getByText('已交材料').waitFor();
    await page.citizen.getByRole('button', { name: '确认无误' }).click();
    await page.citizen.getByText('已确认').first().waitFor();
    await desk.getByText(/群众已在屏幕上确认/).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByRole('region', { name: '已收件' }).waitFor();
    await desk.keyboard.press('F9');
    const accepted = desk.getByRole('region', { name: '已受理' });
    await accepted.waitFor();
    return accepted.innerText();
  }
});
