import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * Unpacks the Chromium that comes inside an npm package, with the libraries and fonts that it brings, unless it lies in
 * this folder already.
 * @returns what starts it
 */
export async function unpackBrowser(folder: string): Promise<{ path: string; args: readonly string[] }> {
  // It unpacks the libraries that it brings only where it believes itself to be on that service.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const { default: packed } = await import('@sparticuz/chromium');
  const path = await packed.executablePath();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  return { path, args: packed.args };
}

/** The folder into which a whole run has unpacked it, see set-up.ts. */
export const unpackedFolder = 'YICHUANG_TEST_CHROMIUM';

/**
 * The Chromium that comes inside an npm package: no system browser and no system libraries are needed.
 * Its own unpacking folder keeps it apart from whatever else lies in the temporary folder.
 */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-chromium-'));
  const unpacked = process.env[unpackedFolder] ?? folder;
  const { path, args } = await unpackBrowser(unpacked);
  // Its fonts and no others: with a machine's own configuration it can come upon a font source that it lacks.
  writeFileSync(join(folder, 'fonts.conf'), fontsConf(join(unpacked, 'fonts'), join(folder, 'font-cache')));
  const browser = await chromium.launch({
    executablePath: path,
    // One process a page, as a person's browser has: in a single one the first crash takes every page along.
    args: [
      ...args.filter((each) => each !== '--single-process'),
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      ...more,
    ],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    headless: true,
  });
  // Its last processes may still be writing.
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return browser;
}

const fontsConf = (fonts: string, cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;
