import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { build } from 'vite';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { openBrowser } from '../e2e/browser.ts';

/** The print templates in a browser of their own. */
export interface Printer {
  readonly page: Page;
  /** Lays a print out; how many sheets it has. @param scans pictures as `data:` addresses by their hashes */
  show(content: PrintedContent, scans?: Readonly<Record<string, string>>): Promise<number>;
  /** What is shown, as Chromium prints it. */
  pdf(): Promise<Buffer>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Builds the templates and opens them in the Chromium out of npm. */
export async function openPrinter(): Promise<Printer> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-print-'));
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'chrome108',
      chunkSizeWarningLimit: 4000,
    },
  });
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.route('http://print.test/**', async (route) => {
    const path = join(folder, new URL(route.request().url()).pathname);
    await route.fulfill({ body: await readFile(path), contentType: types[extname(path)] ?? 'text/plain' });
  });
  await page.goto('http://print.test/index.html');
  await page.waitForFunction(() => 'show' in window);
  return {
    page,
    show: (content, scans = {}) =>
      page.evaluate(
        ([what, pictures]) =>
          (window as unknown as { show(...args: unknown[]): Promise<number> }).show(what, pictures),
        [content, scans] as const,
      ),
    pdf: () => page.pdf({ preferCSSPageSize: true, printBackground: true }),
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a person reads on each page of a PDF, without the white space between. */
export async function textOfPdf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((page) => page.replaceAll(/\s/g, ''));
}
