import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { until } from '../support/wait.ts';
import { chooseMatter, useHall } from './hall.ts';

/** The device page as whoever mends a printer works on it, over real sockets, with a camera that the browser feigns. */
describe('the device page', () => {
  const hall = useHall(() => ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  let desk: Page;
  let citizen: Page;
  let printer: Awaited<ReturnType<typeof startVirtualPrinter>>;

  beforeAll(async () => {
    printer = await startVirtualPrinter();
    desk = await hall.open('desk');
    citizen = await hall.open('citizen');
  });
  afterAll(() => printer?.close());

  const card = (name: string) => desk.getByRole('article', { name });
  async function add(name: string, kind: string | null, address: string | null): Promise<void> {
    await desk.getByRole('button', { name: '添加设备' }).click();
    const dialog = desk.getByRole('dialog', { name: '添加设备' });
    await dialog.getByLabel('名称').fill(name);
    if (kind !== null) {
      await dialog.getByLabel('种类').click();
      await desk.locator('.ant-select-item-option').filter({ hasText: kind }).click();
    }
    if (address !== null) await dialog.getByLabel('地址').fill(address);
    await dialog.getByLabel('名称').press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await card(name).waitFor();
  }

  it('may be looked at and tested before anybody has signed in, and nothing changed', async () => {
    await desk.getByLabel('工号').waitFor();
    await desk.keyboard.press('Alt+9');
    await desk.getByText('可以查看和测试；修改设备请先登录。').waitFor();
    await card('窗口身份证读卡器').getByRole('button', { name: '测试' }).click();
    await card('窗口身份证读卡器')
      .getByText(/通过。读卡器应答正常/)
      .waitFor();
    expect(await desk.getByRole('button', { name: '添加设备' }).count()).toBe(0);
    expect(await desk.getByRole('button', { name: '修改' }).count()).toBe(0);
    await desk.getByRole('button', { name: '返回登录' }).click();
  });

  it('takes a printer by its address at once, tests it, and says what is wrong and what to do', async () => {
    await desk.getByLabel('工号').fill('G1001');
    await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
    await desk.keyboard.press('Enter');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await desk.keyboard.press('Alt+9');
    await add('备用小票机', null, `tcp://127.0.0.1:${printer.port}`);
    const added = card('备用小票机');
    await added.getByText('打印机就绪。').waitFor();
    await added.getByRole('button', { name: '打印测试页' }).click();
    await added.getByText(/通过。测试页已打印/).waitFor();
    printer.setFault('coverOpen');
    await added.getByRole('alert').getByText('打印机上盖没有合上，请合好上盖。').waitFor();
    printer.setFault('none');
    await added.getByText('打印机就绪。').waitFor();
    // What went wrong stays to be read after it is mended.
    await added.getByText(/打印机上盖没有合上/).waitFor();
  });

  it('refuses an address that is none with an example, and keeps what was typed', async () => {
    await desk.getByRole('button', { name: '添加设备' }).click();
    const dialog = desk.getByRole('dialog', { name: '添加设备' });
    await dialog.getByLabel('名称').fill('打错的');
    await dialog.getByLabel('地址').fill('http://192.0.2.7');
    await desk.keyboard.press('Enter');
    await dialog.getByText('地址不能识别，或与设备种类不符。请按下面的例子填写。').waitFor();
    expect(await dialog.getByLabel('名称').inputValue()).toBe('打错的');
    await desk.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('shows the raw traffic with everything that stood on the paper masked', async () => {
    await card('备用小票机').getByRole('button', { name: '通信记录' }).click();
    const drawer = desk.getByRole('dialog', { name: /通信记录/ });
    await drawer
      .getByText(/10 04 01/)
      .first()
      .waitFor();
    await drawer
      .getByText(/\[文字\d+字节\]/)
      .first()
      .waitFor();
    expect(await drawer.innerText()).not.toContain('打印测试');
    await desk.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('shows the camera’s picture and asks a person whether it is clear; the answer stays on the card', async () => {
    await add('高拍仪一号', '高拍仪', null);
    await card('高拍仪一号').getByRole('button', { name: '测试' }).click();
    const dialog = desk.getByRole('dialog', { name: '测试高拍仪一号' });
    await expect
      .poll(() => dialog.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
      .toBeGreaterThan(0);
    await dialog.getByRole('button', { name: '清楚', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await card('高拍仪一号')
      .getByText(/通过。/)
      .waitFor();
  });

  it('draws what is written on the signature pad', async () => {
    await add('签字板一号', '签字板', null);
    await card('签字板一号').getByRole('button', { name: '测试' }).click();
    const dialog = desk.getByRole('dialog', { name: '测试签字板一号' });
    const field = dialog.getByRole('img', { name: '签字区' });
    // Once more where the dialog had not come to rest, as a person would.
    await until('a stroke is seen', async () => {
      await field.hover();
      const box = await field.boundingBox();
      if (box === null) return false;
      await desk.mouse.move(box.x + 40, box.y + 40);
      await desk.mouse.down();
      await desk.mouse.move(box.x + 160, box.y + 90, { steps: 8 });
      await desk.mouse.up();
      const strokes = dialog.getByText(/鼠标\s*\d+笔/);
      return strokes.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    });
    await dialog.getByRole('button', { name: '一样', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('exports it all for support, with nobody in it', async () => {
    await desk.getByRole('button', { name: '导出给技术支持' }).click();
    const saved = await desk.getByText(/已存到/).innerText();
    const file = /已存到 (\S+?)，/.exec(saved)?.[1] ?? '';
    const report = readFileSync(file, 'utf8');
    expect(report).toContain('备用小票机');
    expect(report).not.toMatch(/豫小满|41010419/);
  });

  it('takes a device out, after asking once more', async () => {
    await card('备用小票机').getByRole('button', { name: '修改' }).click();
    const dialog = desk.getByRole('dialog', { name: '修改备用小票机' });
    await dialog.getByRole('button', { name: '停用' }).click();
    await dialog.getByRole('button', { name: '确认停用这台设备' }).click();
    await card('备用小票机').waitFor({ state: 'hidden' });
  });

  it('at the desk, a card without a vendor’s decoder leaves a place that says so, and no face', async () => {
    await desk.keyboard.press('Alt+1');
    await desk.keyboard.press('Shift+F3');
    await desk.getByText('无号来访').waitFor();
    await desk.getByRole('button', { name: '打开演示设备' }).click();
    await desk.getByRole('button', { name: '放上证件：豫小满（居民身份证）' }).click();
    const applicant = desk.getByRole('region', { name: '申请人' });
    await applicant.getByText('豫*满').waitFor();
    await applicant.getByText('照片需厂商解码组件').waitFor();
    expect(await applicant.getByRole('img').count()).toBe(0);
  });

  it('on their own screen, the citizen signs for what they have read; it stands on the receipt', async () => {
    await desk.getByRole('button', { name: '收起演示设备' }).click();
    await chooseMatter(desk, 'lsjz');
    await desk.keyboard.press('Control+a');
    await citizen.setViewportSize({ width: 1280, height: 800 });
    await citizen.getByRole('button', { name: '确认无误' }).click();
    const done = citizen.getByRole('button', { name: '签好了，确认' });
    expect(await done.isDisabled()).toBe(true);
    const field = citizen.getByRole('img', { name: '签字区' });
    await field.hover();
    const box = await field.boundingBox();
    if (box === null) throw new Error('there is nowhere to sign');
    for (const [x, y] of [
      [0.2, 0.3],
      [0.5, 0.25],
      [0.6, 0.6],
    ] as const) {
      await citizen.mouse.move(box.x + x * box.width, box.y + y * box.height);
      await citizen.mouse.down();
      await citizen.mouse.move(box.x + (x + 0.2) * box.width, box.y + (y + 0.2) * box.height, { steps: 6 });
      await citizen.mouse.up();
    }
    await done.click();
    await citizen.getByText('您已确认，请稍候，工作人员正在收件。').waitFor();
    await desk.getByText(/群众已在屏幕上确认并签名/).waitFor();
    await desk.keyboard.press('F8');
    await desk.getByRole('region', { name: '已收件' }).waitFor();
    await desk.keyboard.press('Control+p');
    const preview = desk.getByRole('region', { name: '打印预览' });
    await preview.getByRole('img', { name: '签名' }).waitFor();
    expect(await preview.getByRole('img', { name: '签名' }).locator('polyline').count()).toBe(3);
  });
});
