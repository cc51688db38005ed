import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/wait.ts';
import { leaveTicket, signIn, useHall } from './hall.ts';

/** Two counters, each with a core of its own, call from one queue; a kiosk, a board and a back office beside them. */
describe('a hall of two counters', () => {
  const hall = useHall();
  let kiosk: Page;
  let first: Page;
  let second: Page;
  let board: Page;
  let backOffice: Page;

  beforeAll(async () => {
    const printed = (title: string) =>
      until(
        `${title} is open`,
        () => new RegExp(`^${title}: (\\S+)`, 'm').exec(hall.running.said())?.[1],
        120_000,
      );
    [kiosk, first, second, board, backOffice] = await Promise.all([
      hall.open('kiosk'),
      hall.open('desk'),
      hall.open(await printed('desk of the next counter')),
      hall.open('board'),
      hall.open(await printed('back office of the hall')),
    ]);
  });

  const take = async (wanted: string): Promise<void> => {
    await kiosk.getByRole('button', { name: '民政社保，取号' }).click();
    await expect.poll(() => kiosk.getByTestId('ticket-number').innerText()).toBe(wanted);
    await leaveTicket(kiosk);
  };

  it('is one hall: who stands in it, says each desk for itself', async () => {
    await signIn(first, 'G1001');
    await signIn(second, 'G1002');
    await second.getByText('大厅已连接').waitFor();
    expect(await first.getByText('大厅已连接').count()).toBe(0);
  });

  it('calls two people to two counters, and both stand on the board', async () => {
    await take('A001');
    await take('A002');
    await second.getByText('有2人等候').waitFor();
    await Promise.all([second.keyboard.press('F2'), first.keyboard.press('F2')]);
    const numbers = await Promise.all(
      [first, second].map((desk) => desk.getByTestId('current-ticket').innerText()),
    );
    expect(numbers.sort()).toEqual(['A001', 'A002']);
    for (const number of numbers) await board.getByText(number).first().waitFor();
    await board.getByText('2号综合窗口').first().waitFor();
    await board.getByText('3号综合窗口').first().waitFor();
  });

  it('is seen from its back office, which keeps no queue of its own', async () => {
    await signIn(backOffice, 'G1005');
    await backOffice.getByText('大厅已连接').waitFor();
    await backOffice.getByRole('tab', { name: '大厅现在' }).click();
    const counters = backOffice.getByRole('list', { name: '窗口' });
    for (const number of ['A001', 'A002']) await counters.getByText(number).waitFor();
    if (process.env.SCREENSHOTS !== undefined)
      await backOffice.screenshot({ path: `${process.env.SCREENSHOTS}/back-office.png` });
  });

  it('serves at the next counter whoever was called there, with what the kiosk knows of them', async () => {
    await second.keyboard.press('F3');
    await second.getByRole('region', { name: '正在接待' }).waitFor();
    await second.keyboard.press('F6');
    await second.getByRole('dialog').getByText('已解答咨询').click();
    await second.keyboard.press('Enter');
    await second.getByRole('button', { name: /叫下一位/ }).waitFor();
    await first.keyboard.press('F7');
    await second.getByRole('region', { name: '过号' }).waitFor();
  });
});
