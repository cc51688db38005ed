import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * The Chromium that comes inside an npm package: no system browser and no system libraries are needed.
 * Its own unpacking folder keeps it apart from whatever else lies in the temporary folder.
 */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  // It unpacks the libraries that it brings only where it believes itself to be on that service.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-chromium-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const { default: packed } = await import('@sparticuz/chromium');
  const executablePath = await packed.executablePath();
  // Its fonts and no others: with a machine's own configuration it can come upon a font source that it lacks.
  writeFileSync(join(folder, 'fonts.conf'), fontsConf(join(folder, 'fonts'), join(folder, 'font-cache')));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  const browser = await chromium.launch({
    executablePath,
    // One process a page, as a person's browser has: in a single one the first crash takes every page along.
    args: [
      ...packed.args.filter((each) => each !== '--single-process'),
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      ...more,
    ],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    headless: true,
  });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

const fontsConf = (fonts: string, cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;
