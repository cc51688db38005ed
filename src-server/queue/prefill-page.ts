import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { inForceOn } from '#shared/matters/versions.ts';
import { mostPrefilled } from '#shared/queue/prefill-code.ts';
import { priorityReasons } from '#shared/queue/ticket-commands.ts';
import type { Queries } from '../database/database.ts';
import type { PublishedReference } from '../organisation/published.ts';
import { PackedText } from '../packed-text.ts';
import { escaped, sendPublicPage } from '../public-page.ts';
import { prefillStyle } from './prefill-style.ts';

/** The programs of the page, as they stand here; a browser has no need of their types. */
const scripts: Readonly<Record<string, string>> = {
  'prefill.js': './prefill-script.ts',
  'prefill-code.js': '../../src-shared/queue/prefill-code.ts',
  'qr-code.js': '../../src-shared/devices/qr-code.ts',
};

/** The list as the page has it: `keys` is what a matter is found by, one a line. */
export interface PrefillList {
  readonly day: string;
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly matters: readonly {
    readonly code: string;
    readonly name: string;
    readonly category: string;
    readonly keys: string;
  }[];
}

/**
 * The page on which somebody chooses matters on their own phone, for the kiosk to read off it. It sends the list and the
 * program, and is asked nothing after that: what is chosen stays on the phone.
 */
export function prefillPage(
  app: FastifyInstance,
  { queries, now, published }: { queries: Queries; now: () => Instant; published: PublishedReference },
): void {
  const programs = new Map<string, PackedText>();
  let held: { of: readonly Matter[]; day: string; text: PackedText } | null = null;

  async function list(): Promise<PackedText> {
    const day = beijingDateOf(now());
    const read = await published(queries);
    const of = read?.matters() ?? none;
    if (held?.of === of && held.day === day) return held.text;
    const categories = new Map(
      (read?.reference.halls ?? [])
        .flatMap((hall) => hall.categories)
        .map(({ id, name }) => [String(id), name]),
    );
    const matters = inForceOn(of, day)
      .filter(({ category }) => categories.has(category))
      .map(({ code, name, category, aliases }) => ({
        ...{ code, name, category },
        keys: [name, ...aliases].flatMap(keysOf).join('\n'),
      }));
    const answer: PrefillList = {
      ...{ day, matters },
      categories: [...categories].map(([id, name]) => ({ id, name })),
    };
    held = { of, day, text: new PackedText(JSON.stringify(answer)) };
    return held.text;
  }

  app.get('/q', (_request, reply) =>
    sendPublicPage(reply, 200, { title: '预选事项', style: prefillStyle, body, script: '/q/prefill.js' }),
  );
  app.get('/q/matters.json', async (request, reply) => {
    reply
      .headers({ 'cache-control': 'no-cache', 'x-robots-tag': 'noindex' })
      .type('application/json; charset=utf-8');
    return (await list()).send(request, reply);
  });
  for (const [name, file] of Object.entries(scripts))
    app.get(`/q/${name}`, (request, reply) => {
      const program = programs.get(name) ?? new PackedText(programOf(file));
      programs.set(name, program);
      reply
        .headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
        .type('text/javascript; charset=utf-8');
      return program.send(request, reply);
    });
}

const none: readonly Matter[] = [];

/** By which a name is found: itself, its reading, and the initials of that. */
function keysOf(text: string): string[] {
  const { syllables } = pinyinOf(text);
  const plain = [text, syllables.join(''), syllables.map((each) => each.slice(0, 1)).join('')];
  return plain.map((each) => each.toLowerCase().replaceAll(/\s/gu, ''));
}

/** A program of this repository as a browser runs it: without types, its imports beside it. */
const programOf = (file: string): string =>
  withoutTypes(readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8')).replaceAll(
    /from '[^']*\/([\w-]+)\.ts'/g,
    "from './$1.js'",
  );

/**
 * Node strips the types of this whole program and says nothing about it; asked to by a program, it warns once that the
 * function may still change. Nothing else can be warned of meanwhile: stripping waits for nobody.
 */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

const reasons = Object.entries(priorityReasons)
  .map(([id, name]) => `<option value="${id}">${escaped(name)}</option>`)
  .join('');

const body = `<main id="choose"><h1>预选事项</h1>
<p class="lead">选好要办的事项，生成二维码，到大厅取号机上扫一下就能取号。最多选${mostPrefilled}项，不用登录，不填姓名和号码。</p>
<label class="field">查找事项<input id="find" type="search" placeholder="输入名称或拼音，如 低保、dibao、db" autocomplete="off" enterkeyhint="search"></label>
<div id="categories" role="group" aria-label="业务分类"></div>
<p id="told" role="status">正在打开事项清单，请稍候。</p>
<ul id="found" aria-label="事项"></ul>
<noscript><p>这部手机的浏览器不能运行页面里的程序，请到大厅取号机上直接选业务取号。</p></noscript>
<section id="basket" aria-label="已选" hidden><p id="names"></p><button id="make" type="button">生成二维码</button></section></main>
<main id="show" hidden><h1 tabindex="-1">请在取号机上扫码</h1><canvas id="code" role="img" aria-label="预选事项的二维码"></canvas>
<p class="lead">把屏幕调亮，把二维码对准取号机的扫码口，核对后按“取号”。没有网络也能扫。</p>
<ul id="chosen" aria-label="已选事项"></ul>
<label class="field">需要优先吗（可不选，由窗口核实）<select id="reason"><option value="">不需要</option>${reasons}</select></label>
<p class="note">二维码里只有上面这些和一个随机编号，没有您的姓名、证件号和电话，区级平台也不保存。7天内有效。</p>
<button id="again" type="button">继续选事项</button></main>`;
