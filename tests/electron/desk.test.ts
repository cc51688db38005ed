import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseMatter, pressLikeAPerson } from '../e2e/hall.ts';
import { textOfPdf } from '../print/printer.ts';
import { useAttachedHall } from './attached-hall.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);

describe.skipIf(leftOut !== null)(
  `the desk in Electron, on the demo hall${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    const attached = useAttachedHall(binary, ['desk'], ['--use-fake-device-for-media-stream']);
    let desk: Page;

    beforeAll(async () => {
      if ('missing' in binary) return;
      desk = await attached.app.page('clerk');
      await pressLikeAPerson(desk);
    });

    it('signs a clerk in and takes a case without a ticket, by keyboard', async () => {
      await desk.getByLabel('工号').fill('G1001');
      await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
      await desk.keyboard.press('Enter');
      await desk.getByRole('complementary', { name: '叫号' }).waitFor();
      await desk.keyboard.press('Shift+F3');
      await desk.getByRole('region', { name: '正在接待' }).waitFor();
      await desk.getByRole('button', { name: '打开演示设备' }).click();
      await desk.getByRole('button', { name: /^放上证件：商立秋/ }).click();
      await desk.getByText('商*秋').first().waitFor();
      await desk.getByRole('button', { name: '收起演示设备' }).click();
      await chooseMatter(desk, 'dibao');
      await desk.keyboard.press('Control+a');
      await desk.getByText(/已收 4／4/).waitFor();
      // Nobody sits at a citizen screen here: the clerk says so by pressing twice.
      await desk.keyboard.press('F8');
      await desk.getByText(/再按一次/).waitFor();
      await desk.keyboard.press('F8');
      await desk.getByRole('region', { name: '已收件' }).waitFor();
      await desk.keyboard.press('F9');
      await desk.getByRole('region', { name: '已受理' }).waitFor();
      await desk.getByText('已连通，全部已上传').waitFor();
    });

    it('prints a paper of the case by keyboard: the pages as PDF, and why nothing came of it without a printer', async () => {
      await desk.keyboard.press('Control+p');
      await desk.getByRole('region', { name: '打印预览' }).getByText('收件凭证').first().waitFor();
      await desk.keyboard.press('Enter');
      // The test machine has no printer; one that has says 已送打印 and nothing of paper.
      const status = desk.getByText(/没有打印：|已送打印，共/).first();
      await status.waitFor();
      const pdf = await desk.evaluate(async () => [...((await window.yichuang?.printing.pdf()) ?? [])]);
      const [page = ''] = await textOfPdf(Uint8Array.from(pdf));
      for (const words of ['航海东路街道便民服务中心', '收件凭证', '不等于受理', '第1页共'])
        expect(page).toContain(words);
      expect(page).toContain('演示数据，不作办事依据');
      await desk.getByText(/收件凭证　第1次/).waitFor();
      await desk.keyboard.press('Escape');
    });

    it('looks through the document camera, which the shell allows this page alone, and never listens', async () => {
      await desk.keyboard.press('Alt+9');
      await desk.getByRole('button', { name: '添加设备' }).click();
      const adding = desk.getByRole('dialog', { name: '添加设备' });
      await adding.getByLabel('名称').fill('高拍仪一号');
      await adding.getByLabel('种类').click();
      await desk.locator('.ant-select-item-option').filter({ hasText: '高拍仪' }).click();
      await adding.getByLabel('名称').press('Enter');
      await desk.getByRole('article', { name: '高拍仪一号' }).getByRole('button', { name: '测试' }).click();
      const trying = desk.getByRole('dialog', { name: '测试高拍仪一号' });
      const picture = trying.getByLabel('高拍仪画面');
      await expect
        .poll(() => picture.evaluate((video: HTMLVideoElement) => [video.videoWidth > 0, video.readyState]))
        .toEqual([true, 4]);
      // It moves: what is seen is the camera now, not a picture of once.
      const time = () => picture.evaluate((video: HTMLVideoElement) => video.currentTime);
      const before = await time();
      await expect.poll(time).toBeGreaterThan(before);
      const heard = await desk.evaluate(() =>
        navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
          () => 'heard',
          (error: unknown) => (error as Error).name,
        ),
      );
      expect(heard).toBe('NotAllowedError');
      await trying.getByRole('button', { name: '清楚', exact: true }).click();
      await trying.waitFor({ state: 'hidden' });
      await desk.keyboard.press('Alt+1');
    });

    it('has no way to Node, and the token is not in its page', async () => {
      const seen = await desk.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
      ]);
      expect(seen).toEqual(['undefined', 'undefined']);
      const token = new URL(attached.hall.addresses.desk).hash.slice(1).split('&')[0] ?? '';
      expect(token.length).toBeGreaterThan(20);
      expect(await desk.content()).not.toContain(token);
      expect(desk.url()).toBe('yichuang://app/clerk/index.html');
    });
  },
);
