import { randomBytes } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { audiences } from '#shared/contracts/audience.ts';
import { openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { buildRenderer, rendererFolder } from '../../src-main/cli/renderer-build.ts';
import { contractServer } from '../../src-main/core/contract-server.ts';
import { openBrowser } from '../e2e/browser.ts';
import { done, openInstallation, silentLog } from '../support/counter.ts';

/**
 * What the clerk waits for at the desk itself: from the key to the list that stands on the page, over the link and
 * through React, in a real browser. Each text has another first result, so that the new list can be told from the old.
 */
export async function searchAtDesk(
  folder: string,
  texts: readonly string[],
  rounds: number,
  told: (text: string, milliseconds: number) => void,
): Promise<void> {
  const core = await openInstallation({ folder });
  const router = core.routers.clerk;
  if (router === undefined) throw new Error('this installation is no counter');
  const clerk = createRouterClient(router);
  await done(clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
  await clerk.visits.open();
  const queries: { text: string; first: string }[] = [];
  for (const text of texts) {
    const [row] = await clerk.matters.search({ text });
    if (row !== undefined && row.name !== queries.at(-1)?.first) queries.push({ text, first: row.name });
  }
  if (queries[0]?.first === queries.at(-1)?.first) queries.pop();

  const tokens = Object.fromEntries(
    audiences.map((audience) => [audience, randomBytes(24).toString('base64url')]),
  );
  const server = contractServer(core.routers);
  await buildRenderer(() => {});
  const shell = await openBrowserShell({ server, rendererFolder, port: 0, tokens, log: silentLog });
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    const page = await context.newPage();
    for (let round = 0; round < rounds; round += 1) {
      // A page of its own each time: what it has been told once it would show again without asking.
      await page.goto(shell.url('clerk'));
      await page.reload();
      await page.getByRole('combobox', { name: '查找事项' }).waitFor();
      for (const query of queries) {
        const took = await page.evaluate(
          ({ text, first }) =>
            new Promise<number>((resolve, reject) => {
              const input = document.querySelector<HTMLInputElement>(
                'input[role=combobox][aria-label=查找事项]',
              );
              const section = input?.closest('section');
              if (input === null || input === undefined || section === null || section === undefined) {
                reject(new Error('no search'));
                return;
              }
              const stands = () =>
                document.querySelector('#matter-options [role=option] strong')?.textContent === first;
              const begun = performance.now();
              const watch = new MutationObserver(() => {
                if (!stands()) return;
                watch.disconnect();
                resolve(performance.now() - begun);
              });
              watch.observe(section, { childList: true, subtree: true, characterData: true });
              setTimeout(() => reject(new Error(`nothing came for ${text}`)), 5000);
              Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
              input.dispatchEvent(new Event('input', { bubbles: true }));
            }),
          query,
        );
        told(query.text, took);
      }
    }
  } finally {
    await browser.close();
    await shell.close();
    await core.close();
  }
}
