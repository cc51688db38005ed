import jsqr from 'jsqr';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn, useHall } from './hall.ts';

/** Reads the code off what a screen shows, as a camera would. */
async function readCode(picture: Locator, page: Page): Promise<string> {
  const png = (await picture.screenshot()).toString('base64');
  const { pixels, width, height } = await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(bitmap, 0, 0);
    const image = pen.getImageData(0, 0, bitmap.width, bitmap.height);
    // As one text: a list of so many numbers takes its time on the way.
    const bytesOf = Array.from(image.data, (byte) => String.fromCharCode(byte));
    return { pixels: btoa(bytesOf.join('')), width: image.width, height: image.height };
  }, png);
  const code = jsqr.default(Uint8ClampedArray.from(Buffer.from(pixels, 'base64')), width, height);
  if (code === null) throw new Error('there is no code in the picture');
  return code.data;
}

describe('matters chosen on a phone', () => {
  const hall = useHall();
  let kiosk: Page;
  let desk: Page;
  let phone: Page;
  const asked: string[] = [];
  let code = '';

  const shot = async (page: Page, name: string): Promise<void> => {
    if (process.env.SCREENSHOTS !== undefined)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
  };
  /** What a scanner does that is plugged in as a keyboard. */
  const scan = async (text: string): Promise<void> => {
    await kiosk.keyboard.type(text);
    await kiosk.keyboard.press('Enter');
  };

  beforeAll(async () => {
    kiosk = await hall.open('kiosk');
    await kiosk.setViewportSize({ width: 1080, height: 1920 });
    await kiosk.getByText('请选择要办理的业务').waitFor();
    desk = await hall.open('desk');
    await signIn(desk, 'G1001');
  });

  it('begins with the code on the kiosk, and asks nobody who they are', async () => {
    const place = kiosk.getByRole('img', { name: '预选事项页面的二维码' });
    await place.waitFor();
    await shot(kiosk, 'kiosk-start');
    await kiosk.setViewportSize({ width: 1366, height: 768 });
    await shot(kiosk, 'kiosk-wide');
    await kiosk.setViewportSize({ width: 1080, height: 1920 });
    const address = await readCode(place, desk);
    expect(new URL(address).pathname).toBe('/q');
    const context = await hall.browser.newContext({
      ...{ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
      locale: 'zh-CN',
    });
    phone = await context.newPage();
    phone.setDefaultTimeout(40_000);
    phone.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await phone.goto(address);
    await phone.getByText('输入名称或拼音，或点一个分类。').waitFor();
    await shot(phone, 'phone-start');
  });

  it('finds matters by pinyin, by characters and by category, and keeps all of it on the phone', async () => {
    const found = phone.getByRole('list', { name: '事项' });
    await phone.getByLabel('查找事项').fill('dbhzd');
    await phone.getByText('没有找到').waitFor();
    await phone.getByLabel('查找事项').fill('zdsh');
    await found.getByRole('button', { name: '最低生活保障审核确认' }).tap();
    await phone.getByLabel('查找事项').fill('');
    await phone.getByRole('button', { name: '户籍证照' }).tap();
    await found.getByRole('button', { name: '居住证办理' }).tap();
    await phone.getByText('已选2项：最低生活保障审核确认、居住证办理').waitFor();
    await shot(phone, 'phone-chosen');
    const before = asked.length;
    // What follows needs no network any more.
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: '生成二维码' }).tap();
    const picture = phone.getByRole('img', { name: '预选事项的二维码' });
    await picture.waitFor();
    expect(await readCode(picture, desk)).toContain('-0-');
    await phone.getByLabel('需要优先吗').selectOption({ label: '老年人' });
    await shot(phone, 'phone-code');
    code = await readCode(picture, desk);
    expect(asked.slice(before)).toEqual([]);
    expect([...new Set(asked)].sort()).toEqual([
      'GET /q',
      'GET /q/matters.json',
      'GET /q/prefill-code.js',
      'GET /q/prefill.js',
      'GET /q/qr-code.js',
    ]);
    expect(code).toMatch(/^YCP1-\d{8}-E-[0-9A-F]{12}-[0-9A-Z]{31}-[0-9A-Z]{31}-[0-9A-F]{4}$/);
    expect(await phone.evaluate(() => document.cookie + localStorage.length)).toBe('0');
  });

  it('says why a code cannot be used, and stays at its beginning', async () => {
    await scan(code.replace('YCP1', 'YCP2'));
    await kiosk.getByText('版本与取号机不同').waitFor();
    await scan(code.slice(0, -1));
    await kiosk.getByText('没有读全').waitFor();
    await shot(kiosk, 'kiosk-damaged');
    await kiosk.getByText('请选择要办理的业务').waitFor();
  });

  it('is shown at the kiosk as understood, and one touch takes the ticket', async () => {
    await scan(code);
    const understood = kiosk.getByRole('region', { name: '手机预选' });
    await understood.getByText('您在手机上选了2个事项').waitFor();
    await understood.getByText('优先：老年人').waitFor();
    expect(await understood.getByRole('listitem').allInnerTexts()).toEqual([
      '最低生活保障审核确认',
      '居住证办理',
    ]);
    await shot(kiosk, 'kiosk-understood');
    await understood.getByRole('button', { name: '没有错，取号' }).click();
    expect(await kiosk.getByTestId('ticket-number').innerText()).toBe('A001');
    await kiosk.getByText('手机预选：最低生活保障审核确认、居住证办理').first().waitFor();
    await shot(kiosk, 'kiosk-ticket');
  });

  it('shown again, asks before it takes another ticket', async () => {
    await kiosk.getByText('请选择要办理的业务').waitFor();
    await scan(code);
    const understood = kiosk.getByRole('region', { name: '手机预选' });
    await understood.getByText('这个码已经取过号A001，还要再取一张吗？').waitFor();
    await understood.getByRole('button', { name: '再取一张' }).waitFor();
    await shot(kiosk, 'kiosk-again');
    await understood.getByRole('button', { name: '不取了，用原来的号' }).click();
    await kiosk.getByText('请选择要办理的业务').waitFor();
  });

  it('is read at the counter that calls, and one of the matters is taken up without a search', async () => {
    await desk.keyboard.press('F2');
    await desk.getByText('手机预选：最低生活保障审核确认、居住证办理').waitFor();
    await desk.getByText('优先·老年人').first().waitFor();
    await desk.keyboard.press('F3');
    const beforehand = desk.getByRole('region', { name: '手机预选' });
    await beforehand.getByRole('button', { name: '居住证办理' }).waitFor();
    await shot(desk, 'desk-beforehand');
    await beforehand.getByRole('button', { name: '居住证办理' }).press('Enter');
    await desk.getByRole('list', { name: '材料清单' }).waitFor();
    await beforehand.waitFor({ state: 'detached' });
  });
});
