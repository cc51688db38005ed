import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/wait.ts';
import { chooseMatter, signIn, useHall } from './hall.ts';

/**
 * Cases on their way through six organisations, each at its own page: a community's station, the street's centre, the
 * district's centre, two departments, and the office; by agent, clerk, reviewer, chief representative and manager, and
 * by the citizen with a telephone.
 */
describe('six organisations', () => {
  const shots = process.env.SCREENSHOTS;
  const hall = useHall(undefined, ['--whole']);
  let station: Page;
  let street: Page;
  let centre: Page;
  let civil: Page;
  let market: Page;
  let office: Page;
  /** Everything that the street's page was told, for the address on its slips. */
  const heard: string[] = [];

  beforeAll(async () => {
    if (shots !== undefined) mkdirSync(shots, { recursive: true });
    const addressOf = (title: string) =>
      until(
        `${title} is open`,
        () => new RegExp(`^${title}: (\\S+)`, 'm').exec(hall.running.said())?.[1],
        240_000,
      );
    station = await hall.open(await addressOf('desk of the station'));
    centre = await hall.open(await addressOf('desk of the district centre'));
    market = await hall.open(await addressOf('second department'));
    civil = await hall.open('department');
    office = await hall.open('office');
    street = await hall.open('desk', { onFrame: (frame) => heard.push(frame) });
  });

  const shot = async (page: Page, name: string) => {
    if (shots === undefined) return;
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(shots, `six-${name}.png`) });
  };
  /** Receives and accepts what was typed for; nobody confirms it on the citizen's screen. */
  async function takeIn(desk: Page, matter: string, hasScreen = true): Promise<void> {
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await desk.keyboard.press('Shift+F3');
    const form = desk.getByRole('form', { name: '填写申请人' });
    await form.waitFor();
    await desk.keyboard.type('豫小满');
    await desk.keyboard.press('Tab');
    await desk.keyboard.type('41010419900321998X');
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Tab');
    await desk.keyboard.type('13812345678');
    await desk.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    await chooseMatter(desk, matter);
    await desk.keyboard.press('Control+a');
    await desk.getByText(/已收 [1-9]\d*／\d+/).waitFor();
    // Where no screen of the citizen's is, nobody can confirm on one, and nobody is asked to.
    await desk.getByText(hasScreen ? /请群众在对面屏幕核对/ : /请当面与群众核对/).waitFor();
    await desk.keyboard.press('Shift+F8');
    if (hasScreen) {
      await desk.getByText(/群众还没有在屏幕上确认/).waitFor();
      await desk.keyboard.press('Shift+F8');
    }
    await desk.getByRole('region', { name: '已受理', exact: true }).waitFor();
  }
  async function sign(page: Page, number: string, opinion: string): Promise<void> {
    await page.getByLabel('签批意见').fill(opinion);
    await page.keyboard.press('F8');
    await page.getByLabel(/请输入您的登录密码/).fill(`demo-${number}`);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: '签批' }).getByText('已签批：同意').waitFor();
  }
  /** Issues the result of a matter at the counter that received it, and hands it over. */
  async function handOver(desk: Page, matter: string): Promise<void> {
    await desk.keyboard.press('Alt+3');
    const row = desk.getByRole('row', { name: new RegExp(`^${matter}，`) });
    await row.waitFor();
    await row.getByRole('button', { name: '发证' }).click();
    await row.getByRole('button', { name: '送达', exact: true }).click();
    const dialog = desk.getByRole('dialog', { name: '送达' });
    await dialog.getByLabel('领取人姓名').fill('豫小满');
    await dialog.getByRole('button', { name: '确认送达' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  describe('a case from the station, taken in outside the hall', () => {
    it('is received by the agent, who says that and why its papers did not come over the counter', async () => {
      await signIn(station, 'G1003');
      await takeIn(station, '临时救助', false);
      await station.keyboard.press('Alt+2');
      await station.getByRole('row', { name: /^临时救助，/ }).click();
      await station.getByRole('dialog', { name: '办件详情' }).waitFor();
      const dialog = station.getByRole('dialog', { name: '登记厅外收件' });
      await station.keyboard.press('Alt+o');
      await dialog.getByRole('button', { name: '申请人住院，在病房收取材料。' }).click();
      await shot(station, '01-station-outside');
      await dialog.getByRole('button', { name: '登记', exact: true }).click();
      await station.getByText('厅外收件：申请人住院').waitFor();
      await station.keyboard.press('Escape');
    });

    it('belongs to the reviewer who begins to write on it, and asks another department and for more time', async () => {
      await signIn(civil, 'G3001');
      await civil.getByText('临时救助').first().waitFor();
      await civil.getByText('还没有分派，谁先领办谁审核。').waitFor();
      await civil.getByLabel('拟办意见').fill('材料齐全，建议同意。');
      await civil.getByText('由商民安审核。').waitFor();
      const asking = civil.getByRole('dialog', { name: '征询其他部门' });
      await civil.keyboard.press('Alt+q');
      await asking.getByLabel('征询的部门').click();
      await civil.keyboard.type('市场监督');
      await civil.keyboard.press('Enter');
      await asking.getByLabel('征询的问题').fill('申请人名下是否登记有市场主体？');
      await asking.getByRole('button', { name: '发出征询' }).click();
      await civil.getByText('等待答复').waitFor();
      const extension = civil.getByRole('dialog', { name: '申请延期' });
      await civil.keyboard.press('Alt+e');
      await extension.getByLabel('延期理由').fill('需要向外地核查收入情况。');
      await extension.getByRole('region', { name: '对期限的影响' }).waitFor();
      await shot(civil, '02-civil-extension');
      await extension.getByRole('button', { name: '提交负责人批准' }).click();
      await civil.getByText('等待批准', { exact: true }).waitFor();
      await civil.keyboard.press('F8');
      await civil.getByText('拟办意见已保存，等待首席代表签批。').waitFor();
      await shot(civil, '03-civil-drafted');
    });

    it('is seen by the department that was asked, which answers', async () => {
      await signIn(market, 'G3009');
      await market.keyboard.press('Alt+7');
      await market.getByText('问：申请人名下是否登记有市场主体？').waitFor();
      await market.getByRole('textbox', { name: '答复', exact: true }).fill('名下没有市场主体登记。');
      await shot(market, '04-market-asked');
      await market.getByRole('button', { name: '答复', exact: true }).click();
      await market
        .getByText('没有等待答复的征询')
        .or(market.getByText('答：名下没有市场主体登记。'))
        .first()
        .waitFor();
    });

    it('reaches the manager of the street’s centre, who approves it at their own desk', async () => {
      await signIn(street, 'G1005');
      await street.getByText('有1件厅外收件等待中心批准').waitFor();
      await street.getByRole('button', { name: '查看' }).click();
      await street.getByRole('row', { name: /^临时救助，/ }).click();
      const drawer = street.getByRole('dialog', { name: '办件详情' });
      await drawer.getByText('航海东路社区便民服务站').first().waitFor();
      await drawer.getByRole('button', { name: '批准' }).click();
      const dialog = street.getByRole('dialog', { name: '厅外收件：中心批准' });
      await dialog.getByRole('button', { name: '情况紧急，同意。' }).click();
      await dialog.getByLabel('批准文号').fill('航街急〔2026〕1号');
      await shot(street, '05-street-approves');
      await dialog.getByRole('button', { name: '批准', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      await drawer.getByText(/中心批准：航街急〔2026〕1号/).waitFor();
      await street.keyboard.press('Escape');
      await drawer.waitFor({ state: 'hidden' });
      await street.getByText('有1件厅外收件等待中心批准').waitFor({ state: 'detached' });
    });

    it('is extended, approved and signed by the chief representative', async () => {
      await signIn(civil, 'G2001');
      await civil.getByText('延期待批准').waitFor();
      const extension = civil.getByRole('dialog', { name: '批准延期' });
      await civil.keyboard.press('Alt+e');
      await extension.getByRole('region', { name: '对期限的影响' }).waitFor();
      await shot(civil, '06-civil-approves-extension');
      await extension.getByRole('button', { name: '批准并告知申请人' }).click();
      await civil.getByText(/豫民安批准/).waitFor();
      await civil.getByRole('button', { name: '批准', exact: true }).click();
      const dialog = civil.getByRole('dialog', { name: '厅外收件：部门负责人批准' });
      await dialog.getByRole('button', { name: '情况紧急，同意。' }).click();
      await dialog.getByLabel('批准文号').fill('管民急〔2026〕3号');
      await dialog.getByRole('button', { name: '批准', exact: true }).click();
      await civil.getByText(/部门负责人批准：管民急〔2026〕3号/).waitFor();
      await civil.getByText('答：名下没有市场主体登记。').first().waitFor();
      await sign(civil, 'G2001', '符合条件，同意。');
      await shot(civil, '07-civil-signed');
    });

    it('comes back to the station, which hands it over and reads what its volume still lacks', async () => {
      await handOver(station, '临时救助');
      await station.getByText(/还没有从系统打印入卷：.*送达回证/).waitFor();
      await shot(station, '08-station-delivered');
      await station.getByRole('button', { name: '打印文书' }).click();
      await station
        .getByRole('navigation', { name: '可打印的文书' })
        .locator('[aria-current="true"]', { hasText: '领证单' })
        .waitFor();
      await station.keyboard.press('Escape');
    });
  });

  describe('a case of the second department', () => {
    it('is received at the street’s counter and decided at that department’s own desk', async () => {
      await signIn(street, 'G1001');
      await takeIn(street, '个体工商户设立登记');
      await signIn(market, 'G2009');
      await market.keyboard.press('Alt+1');
      await market.getByText('个体工商户设立登记').first().waitFor();
      await shot(market, '09-market-inbox');
      await sign(market, 'G2009', '材料齐全，准予登记。');
    });

    it('is followed by the citizen on a telephone, by the code on the slip, and rated by the code of the hand-over', async () => {
      await handOver(street, '个体工商户设立登记');
      const address = await until('a slip with an address', () =>
        heard.map((frame) => /https?:\/\/[^"\s\\]+\/c\/[A-Za-z0-9_-]{22}/.exec(frame)?.[0]).find(Boolean),
      );
      const code = await until('a slip with a code', () =>
        heard.map((frame) => /评价码[^0-9]{1,80}?(\d{8})(?!\d)/.exec(frame)?.[1]).findLast(Boolean),
      );
      const context = await hall.browser.newContext({
        viewport: { width: 360, height: 740 },
        locale: 'zh-CN',
      });
      const phone = await context.newPage();
      // The page has no script: whoever wants to know more loads it again.
      await until('the hand-over has been uploaded', async () => {
        await phone.goto(address);
        return (await phone.getByText('已送达', { exact: true }).count()) > 0;
      });
      await phone.getByRole('heading', { name: '个体工商户设立登记' }).waitFor();
      expect(await phone.getByText('豫小满').count()).toBe(0);
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await shot(phone, '10-phone');
      await phone.getByLabel('满意', { exact: true }).check();
      await phone.getByLabel(/评价码/).fill(code);
      await phone.getByRole('button', { name: '提交评价' }).click();
      await phone.getByText('您已评价过这次服务，谢谢。').waitFor();
      await shot(phone, '11-phone-rated');
      await context.close();
    });
  });

  it('a counter of the district’s centre takes in what is decided there, and the office knows everybody', async () => {
    await signIn(centre, 'G1011');
    await takeIn(centre, '食品经营许可', false);
    await shot(centre, '12-centre');
    await market
      .getByRole('button', { name: /食品经营许可/ })
      .first()
      .waitFor();
    await signIn(office, 'G1010');
    await office.getByRole('row', { name: /管中庭/ }).waitFor();
    await shot(office, '13-office');
  });
});
