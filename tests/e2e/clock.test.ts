import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseMatter, signIn, useHall } from './hall.ts';

/** A due date that moves: explained at the counter, suspended and extended at the department, made definite by the office. */
describe('the clock of a case', () => {
  const hall = useHall();
  let desk: Page;
  let department: Page;
  const explained = (page: Page) => page.getByRole('dialog', { name: '期限怎样算出来' });
  const promised = (page: Page) => explained(page).getByRole('region', { name: '承诺时限' });
  const due = async (page: Page) => (await promised(page).locator('header strong').innerText()).trim();

  beforeAll(async () => {
    desk = await hall.open('desk');
    department = await hall.open('department');
    await signIn(desk, 'G1001');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await desk.keyboard.press('Shift+F3');
    await desk.keyboard.press('Alt+A');
    await desk.getByLabel('姓名').first().fill('豫小满');
    await desk
      .getByLabel(/身份证号|证件号/)
      .first()
      .fill('41010419900321998X');
    await desk.keyboard.press('Enter');
    await chooseMatter(desk, 'dibao');
    await desk.keyboard.press('Control+a');
    await desk.getByText('已收 4／4').waitFor();
    await desk.keyboard.press('F8');
    await desk.getByText(/再按一次 F8 收件/).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByText('刚才收件').waitFor();
    await desk.keyboard.press('F9');
    await desk.getByText('刚才受理').waitFor();
  });
  it('explains itself day by day with the article, by one key on the row', async () => {
    await desk.keyboard.press('Alt+2');
    const row = desk.getByRole('row', { name: /最低生活保障审核确认/ });
    await row.getByText(/\d{4}年\d+月\d+日前/).waitFor();
    await row.focus();
    await desk.keyboard.press('Alt+t');
    await promised(desk).getByText(/上传/).first().waitFor();
    await promised(desk)
      .getByText(/管政〔2016〕20号/)
      .first()
      .waitFor();
    await promised(desk).getByRole('figure', { name: '承诺时限逐日计算' }).waitFor();
    await explained(desk).getByRole('region', { name: '法定时限' }).waitFor();
    await desk.keyboard.press('Escape');
    await explained(desk).waitFor({ state: 'hidden' });
  });

  it('stops for a hearing, and the department sees by how much before it says so', async () => {
    await signIn(department, 'G2001');
    await department.getByText('最低生活保障审核确认').first().click();
    await department.keyboard.press('Alt+t');
    const before = await due(department);
    await department.keyboard.press('Escape');
    await explained(department).waitFor({ state: 'hidden' });

    await department.keyboard.press('Alt+s');
    const form = department.getByRole('dialog', { name: '启动特别程序' });
    const today = await form.getByLabel('开始日期').inputValue();
    await form.getByLabel('结束日期（含当日）').fill(dayAfter(today, 13));
    await form.getByLabel('事由').fill('申请人要求听证。');
    const effect = form.getByRole('region', { name: '对期限的影响' });
    await effect.getByText(before).first().waitFor();
    const foreseen = (await effect.locator('b').first().innerText()).trim();
    expect(foreseen).not.toBe(before);
    await form.getByRole('button', { name: '确认并告知申请人' }).click();
    await form.waitFor({ state: 'hidden' });

    await department.getByText('期间不计时').first().waitFor();
    await department.keyboard.press('Alt+t');
    await promised(department).getByText(/听证/).first().waitFor();
    expect(await due(department)).toBe(foreseen);
    await department.keyboard.press('Escape');
    await explained(department).waitFor({ state: 'hidden' });
  });

  it('is extended once by whoever may decide the case, and both come back to the counter', async () => {
    await department.keyboard.press('Alt+e');
    const form = department.getByRole('dialog', { name: '批准延期' });
    await form.getByLabel(/^延长工作日/).fill('3');
    await form.getByLabel('延期理由').fill('核对收入需要更多时间。');
    const foreseen = (
      await form.getByRole('region', { name: '对期限的影响' }).locator('b').first().innerText()
    ).trim();
    await form.getByRole('button', { name: '批准并告知申请人' }).click();
    await form.waitFor({ state: 'hidden' });
    await department.getByText('延期3个工作日').first().waitFor();

    const row = desk.getByRole('row', { name: /最低生活保障审核确认/ });
    await row.getByText(foreseen).waitFor();
    await row.focus();
    await desk.keyboard.press('Alt+t');
    await promised(desk).getByText(/延期/).first().waitFor();
    await promised(desk).getByText(/听证/).first().waitFor();
    expect(await due(desk)).toBe(foreseen);
    await desk.keyboard.press('Escape');
  });

  it('is counted by the year that the office publishes from the notice', async () => {
    const office = await hall.open('office');
    await signIn(office, 'G1007');
    await office.getByRole('navigation', { name: '页面' }).waitFor();
    await office.keyboard.press('Alt+7');
    const year = String(Number((await office.evaluate(() => new Date().toISOString())).slice(0, 4)) + 1);
    await office.getByText(`${year}年`, { exact: true }).first().click();
    await office.getByRole('button', { name: '从通知读取' }).click();
    await office
      .getByLabel('通知正文')
      .fill('元旦：1月1日至3日放假，共3天。国庆节：10月1日至7日放假调休，共7天。');
    await office.getByRole('button', { name: '读取', exact: true }).click();
    await office.getByRole('button', { name: `${year}年1月1日，放假` }).waitFor();
    // What the notice does not say is put right by hand.
    await office.getByRole('button', { name: `${year}年5月1日，` }).press(' ');
    await office.getByRole('button', { name: `${year}年5月1日，放假` }).waitFor();
    await office.getByRole('button', { name: `发布${year}年日历` }).click();
    await office.getByLabel('依据').fill('国办发明电〔演示〕1号');
    await office.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click();
    await office.getByText(/依据国办发明电〔演示〕1号/).waitFor();
    await office.getByText('已发布').waitFor();
    await desk.getByText(`${year}年的放假安排尚未发布`).waitFor({ state: 'detached' });
  });
});

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
