import { readFileSync } from 'node:fs';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { matterColumns } from '#shared/matters/sheet.ts';
import { signIn, useHall } from './hall.ts';

/** The list of matters from the office to the counter, in a real browser: the parts follow each other. */
describe('the list of matters', () => {
  const hall = useHall();
  let page: Page;
  let desk: Page;

  beforeAll(async () => {
    page = await hall.open('office');
  });

  const enter = async (number: string): Promise<void> => {
    await signIn(page, number);
    await page.keyboard.press('Alt+6');
  };
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

  it('is found by initials and opened by keyboard, with its versions', async () => {
    await enter('G2001');
    await page.keyboard.press('F3');
    await page.keyboard.type('gljt');
    await expect.poll(() => page.locator('tr[data-row-key]').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const drawer = dialog('事项详情');
    await drawer.getByText('第1版').first().waitFor();
    expect(await drawer.getByLabel('材料清单').innerText()).toContain('代理人办理时提供');
  });

  it('takes a new version, with what stands against it beside the field', async () => {
    await page.getByRole('button', { name: '提出新版本' }).press('Enter');
    const form = dialog('提出新版本：高龄津贴申领');
    await form.getByText('没有填写生效日期。').waitFor();
    await form.getByLabel('生效日期').fill(today);
    await form.getByLabel('承诺办理时限').fill('很快');
    await form.getByText(/“很快”不是办理时限/).waitFor();
    await form.getByLabel('承诺办理时限').fill('3个工作日');
    await form.getByLabel('办理情形').fill('by-agent｜代理人办理\nabroad｜境外长期居住');
    await form.getByRole('button', { name: '加一份材料' }).click();
    const added = form.getByRole('region', { name: /^第\d+项材料$/ }).last();
    await page.keyboard.type('residence-abroad');
    await added.getByLabel('材料名称').fill('境外居住证明');
    await added.getByLabel('适用情形').fill('abroad');
    await added.getByText(/没有填写要求依据/).waitFor();
    await added.getByLabel('要求依据').fill('郑州市高龄津贴发放办法');
    await added.getByLabel('出具单位').fill('驻外使领馆');
    await expect.poll(() => added.getByText(/没有填写/).count()).toBe(0);
    await form.getByLabel('理由').fill('按省清单压缩时限。');
    await form.getByRole('button', { name: '提交报审' }).click();
    await form.waitFor({ state: 'detached' });
    await dialog('事项详情')
      .getByText(/还在等法制机构、机构编制部门、财政部门审核/)
      .waitFor();
    await page.keyboard.press('Escape');
  });

  it.each(['G2011', 'G2015', 'G2016'])('is reviewed by %s', async (number) => {
    await enter(number);
    const row = page.getByRole('row', { name: /高龄津贴申领/ });
    await row.getByText('承诺办理时限：5个工作日 → 3个工作日').waitFor();
    await row.getByText('新增材料：境外居住证明').waitFor();
    await row.focus();
    await page.keyboard.press('Enter');
    const review = dialog('审核清单调整：1项');
    await review.getByRole('button', { name: '同意', exact: true }).click();
    await review.getByText('请写明意见，也可点选常用意见。').waitFor();
    await review.getByRole('button', { name: '合法有据，同意发布。' }).click();
    await review.getByRole('button', { name: '同意', exact: true }).click();
    await review.waitFor({ state: 'detached' });
  });

  it('refuses a faulty workbook row by row, and comes out as a workbook', async () => {
    await enter('G1007');
    await page.keyboard.press('F4');
    const form = dialog('从表格导入事项清单');
    const bytes = await writeXlsx({
      sheets: [
        { name: '事项', rows: [[...matterColumns], ['000511104000', '临时救助']] },
        { name: '材料', rows: [['实施编码']] },
      ],
    });
    await page.getByLabel('要导入的表格').setInputFiles({
      name: '事项.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(bytes),
    });
    await form.getByLabel('理由').fill('年度调整。');
    await form.getByRole('button', { name: '开始导入' }).click();
    await form.getByText('表头与模板不一致，没有导入。').waitFor();
    await form.getByText('表头缺少“材料编号”一列，请按模板补上。').waitFor();
    await page.keyboard.press('Escape');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出' }).click();
    const { sheets } = await readXlsx(readFileSync(await (await saving).path()));
    expect(sheets[0]?.rows).toHaveLength(32);
  });

  it('fits the smallest screen of a hall', async () => {
    const { scrolled, wide } = await page.evaluate(() => ({
      scrolled: document.documentElement.scrollHeight > innerHeight,
      wide: document.documentElement.scrollWidth > innerWidth,
    }));
    expect({ scrolled, wide }).toEqual({ scrolled: false, wide: false });
  });

  it('is at the counter at once; a situation changes what is asked for', async () => {
    desk = await hall.open('desk');
    await desk.getByLabel('工号').fill('G1001');
    await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
    await desk.keyboard.press('Enter');
    await desk.getByRole('button', { name: /打开个人菜单/ }).waitFor();
    await desk.keyboard.press('Shift+F3');
    const search = desk.getByRole('combobox', { name: '查找事项' });
    await search.fill('jhdj');
    await desk.getByText('本中心不办理“结婚登记”，请引导申请人到管城回族区政务服务中心办理。').waitFor();
    await search.fill('gljt');
    await desk.getByRole('option', { name: /高龄津贴申领.*3个工作日/ }).waitFor();
    await search.press('Enter');
    const papers = desk.getByRole('list', { name: '材料清单' });
    await papers.waitFor();
    expect(await papers.getByRole('listitem').count()).toBe(3);
    await desk.keyboard.press('Alt+S');
    await desk.keyboard.press('Space');
    await expect.poll(() => papers.getByRole('listitem').count()).toBe(5);
  });

  it('is shown to the citizen with one key, and taken back with the same', async () => {
    const citizen = await hall.open('citizen');
    await desk.keyboard.press('Alt+V');
    await citizen.getByRole('heading', { name: '高龄津贴申领' }).waitFor();
    expect(await citizen.getByLabel('事项公开信息').locator('dt').count()).toBe(11);
    await desk.keyboard.press('Alt+V');
    await citizen.getByText('请核对以下信息').waitFor();
  });
});
