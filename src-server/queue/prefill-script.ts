/**
 * The program of the page on which matters are chosen on a phone. It is sent to the browser as it stands, without its
 * types: it may import only what `prefill-page.ts` sends along, and write no syntax that a five-year-old phone lacks.
 */
import { qrModules } from '#shared/devices/qr-code.ts';
import { mostPrefilled, prefillText } from '#shared/queue/prefill-code.ts';
import type { PriorityReason } from '#shared/queue/ticket-commands.ts';
import type { PrefillList } from './prefill-page.ts';

/** So many are listed; whoever looks for something goes on typing. */
const mostListed = 30;
/** Pixels of a module, and modules of white around the code, as the standard wants them. */
const moduleSize = 8;
const quiet = 4;

const of = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const find = of<HTMLInputElement>('find');
const reason = of<HTMLSelectElement>('reason');

type Offered = PrefillList['matters'][number];
let list: PrefillList = { day: '', categories: [], matters: [] };
let category = '';
let chosen: Offered[] = [];
/** Whoever shows their code twice is asked whether they want another number. */
const id = [...crypto.getRandomValues(new Uint8Array(6))]
  .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
  .join('');

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

/** Whoever works by keyboard goes on from where they were. */
function replace(id: string, parts: readonly HTMLElement[]): void {
  const buttons = () => [...of(id).querySelectorAll('button')];
  const at = buttons().indexOf(document.activeElement as HTMLButtonElement);
  of(id).replaceChildren(...parts);
  if (at >= 0) buttons()[at]?.focus();
}

/** Those that fit what was typed, whose name begins with it first. */
function fitting(): Offered[] {
  const typed = find.value.toLowerCase().replace(/\s/g, '');
  const among = list.matters.filter((each) => category === '' || each.category === category);
  if (typed === '') return among;
  const begins = ({ keys }: Offered) => (`\n${keys}`.includes(`\n${typed}`) ? 0 : 1);
  return among.filter(({ keys }) => keys.includes(typed)).sort((one, other) => begins(one) - begins(other));
}

function toggle(matter: Offered): void {
  chosen = chosen.includes(matter) ? chosen.filter((each) => each !== matter) : [...chosen, matter];
  draw();
}

function draw(): void {
  const kinds = list.categories.map(({ id, name }) => {
    const made = button(name, () => {
      category = category === id ? '' : id;
      draw();
    });
    made.setAttribute('aria-pressed', String(category === id));
    return made;
  });
  replace('categories', kinds);
  const asked = find.value.trim() !== '' || category !== '';
  const all = asked ? fitting() : [];
  const shown = all.slice(0, mostListed).map((matter) => {
    const made = button(matter.name, () => toggle(matter));
    const has = chosen.includes(matter);
    made.setAttribute('aria-pressed', String(has));
    made.disabled = !has && chosen.length >= mostPrefilled;
    return made;
  });
  const items = shown.map((made) => {
    const item = document.createElement('li');
    item.append(made);
    return item;
  });
  replace('found', items);
  of('told').textContent = !asked
    ? '输入名称或拼音，或点一个分类。'
    : all.length === 0
      ? '没有找到。请换一种说法；也可以不选事项，到取号机上直接选业务取号。'
      : all.length > mostListed
        ? `有${all.length}项，先列出${mostListed}项，请多输入几个字。`
        : chosen.length >= mostPrefilled
          ? `已选满${mostPrefilled}项。还有别的事项，到窗口一并说明即可。`
          : '';
  of('basket').hidden = chosen.length === 0;
  of('names').textContent = `已选${chosen.length}项：${chosen.map(({ name }) => name).join('、')}`;
}

/** The code of what is chosen now, with all that it says. */
function drawCode(): void {
  const priority = reason.value === '' ? null : (reason.value as PriorityReason);
  paint(prefillText({ chosenOn: list.day, priority, id, matterCodes: chosen.map(({ code }) => code) }));
  const rows = chosen.map((matter) => {
    const row = document.createElement('li');
    const remove = button('删除', () => {
      toggle(matter);
      if (chosen.length === 0) show(false);
      else drawCode();
    });
    remove.setAttribute('aria-label', `删除${matter.name}`);
    row.append(element('span', matter.name), remove);
    return row;
  });
  of('chosen').replaceChildren(...rows);
}

function paint(text: string): void {
  const modules = qrModules(new TextEncoder().encode(text));
  const canvas = of<HTMLCanvasElement>('code');
  canvas.width = canvas.height = (modules.length + 2 * quiet) * moduleSize;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  modules.forEach((row, y) => {
    row.forEach((black, x) => {
      if (black) pen.fillRect((x + quiet) * moduleSize, (y + quiet) * moduleSize, moduleSize, moduleSize);
    });
  });
}

function show(code: boolean): void {
  of('choose').hidden = code;
  of('show').hidden = !code;
  scrollTo(0, 0);
  if (code) of('show').querySelector('h1')?.focus();
  else find.focus();
}

find.addEventListener('input', draw);
reason.addEventListener('change', drawCode);
of('make').addEventListener('click', () => {
  drawCode();
  show(true);
});
of('again').addEventListener('click', () => show(false));

fetch('/q/matters.json')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
  .then(
    (answer: PrefillList) => {
      list = answer;
      draw();
    },
    () => {
      of('told').textContent = '事项清单没有打开，请检查手机网络后刷新页面；也可以到取号机上直接选业务取号。';
    },
  );
