import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn, useHall } from './hall.ts';

/** Sealed files at the desk's own page, in a browser, on the hall that `npm start` brings up. */
describe('a desk without a network', () => {
  const hall = useHall();
  let desk: Page;
  let department: Page;

  beforeAll(async () => {
    desk = await hall.open('desk');
    department = await hall.open('department');
    await signIn(desk, 'G1001');
    await signIn(department, 'G2001');
  });

  async function openOutbox(page: Page): Promise<void> {
    await page.getByTitle('查看待上传').click();
    await page.getByRole('region', { name: '待上传' }).waitFor();
  }
  const panel = (page: Page) => page.getByRole('region', { name: '代传文件' });
  /** Presses a button, and keeps the file that comes of it. */
  async function kept(page: Page, act: () => Promise<unknown>): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    const file = join(hall.folder, download.suggestedFilename());
    await download.saveAs(file);
    return file;
  }

  it('makes a file, hands another’s in, and takes an answer back, each with words what to do next', async () => {
    await openOutbox(desk);
    await openOutbox(department);
    const up = await kept(desk, () => panel(desk).getByRole('button', { name: '导出代传文件' }).click());
    expect(up).toMatch(/一窗待上传-\d{8}-[0-9a-f]{8}\.ycf$/);
    await panel(desk).getByText('请拷到U盘').waitFor();
    const down = await kept(department, () =>
      panel(department).getByLabel('替别处上传的文件').setInputFiles(up),
    );
    await panel(department).getByText('拿回原电脑选“导入回执”').waitFor();
    await panel(desk).getByLabel('导入回执的文件').setInputFiles(up);
    await panel(desk).getByText('这是还没有上传的文件').waitFor();
    await panel(desk).getByLabel('导入回执的文件').setInputFiles(down);
    await panel(desk).getByText('回执已导入').waitFor();
  });
});
