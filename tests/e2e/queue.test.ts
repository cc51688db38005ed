import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { leaveTicket, signIn, useHall } from './hall.ts';

/** A clip as the board plays it: from when on its call's clock, in seconds, and whether another call sounds meanwhile. */
interface Clip {
  readonly from: number;
  readonly until: number;
  readonly over: boolean;
}
type Noted = Window & { clips: Clip[] };

/** Notes the clips that a page plays. Runs in it before anything else does. */
function noteClips(): void {
  const clips: Clip[] = [];
  (window as unknown as Noted).clips = clips;
  const calls = new Set<BaseAudioContext>();
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (from = 0): void {
    calls.add(this.context);
    const over = [...calls].some((each) => each !== this.context && each.state !== 'closed');
    clips.push({ from, until: from + (this.buffer?.duration ?? 0), over });
    start.call(this, from);
  };
}

/** A hall at work as people see it: the kiosk, a counter's desk, the board, the display over the counter. */
describe('a hall at work', () => {
  const hall = useHall();
  let kiosk: Page;
  let desk: Page;
  let board: Page;
  let display: Page;

  beforeAll(async () => {
    const [address, token] = hall.running.addresses.board.split('#');
    board = await hall.open('board', { before: noteClips });
    [kiosk, desk, display] = await Promise.all([
      hall.open('kiosk'),
      hall.open('desk'),
      hall.open(`${address}?counter=3#${token}`),
    ]);
  });

  const touch = (name: string | RegExp) => kiosk.getByRole('button', { name }).first().click();
  const number = () => kiosk.getByTestId('ticket-number').innerText();
  const back = () => leaveTicket(kiosk);
  const called = (wanted: string) =>
    expect.poll(() => desk.getByTestId('current-ticket').innerText()).toBe(wanted);

  it('gives tickets by category, with priority and its reason, and for several matters at once', async () => {
    await touch('民政社保，取号');
    expect(await number()).toBe('A001');
    await back();
    await touch('优先取号');
    await touch('老年人');
    await touch('户籍证照，取号');
    expect(await number()).toBe('D001');
    await kiosk.getByText('优先·老年人').waitFor();
    // The next person finds the kiosk as it was.
    await back();
    await touch('一次办多项');
    await touch('不动产与住房');
    await touch('企业开办与经营');
    await touch(/^取号（共2类/);
    expect(await number()).toBe('C001');
    await kiosk.getByText('不动产与住房、企业开办与经营').waitFor();
    await back();
  });

  it('is left by somebody in the middle, on the larger screen', async () => {
    await touch('大字版');
    await touch('预约取号');
    await kiosk.getByText('请输入6位预约码').waitFor();
  });

  it('calls by the fair order, on the board and over the counter', async () => {
    await signIn(desk, 'G1001');
    // A browser lets nothing be heard before somebody has touched the page.
    await board.locator('header').click();
    await desk.keyboard.press('F2');
    const first = await desk.getByTestId('current-ticket').innerText();
    expect(['A001', 'D001']).toContain(first);
    await board.getByText(first).first().waitFor();
    await display.getByText('请到本窗口').waitFor();
    await expect.poll(() => display.locator('.counter-display-number').innerText()).toBe(first);
  });

  it('can be worked on the smallest screen of a counter: nothing lies over a button, nothing runs off the edge', async () => {
    await desk.setViewportSize({ width: 1024, height: 768 });
    const column = desk.getByRole('complementary', { name: '叫号' });
    // The layout follows the size with the next frame.
    await expect
      .poll(() =>
        column.getByRole('button').evaluateAll((buttons) =>
          buttons.flatMap((button) => {
            const { left, top, width, height } = button.getBoundingClientRect();
            const there = document.elementFromPoint(left + width / 2, top + height / 2);
            return button.contains(there) ? [] : [button.textContent];
          }),
        ),
      )
      .toEqual([]);
    await desk.keyboard.press('Alt+2');
    await desk.getByRole('heading', { name: '办件列表' }).waitFor();
    const page = await desk.locator('.desk-page-body').evaluate(({ scrollWidth, clientWidth }) => ({
      scrollWidth,
      clientWidth,
    }));
    expect(page.scrollWidth).toBe(page.clientWidth);
    await desk.keyboard.press('Alt+1');
    await desk.setViewportSize({ width: 1366, height: 768 });
    await desk.getByTestId('current-ticket').waitFor();
  });

  it('says every call twice in clips where the machine has no Chinese voice, one call after the other', async () => {
    const clips = () => board.evaluate(() => (window as unknown as Noted).clips);
    await desk.keyboard.press('F4');
    // Called and called again: 请 A 0 0 1 号 到 3 号窗口, each twice.
    await expect.poll(async () => (await clips()).length, { timeout: 120_000 }).toBe(2 * 2 * 9);
    const played = await clips();
    expect(played.filter(({ over }) => over)).toEqual([]);
    for (let sentence = 0; sentence < played.length; sentence += 9) {
      const words = played.slice(sentence, sentence + 9);
      for (const [index, { from, until }] of words.entries()) {
        expect(until).toBeGreaterThan(from);
        expect(from).toBeGreaterThanOrEqual(words[index - 1]?.until ?? 0);
      }
    }
  });

  it('parks whoever has to fetch something, misses whoever does not come, and calls both again', async () => {
    const first = await desk.getByTestId('current-ticket').innerText();
    await desk.keyboard.press('F3');
    await desk.getByRole('region', { name: '正在接待' }).waitFor();
    await display.getByText('正在办理').waitFor();
    await desk.keyboard.press('Alt+D');
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('button', { name: '去复印材料' }).click();
    await dialog.getByLabel('原因').press('Enter');
    await desk.getByRole('region', { name: '挂起' }).getByText(first).waitFor();

    await desk.keyboard.press('F2');
    const second = await desk.getByTestId('current-ticket').innerText();
    await desk.keyboard.press('F7');
    await desk.getByRole('region', { name: '过号' }).getByText(second).waitFor();
    await board.getByRole('region', { name: '过号' }).getByText(second).waitFor();
    await desk.getByRole('button', { name: `${second}号重新排队` }).click();
    await desk.getByRole('region', { name: '过号' }).waitFor({ state: 'detached' });

    await desk.getByRole('button', { name: `继续办理${first}号` }).click();
    await called(first);
    await desk.keyboard.press('F3');
    await desk.getByRole('region', { name: '正在接待' }).waitFor();
  });

  it('passes on with a note to whoever calls next in a category', async () => {
    await desk.keyboard.press('Alt+T');
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('转到').fill('其他事项');
    await desk.keyboard.press('Enter');
    await dialog.getByLabel('留言（下一个窗口会看到）').fill('只差复印件');
    await dialog.getByLabel('留言（下一个窗口会看到）').press('Enter');
    await desk.getByText('有3人等候').waitFor();
  });

  it('rests for lunch, and everybody sees it', async () => {
    await desk.keyboard.press('Alt+W');
    await desk.getByText('午间轮休').click();
    await desk.getByRole('button', { name: /恢复叫号/ }).waitFor();
    await display.getByText('午间轮休').waitFor();
    await board.getByRole('region', { name: '窗口' }).getByText('暂停').waitFor();
    await desk.keyboard.press('Alt+W');
    await desk.getByRole('button', { name: /暂停叫号/ }).waitFor();
  });

  it('calls for help', async () => {
    await desk.keyboard.press('Control+Alt+h');
    await desk.getByText('3号综合窗口 紧急求助').waitFor();
    await desk.getByRole('button', { name: '已到场处理' }).click();
    await desk.getByText('3号综合窗口 紧急求助').waitFor({ state: 'detached' });
  });

  it('takes a ticket for somebody, and a booking', async () => {
    await desk.keyboard.press('Alt+Q');
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('户籍证照').check();
    await dialog.getByRole('button', { name: '取号并打印' }).click();
    await dialog.getByText('D002').waitFor();
    // A ticket that is out is not taken back by leaving.
    await dialog.getByRole('button', { name: '取消' }).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: '完成' }).click();
    await dialog.waitFor({ state: 'detached' });
    await desk.keyboard.press('Alt+Y');
    await dialog.getByText('登记预约').first().waitFor();
    await desk.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('has its kiosk back at the beginning by itself, whatever somebody had left there', async () => {
    await kiosk.getByRole('button', { name: '大字版' }).waitFor({ timeout: 120_000 });
    await kiosk.getByText('请选择要办理的业务').waitFor();
  });

  it('is run by its manager from a page of its own', async () => {
    await signIn(desk, 'G1005');
    await desk.keyboard.press('Alt+6');
    const page = desk.getByRole('region', { name: '大厅管理' });
    await page.getByRole('tab', { name: '开门前检查' }).click();
    await page.getByText('午间值守').waitFor();
    await page.getByRole('tab', { name: '大厅现在' }).click();
    await page.getByRole('button', { name: '提前叫号' }).last().click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('button', { name: '身体不适' }).click();
    await dialog.getByLabel('原因').press('Enter');
    await page.getByText('已提前').waitFor();
    await page.getByRole('tab', { name: '今天的曲线' }).click();
    await page.getByRole('img', { name: '今天每一刻钟的取号和等候人数' }).waitFor();
    await page.getByRole('tab', { name: '设置' }).click();
    await page.getByLabel('公告内容').fill('今天下午三点起停水。');
    await page.getByRole('button', { name: '保存公告' }).click();
    await board.getByText('今天下午三点起停水。').waitFor();
    await kiosk.getByText('今天下午三点起停水。').waitFor();
  });
});
