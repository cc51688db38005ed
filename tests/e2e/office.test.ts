import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { staffSheetColumns } from '#shared/organisation/staff-sheet.ts';
import { signIn, useHall } from './hall.ts';

/** A day at the office, in a real browser on the demo hall: the parts follow each other, each on what the one before left. */
describe('the office', () => {
  const hall = useHall();
  let page: Page;

  beforeAll(async () => {
    page = await hall.open('office');
  });

  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const choose = async (label: string, text: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).fill(text);
    await page.keyboard.press('Enter');
  };

  describe('1. the register', () => {
    it('shows people with what there is to look at, and how centres are staffed', async () => {
      await signIn(page, 'G1007');
      const row = page.getByRole('row', { name: /商知礼/ });
      await row.waitFor();
      expect(await row.innerText()).toContain('执法证过期');
      expect(await page.getByRole('region', { name: '各中心、站专职人员' }).innerText()).toContain('4名');
    });

    it('finds somebody by name, and those whom something is said about', async () => {
      await page.keyboard.press('F3');
      await page.keyboard.type('城代安');
      await expect.poll(() => page.locator('tr[data-row-key]').count()).toBe(1);
      await page.getByLabel('查找人员').fill('');
      await page.getByLabel('只看有提醒').check();
      await expect.poll(() => page.locator('tr[data-row-key]').count()).toBe(2);
      await page.getByLabel('只看有提醒').uncheck();
    });

    it('goes on by keyboard on a page that was turned to', async () => {
      await page.keyboard.press('Alt+6');
      await page.getByRole('row', { name: /最低生活保障/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: '事项详情' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: '事项详情' }).waitFor({ state: 'hidden' });
      await page.keyboard.press('Alt+1');
      await page.getByRole('row', { name: /商知礼/ }).waitFor();
    });

    it('fits the smallest screen of a hall', async () => {
      const { scrolled, wide } = await page.evaluate(() => ({
        scrolled: document.documentElement.scrollHeight > innerHeight,
        wide: document.documentElement.scrollWidth > innerWidth,
      }));
      expect({ scrolled, wide }).toEqual({ scrolled: false, wide: false });
    });
  });

  describe('2. a change goes through both hands', () => {
    it('is proposed by keyboard, with the warnings read beside the entries', async () => {
      await page.keyboard.press('F2');
      const form = dialog('新任职报审');
      await form.waitFor();
      await page.keyboard.type('g1201');
      await form.getByLabel('姓名').fill('商晓初');
      await choose('岗位', '窗口工作人员');
      await choose('所在机构', '航海东路街道便民服务中心');
      await choose('派出单位', '管城回族区民政局');
      await form.getByLabel('从业起始').fill('2024年5月1日');
      await form.getByLabel('任职开始').fill('20261201');
      await form.getByLabel('任职结束').fill('2027-06-30');
      await form.getByText(/服务期不满2年（满2年为2028年12月1日）/).waitFor();
      await form.getByText(/应持有《河南省行政执法证》/).waitFor();
      await form.getByRole('button', { name: '提交报审' }).click();
      await form.getByText('请写明理由，审核人会看到。').waitFor();
      await form.getByLabel('理由').fill('顶岗半年，原人员进修。');
      await form.getByRole('button', { name: '提交报审' }).click();
      await form.waitFor({ state: 'detached' });
    });

    it('takes a grant under labels that stand there while it is typed', async () => {
      await page.keyboard.press('F2');
      const form = dialog('新任职报审');
      await form.waitFor();
      await choose('岗位', '窗口工作人员');
      const grant = form.getByRole('group', { name: '签批授权' });
      for (const label of ['授权的部门*', '授权书文号*', '授权开始*', '授权结束（长期有效的不填）'])
        await grant.getByText(label, { exact: true }).waitFor();
      await grant.getByRole('button', { name: '加入授权' }).click();
      await grant.getByText('请选择授权的部门。').waitFor();
      await choose('授权的部门', '民政');
      await grant.getByLabel('授权书文号').fill('管政授〔2026〕1号');
      await grant.getByLabel('事项实施编码').fill('11410104999900011M4000511104000');
      await grant.getByLabel('授权开始').fill('20260101');
      await grant.getByRole('button', { name: '加入授权' }).click();
      await grant.getByText('窗口当场签批，1个事项，2026年1月1日起（管政授〔2026〕1号）').waitFor();
      expect(await grant.getByLabel('授权开始').inputValue()).toBe('');
      await form.getByRole('button', { name: '取消' }).click();
      await form.waitFor({ state: 'detached' });
    });

    it('cannot be reviewed by the same person', async () => {
      await page.keyboard.press('Alt+2');
      const row = page.getByRole('row', { name: /商晓初/ });
      await row.waitFor();
      expect(await row.innerText()).toContain('航海东路街道便民服务中心或上级中心的大厅负责人');
      expect(await row.getByRole('checkbox').isDisabled()).toBe(true);
    });

    it('is approved by the centre, and then stands in the register', async () => {
      await signIn(page, 'G1005');
      await page.keyboard.press('Alt+2');
      const row = page.getByRole('row', { name: /商晓初/ });
      await row.focus();
      await page.keyboard.press('Enter');
      const review = dialog('审核：新任职');
      await review.getByText(/服务期不满2年/).waitFor();
      await review.getByRole('button', { name: '批准', exact: true }).click();
      await review.getByText('请写明意见，也可点选常用意见。').waitFor();
      await review.getByRole('button', { name: '情况属实，同意。' }).click();
      await review.getByRole('button', { name: '批准', exact: true }).click();
      await review.waitFor({ state: 'detached' });
      await page.keyboard.press('Alt+1');
      await page.getByLabel('查找人员').fill('商晓初');
      await page.getByRole('row', { name: /商晓初/ }).click();
      const history = await dialog('任职详情')
        .getByRole('listitem')
        .filter({ hasText: '新任职' })
        .innerText();
      expect(history).toMatch(/管维新于.*提出：顶岗半年，原人员进修。/);
      expect(history).toMatch(/管明堂于.*批准：情况属实，同意。/);
      await page.keyboard.press('Escape');
    });
  });

  describe('3. a sheet', () => {
    const line = (number: string, name: string, role: string) => [
      ...[number, name, role, '航海东路社区便民服务站', null],
      ...['2026-12-01', null, null, null, '2020-01-01'],
    ];
    const importing = async (rows: (string | null)[][]) => {
      const bytes = await writeXlsx({ sheets: [{ name: '人员', rows: [[...staffSheetColumns], ...rows] }] });
      await page.getByLabel('要导入的表格').setInputFiles({
        name: '人员.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: Buffer.from(bytes),
      });
      await page.getByLabel('理由').fill('充实社区站人员。');
      await page.getByRole('button', { name: '开始导入' }).click();
    };

    it('comes as a template to fill in', async () => {
      await signIn(page, 'G1007');
      await page.keyboard.press('F4');
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: '下载模板' }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe('人员导入模板.xlsx');
      const { sheets } = await readXlsx(readFileSync(await saved.path()));
      expect(sheets.map(({ name }) => name)).toEqual(['人员', '填写说明']);
      expect(sheets[0]?.rows[0]).toEqual([...staffSheetColumns]);
    });

    it('with faults is shown row by row and changes nothing', async () => {
      await importing([line('G1301', '城初一', '站长'), line('G1001', '城初二', '导办员')]);
      const form = dialog('从表格导入人员');
      await form.getByText('有2处需要更正，全部未导入。请在原表改好后重新导入。').waitFor();
      await form.getByText(/没有“站长”这个岗位/).waitFor();
      await form.getByText(/工号G1001与登记的“管小窗”相同/).waitFor();
    });

    it('mended, it is proposed as a whole', async () => {
      await importing([line('G1301', '城初一', '代办员'), line('G1302', '城初二', '导办员')]);
      const form = dialog('从表格导入人员');
      await form.getByText('已报审2项：新任职2项、调整0项。审核后生效。').waitFor();
      await form.getByText('提醒（不影响导入，审核人会看到）').waitFor();
      await form.getByRole('button', { name: '完成' }).click();
      await page.getByRole('button', { name: '审核，3项' }).waitFor();
    });
  });

  describe('4. machines', () => {
    it('are listed where they stand; revoking names what follows, and wants a reason', async () => {
      await page.keyboard.press('Alt+3');
      await region('设备').getByText('3号综合窗口').waitFor();
      const row = page.getByRole('row', { name: /管城回族区民政局/ });
      await row.getByRole('button', { name: '撤销' }).click();
      const asking = dialog(/撤销设备：管城回族区民政局/);
      expect(await asking.innerText()).toContain('上传后先进隔离，由安全管理员核查，不会丢失');
      await asking.getByRole('button', { name: '确认撤销' }).click();
      await asking.getByText('请写明理由。').waitFor();
      await asking.getByLabel('理由').fill('电脑报废。');
      await asking.getByRole('button', { name: '确认撤销' }).click();
      await asking.waitFor({ state: 'detached' });
      await row.getByText('已撤销').waitFor();
      await row.getByText(/管维新于.*撤销：电脑报废。/).waitFor();
    });
  });

  describe('5. what others connect to', () => {
    it('shows whom the command line let in, and pauses them with a reason', async () => {
      await signIn(page, 'G1007');
      const data = join(hall.folder, 'hall', 'district');
      const said = execFileSync(
        process.execPath,
        ['src-server/main.ts', '--data', data, '--interface-client', '省一体化平台'],
        { cwd: join(import.meta.dirname, '..', '..') },
      );
      expect(String(said)).toContain('凭据只显示这一次');
      await page.keyboard.press('Alt+9');
      const row = page.getByRole('row', { name: /省一体化平台/ });
      await row.getByText('全部部门，全部事项').waitFor();
      await region('最近失败').getByText('7天内没有失败').waitFor();
      await row.getByRole('button', { name: '暂停：省一体化平台' }).click();
      const asking = dialog('暂停：省一体化平台');
      await asking.getByText('期间的事件都留着，恢复后补送').waitFor();
      await asking.getByLabel('理由').fill('核实调用来源。');
      await asking.getByRole('button', { name: '确认暂停' }).click();
      await asking.waitFor({ state: 'detached' });
      await region('最近处理').getByText('管维新暂停了省一体化平台：核实调用来源。').waitFor();
      await row.getByRole('button', { name: '恢复：省一体化平台' }).click();
      await row.getByText('正常').waitFor();
    });
  });

  describe('6. whoever only watches', () => {
    it('reads every page and is offered nothing to change', async () => {
      await signIn(page, 'G1006');
      await page.getByRole('row', { name: /管小窗/ }).waitFor();
      expect(await page.getByRole('button', { name: /新任职报审|导入/ }).count()).toBe(0);
      await page.keyboard.press('Alt+3');
      await region('设备').getByText('3号综合窗口').waitFor();
      expect(await page.getByRole('button', { name: '撤销' }).count()).toBe(0);
      await page.keyboard.press('Alt+4');
      await page.getByText('您可以查看，不能处理。').waitFor();
      await page.keyboard.press('Alt+9');
      await region('对接').getByText('省一体化平台').first().waitFor();
      expect(await page.getByRole('button', { name: /暂停/ }).count()).toBe(0);
    });
  });
});
