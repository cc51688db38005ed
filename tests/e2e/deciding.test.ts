import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/wait.ts';
import { chooseMatter, signIn, useHall } from './hall.ts';

/** From the acceptance to the certificate in the citizen's hand: reviewer, chief representative, clerk. */
describe('a case is decided and handed over', () => {
  const hall = useHall();
  const shots = process.env.SCREENSHOTS;
  let desk: Page;
  let department: Page;

  beforeAll(async () => {
    if (shots !== undefined) mkdirSync(shots, { recursive: true });
    desk = await hall.open('desk');
    department = await hall.open('department');
  });
  const shot = async (page: Page, name: string) => {
    if (shots === undefined) return;
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(shots, `${name}.png`) });
  };
  const aside = () => department.getByRole('complementary', { name: '签批' });

  async function welcome(): Promise<void> {
    await desk.keyboard.press('Shift+F3');
    const form = desk.getByRole('form', { name: '填写申请人' });
    await form.waitFor();
    await desk.keyboard.type('豫小满');
    await desk.keyboard.press('Tab');
    await desk.keyboard.type('41010419900321998X');
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Tab');
    await desk.keyboard.type('13812345678');
    await desk.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
  }

  it('is taken in and accepted at the counter', async () => {
    await signIn(desk, 'G1001');
    await desk.getByRole('complementary', { name: '叫号' }).waitFor();
    await welcome();
    await chooseMatter(desk, 'tkry');
    await desk.keyboard.press('Control+a');
    await desk.getByText(/已收 [1-9]\d*／\d+/).waitFor();
    await desk.keyboard.press('Shift+F8');
    await desk.getByText(/群众还没有在屏幕上确认/).waitFor();
    await desk.keyboard.press('Shift+F8');
    await desk.getByRole('region', { name: '已受理', exact: true }).waitFor();
  });

  it('is reviewed: the reviewer takes it, asks another department, and drafts the decision', async () => {
    await signIn(department, 'G3001');
    await department.getByText('特困人员认定').first().waitFor();
    await shot(department, '1-inbox-reviewer');
    await department.keyboard.press('Alt+r');
    await department.getByText('由商民安审核。').waitFor();
    await department.keyboard.press('Alt+q');
    const asking = department.getByRole('dialog', { name: '征询其他部门' });
    await asking.getByLabel('征询的部门').click();
    await department.keyboard.type('市场监督');
    await department.keyboard.press('Enter');
    await asking.getByLabel('征询的问题').fill('申请人名下是否登记有市场主体？');
    await shot(department, '2-ask');
    await asking.getByRole('button', { name: '发出征询' }).click();
    await department.getByText('等待答复').waitFor();
    // A key without an opinion says so, and typing goes on where it is missing.
    await department.keyboard.press('F8');
    await department.getByText('请先填写意见').waitFor();
    await department.keyboard.type('材料齐全，符合条件，建议同意。');
    await department.keyboard.press('F8');
    await department.getByText('拟办意见已保存，等待首席代表签批。').waitFor();
    await shot(department, '3-drafted');
  });

  it('is signed: the chief representative reads the draft and confirms with the password, once for ten minutes', async () => {
    await signIn(department, 'G2001');
    await aside().getByText('拟同意').first().waitFor();
    expect(await department.getByLabel('签批意见').inputValue()).toContain('建议同意');
    await department.getByLabel('签批意见').fill('符合条件，同意。');
    await department.keyboard.press('F8');
    await department.getByLabel(/请输入您的登录密码/).waitFor();
    await shot(department, '4-sign');
    await department.getByLabel(/请输入您的登录密码/).fill('demo-G2001');
    await department.keyboard.press('Enter');
    await aside().getByText('已签批：同意').waitFor();
    await shot(department, '5-signed');
  });

  it('comes back to the counter, is issued, and the certificate can be printed once it is confirmed', async () => {
    await desk.keyboard.press('Alt+3');
    const row = desk.getByRole('row', { name: /特困人员认定/ });
    await row.waitFor();
    await shot(desk, '6-results');
    await row.getByRole('button', { name: '短信通知' }).click();
    await row.getByText('已发短信通知').waitFor();
    await row.getByRole('button', { name: '发证' }).click();
    await row.getByText('特困人员救助供养证　可以打印').waitFor();
    await shot(desk, '7-issued');
    await row.getByRole('button', { name: '打印' }).click();
    await desk.getByText('特困人员救助供养证').first().waitFor();
    await desk.getByRole('button', { name: /特困人员救助供养证/ }).click();
    await desk
      .getByText(/管民特〔\d{4}〕/)
      .first()
      .waitFor();
    await shot(desk, '8-certificate');
    await desk.keyboard.press('Escape');
  });

  it('is handed over with a signature', async () => {
    const row = desk.getByRole('row', { name: /特困人员认定/ });
    await row.getByRole('button', { name: '送达', exact: true }).click();
    const dialog = desk.getByRole('dialog', { name: '送达' });
    await dialog.getByLabel('领取人姓名').fill('豫小满');
    const field = dialog.getByRole('img', { name: '签字区' });
    // The dialog has to stand still before anybody can sign on it.
    await field.hover();
    const pad = await field.boundingBox();
    if (pad === null) throw new Error('there is nothing to sign on');
    await desk.mouse.move(pad.x + 60, pad.y + 40);
    await desk.mouse.down();
    await desk.mouse.move(pad.x + 160, pad.y + 70, { steps: 5 });
    await desk.mouse.move(pad.x + 220, pad.y + 30, { steps: 5 });
    await desk.mouse.up();
    await dialog.getByText('已写1笔').waitFor();
    await shot(desk, '9-deliver');
    await dialog.getByRole('button', { name: '确认送达' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await desk.getByText('没有等待发证的结果').waitFor();
    await desk.getByText('已连通，全部已上传').waitFor();
  });

  it('is known when the person comes again: the register says what need not be asked for', async () => {
    await desk.keyboard.press('Alt+1');
    await desk.keyboard.press('F6');
    await desk.getByRole('region', { name: '正在接待' }).waitFor({ state: 'detached' });
    await welcome();
    await desk.getByText(/特困人员救助供养证 管民特〔\d{4}〕.*（有效/).waitFor();
    await shot(desk, '10-comes-again');
  });

  it('the department sees what it issued in former years and what runs out soon', async () => {
    await department.keyboard.press('Alt+9');
    const page = department.getByRole('region', { name: '到期换证' });
    // They are brought in beside the running hall; the page asks again when the span changes.
    const spans = ['30天内', '90天内'];
    await until('the certificates are there', async () => {
      const span = spans.reverse()[0] ?? '';
      await page.getByText(span, { exact: true }).click();
      await page.getByText('正在查询证照库…').waitFor({ state: 'detached' });
      return (await page.getByRole('row').count()) > 1;
    });
    await page.getByText('90天内', { exact: true }).click();
    await page.getByRole('row', { name: /社会团体法人登记证书.*管城回族区清和里志愿者协会/ }).waitFor();
    await shot(department, '11-renewals');
  });
});
