import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseMatter, signIn, useHall } from './hall.ts';

/** What goes wrong at a counter and how it is put right, by keyboard, on the hall that `npm start` brings up. */
describe('mistakes', () => {
  const hall = useHall();
  let desk: Page;

  beforeAll(async () => {
    desk = await hall.open('desk');
    await signIn(desk, 'G1001');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
  });

  const undoBar = () => desk.getByRole('region', { name: '可撤销的上一步' });
  const focused = () => desk.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  async function receive(): Promise<void> {
    await desk.getByRole('button', { name: '收件', exact: true }).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByText(/再按一次 F8 收件/).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByRole('region', { name: '已收件' }).waitFor();
  }
  async function choose(typed: string): Promise<void> {
    await chooseMatter(desk, typed);
    await desk.keyboard.press('Control+a');
  }

  it('a receipt is taken back within its minute: the number is voided, the entries stand there again', async () => {
    await desk.keyboard.press('Shift+F3');
    await desk.getByLabel('姓名', { exact: true }).fill('豫小满');
    await desk.getByLabel('身份证号码').fill('41010419900321998X');
    await desk.keyboard.press('Enter');
    await desk.getByText('豫*满').first().waitFor();
    await choose('dibao');
    await receive();
    await undoBar()
      .getByText(/撤销收件（\d+秒）/)
      .waitFor();
    await desk.keyboard.press('Alt+z');
    const dialog = desk.getByRole('dialog', { name: '撤销收件？' });
    await dialog.getByText('请收回刚打印的收件凭证。').waitFor();
    await desk.keyboard.press('Enter');
    await desk.getByText(/^已撤销收件：办件编号作废/).waitFor();
    await desk.getByRole('complementary', { name: '本次办件' }).getByText('已作废').waitFor();
    await desk.getByLabel('事项公开信息').waitFor();
  });

  it('the focus goes on to the papers after the applicant was put right in the form', async () => {
    await desk.keyboard.press('Alt+a');
    await expect.poll(() => desk.getByLabel('姓名', { exact: true }).inputValue()).toBe('豫小满');
    await desk.getByLabel('联系电话').fill('13812345678');
    await desk.keyboard.press('Enter');
    await desk.getByText('138****5678').waitFor();
    await expect.poll(focused).toBe('居民身份证');
  });

  it('the way back is gone with its person, and there again with them', async () => {
    await receive();
    await undoBar().waitFor();
    await desk.keyboard.press('Control+l');
    await desk.getByRole('button', { name: /换人/ }).first().click();
    await signIn(desk, 'G1002');
    await desk.getByRole('button', { name: '商知礼，窗口工作人员，打开个人菜单' }).waitFor();
    expect(await undoBar().count()).toBe(0);
    await desk.keyboard.press('Control+l');
    await desk.getByRole('button', { name: /换人/ }).first().click();
    await signIn(desk, 'G1001');
    await desk.getByRole('button', { name: '管小窗，窗口工作人员，打开个人菜单' }).waitFor();
    await undoBar().waitFor();
  });

  it('a case is corrected in its drawer, by keyboard', async () => {
    await desk.keyboard.press('Alt+2');
    await desk.getByRole('row').nth(1).click();
    await desk.getByRole('group', { name: '更正和结束办件' }).waitFor();
    await desk.keyboard.press('Alt+c');
    const dialog = desk.getByRole('dialog', { name: '更正' });
    await expect.poll(() => dialog.getByLabel('姓名（名称）').inputValue()).toBe('豫小满');
    await dialog.getByLabel('联系电话').fill('13900001111');
    await dialog.getByLabel('更正原因').fill('录入有误。');
    await desk.keyboard.press('Enter');
    await desk.getByText('联系电话 原为：138****5678').waitFor();
    await desk.getByText('更正后未重新确认').waitFor();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('is voided by two at one desk: one asks, the other says who they are for this once', async () => {
    await desk.keyboard.press('Alt+v');
    await desk.getByLabel('作废理由').fill('事项选错。');
    await desk.keyboard.press('Enter');
    await desk.getByText('已申请作废，等另一位同事复核：事项选错。').waitFor();
    await desk.getByRole('dialog', { name: '申请作废' }).waitFor({ state: 'hidden' });
    await desk.keyboard.press('Alt+v');
    const dialog = desk.getByRole('dialog', { name: '复核作废' });
    await dialog.getByText('登录密码', { exact: true }).click();
    await dialog.getByLabel('复核人工号').fill('G1001');
    await dialog.getByLabel('复核人登录密码').fill('demo-G1001');
    await desk.keyboard.press('Enter');
    await dialog.getByText(/申请人本人不能复核/).waitFor();
    await dialog.getByLabel('复核人工号').fill('G1002');
    await dialog.getByLabel('复核人登录密码').fill('demo-G1002');
    await desk.keyboard.press('Enter');
    await desk.getByText('已作废：事项选错。').waitFor();
    await desk.getByText('复核人：商知礼').waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: '管小窗，窗口工作人员，打开个人菜单' }).waitFor();
  });

  it('a visit in which nothing came about ends with what the clerk says', async () => {
    await desk.keyboard.press('Alt+1');
    // Cases were put right in this one: that is its outcome, and nobody is asked.
    await desk.keyboard.press('F6');
    await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
    await desk.keyboard.press('Shift+F3');
    await desk.getByRole('region', { name: '正在接待' }).waitFor();
    await desk.keyboard.press('F6');
    const dialog = desk.getByRole('dialog', { name: '这次接待的结果是？' });
    await dialog.waitFor();
    await desk.keyboard.press('3');
    await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
  });
});
