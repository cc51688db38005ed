import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseMatter, hasKeyboard, useHall } from './hall.ts';

/** Every outcome of intake, by keyboard alone: each part goes on from the one before, with the same person. */
describe('intake by keyboard alone', () => {
  const hall = useHall();
  let desk: Page;
  let citizen: Page;
  /** What the desk has handed to its core. */
  const sent: string[] = [];

  beforeAll(async () => {
    desk = await hall.open('desk', { onSent: (frame) => sent.push(frame) });
    citizen = await hall.open('citizen');
    await desk.getByLabel('工号').waitFor();
    await desk.getByLabel('工号').focus();
    await type('G1001', 'Tab', 'demo-G1001', 'Enter');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await press('Shift+F3');
    await desk.getByRole('form', { name: '填写申请人' }).waitFor();
  });

  const named = ['Tab', 'Enter', 'Space', 'ArrowDown'];
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => desk.keyboard.press(key)), Promise.resolve());
  /** Text and keys, one after the other. */
  async function type(...typed: string[]): Promise<void> {
    for (const each of typed) {
      if (named.includes(each)) await press(each);
      else await desk.keyboard.type(each);
    }
  }
  const dialog = (name: string) => desk.getByRole('dialog', { name });
  const region = (name: string) => desk.getByRole('region', { name, exact: true });
  const choose = (typed: string) => chooseMatter(desk, typed);
  /** Ticks every required paper, and takes the tick off the one at that place again. */
  async function tickAllBut(place: number | null): Promise<void> {
    await press('Control+a');
    await desk.getByText('已收 5／5').waitFor();
    if (place === null) return;
    for (let step = 1; step < place; step += 1) await press('ArrowDown');
    await press('Space');
    await desk.getByText('已收 4／5').waitFor();
  }

  it('what was typed is there after the page was lost, down to the last key', async () => {
    await type('豫小满', 'Tab', '41010419900321998X', 'Tab', 'Tab', '1381234');
    await expect.poll(() => sent.join()).toContain('1381234');
    await desk.reload();
    const form = desk.getByRole('form', { name: '填写申请人' });
    await form.waitFor();
    await expect.poll(() => form.getByLabel('联系电话').inputValue()).toBe('1381234');
    expect(await form.getByLabel('姓名').inputValue()).toBe('豫小满');
    await form.getByLabel('联系电话').focus();
    await press('End');
    await type('5678', 'Enter');
    await form.waitFor({ state: 'detached' });
    await desk.getByText('138****5678').waitFor();
  });

  it('somebody files for somebody else, for nothing', async () => {
    await press('Alt+b');
    const form = desk.getByRole('form', { name: '填写代办人' });
    await form.waitFor();
    await type('管晓禾', 'Tab', '11010519491231002X', 'Tab', '社区代办员', 'Tab', '13900001111', 'Enter');
    await form.waitFor({ state: 'detached' });
    await region('代办人').getByText('免费代办').waitFor();
  });

  it('all there: received and accepted with one key, pressed twice where nobody confirmed', async () => {
    await choose('spjy');
    await tickAllBut(null);
    await press('Shift+F8');
    await desk.getByText(/群众还没有在屏幕上确认。确实/).waitFor();
    await press('Shift+F8');
    await region('已受理').waitFor();
    await citizen.getByText('已受理').waitFor();
  });

  it('the same once more is probably a duplicate, and what is on file is shown', async () => {
    await choose('spjy');
    const known = region('申请人情况');
    await known.getByText(/同一事项已有在办件/).waitFor();
    await known.getByText('存档5项').waitFor();
  });

  it('one paper is missing: the complete list is told, and the citizen reads it', async () => {
    await tickAllBut(3);
    await press('Alt+g');
    await dialog('一次性告知（补正）').waitFor();
    await press('Control+Enter');
    await region('待补正').waitFor();
    await citizen.getByText('食品经营许可申请书').waitFor();
    await citizen.getByText(/不会再要其他材料/).waitFor();
  });

  it('it is brought: ticked on the list, received, and the case is accepted', async () => {
    await press('Alt+2');
    await desk.getByRole('row', { name: /待补正/ }).waitFor();
    await press('ArrowDown');
    await press('Enter');
    await hasKeyboard(desk.getByRole('button', { name: '补正收件' }));
    await press('Enter');
    await hasKeyboard(dialog('补正收件').getByRole('checkbox').first());
    await press('Space', 'Enter');
    await dialog('补正收件').waitFor({ state: 'hidden' });
    await press('Escape', 'Alt+1', 'F9');
    await region('已受理').waitFor();
  });

  it('one that may follow: accepted all the same, with the day by which it is due', async () => {
    await choose('spjy');
    await tickAllBut(5);
    await press('Alt+r');
    await dialog('容缺受理')
      .getByText(/\d{4}年\d+月\d+日前补交/)
      .waitFor();
    await hasKeyboard(dialog('容缺受理'));
    await press('Enter');
    await region('已受理')
      .getByText(/容缺1项，\d+月\d+日前/)
      .waitFor();
    await citizen.getByText(/已先行受理/).waitFor();
    await press('Alt+2');
    await desk.getByText('待补材料').waitFor();
    await press('Alt+1');
  });

  it('not our power: refused in writing, with the right authority', async () => {
    await choose('dibao');
    await press('Alt+j');
    await hasKeyboard(dialog('不予受理').getByRole('radio', { checked: true }));
    await type('Tab', '二七区民政局');
    await press('Control+Enter');
    await region('不予受理').waitFor();
    await citizen.getByText('请到二七区民政局办理。').waitFor();
  });

  it('everything is confirmed by the district', async () => {
    await desk.getByText('已连通，全部已上传').waitFor();
  });
});
