import { type Audience, audiences } from '#shared/contracts/audience.ts';
import { type PageAddress, readPageAddress } from './page-address.ts';

/** What the program was asked to do when it was started. */
export interface StartArguments {
  readonly kind: 'start';
  /** Pages of shells that run elsewhere, one window each. */
  readonly attach: readonly PageAddress[];
  /** Windows on a core that is run here. */
  readonly audiences: readonly Audience[];
  /** Another core entry than the program's own. */
  readonly coreEntry: string | null;
  readonly coreArguments: readonly string[];
  /** Kiosk and board windows cover the screen and cannot be left. */
  readonly kiosk: boolean;
}

const known = ['attach', 'core', 'audience'] as const;

/**
 * What a packaged program may be told of Chromium's own switches: how it draws, and where it keeps its files. All
 * others are refused, since some open the program (`remote-debugging-port`, `load-extension`, `js-flags`,
 * `ignore-certificate-errors`), and every version of Chromium brings new ones.
 */
const harmless = [
  'disable-gpu',
  'force-device-scale-factor',
  'no-sandbox',
  'ozone-platform',
  'user-data-dir',
];

/**
 * Reads the command line:
 *
 * `--attach=<page address>` (again for each window), `--audience=clerk,citizen`, `--core=<entry.js>`, `--kiosk`,
 * and everything behind `--` for the core. Chromium's own switches stand between them and are passed over.
 *
 * A packaged program takes no other core than its own, and no switch that it does not know.
 *
 * Page addresses carry tokens, and every user of a machine may read the command lines of its processes: where
 * there are other users, `--attach=@<file>` names a file of one's own with an address on each line. The form with
 * `=` is the one to use; Electron takes a bare address for something that was clicked and refuses what comes after.
 */
export function readArguments(
  words: readonly string[],
  readText: (path: string) => string,
  packaged: boolean,
): StartArguments | { readonly kind: 'refused'; readonly sentence: string } {
  const refused = (sentence: string) => ({ kind: 'refused', sentence }) as const;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const attach: PageAddress[] = [];
  const asked: Audience[] = [];
  let coreEntry: string | null = null;

  const unknown = packaged ? own.find((word) => !isAllowed(word)) : undefined;
  if (unknown !== undefined) return refused(`不能使用启动参数 ${unknown.split('=')[0]}，请去掉它再启动。`);

  for (const [name, value] of namedValues(own)) {
    if (value === null) return refused(`--${name} 后面缺少内容。`);
    if (name === 'core') coreEntry = value;
    else if (name === 'attach') {
      const texts = readAddresses(value, readText);
      if (texts === null) return refused(`读不到文件：${value.slice(1)}`);
      for (const text of texts) {
        const page = readPageAddress(text);
        if (page.kind === 'refused') return page;
        attach.push(page);
      }
    } else {
      for (const word of value.split(',')) {
        const audience = audiences.find((each) => each === word.trim());
        if (audience === undefined)
          return refused(`没有名为“${word}”的窗口，可用：${audiences.join('、')}。`);
        if (!asked.includes(audience)) asked.push(audience);
      }
    }
  }
  return {
    kind: 'start',
    attach,
    audiences: asked.length === 0 && attach.length === 0 ? ['clerk'] : asked,
    coreEntry,
    coreArguments: end < 0 ? [] : words.slice(end + 1),
    kiosk: own.includes('--kiosk'),
  };
}

/** The command lines that the packaged program answers beside opening a desk. */
export const commands = ['device', 'clock'] as const;
export interface Command {
  readonly command: (typeof commands)[number];
  readonly words: readonly string[];
}

/**
 * A command line and the words behind its name, where the program was started for one: `Yichuang device list`,
 * `Yichuang clock explain …`. Chromium's switches may stand before; null where a desk is to be opened.
 * @param words the command line without the program, and without the folder that an unpacked program is given
 */
export function commandAsked(words: readonly string[]): Command | null {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const first = own.findIndex((word) => !word.startsWith('-'));
  const command = commands.find((each) => each === own[first]);
  return command === undefined ? null : { command, words: words.slice(first + 1) };
}

/** Windows takes a slash for a dash, and everything takes one dash for two. */
function isAllowed(word: string): boolean {
  const name = /^(?:--?|\/)([^=]*)/.exec(word)?.[1];
  return name === undefined || ['attach', 'audience', 'kiosk', ...harmless].includes(name);
}

function readAddresses(value: string, readText: (path: string) => string): readonly string[] | null {
  if (!value.startsWith('@')) return [value];
  try {
    return readText(value.slice(1))
      .split(/\s+/)
      .filter((text) => text !== '');
  } catch {
    return null;
  }
}

function* namedValues(words: readonly string[]): Generator<readonly [(typeof known)[number], string | null]> {
  for (const [at, word] of words.entries()) {
    for (const name of known) {
      if (word.startsWith(`--${name}=`)) yield [name, word.slice(name.length + 3)];
      else if (word === `--${name}`) {
        const next = words[at + 1];
        yield [name, next === undefined || next.startsWith('-') ? null : next];
      }
    }
  }
}
