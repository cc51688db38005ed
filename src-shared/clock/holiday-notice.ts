import { addCalendarDays, type BeijingDate, beijingDateSchema } from './beijing.ts';
import { calendarSchema } from './calendar.ts';
import type { YearDays } from './calendar-year.ts';

/**
 * Reads a year's days out of what an office has: the text of the State Council's notice, as it is copied from the web page
 * (`1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。`), or a calendar file of this program (JSON).
 * @returns the days, or one sentence that says why nothing was read
 */
export function readHolidayNotice(text: string, year: string): YearDays | string {
  if (text.trimStart().startsWith('{')) return readFile(text, year);
  const off = new Set<BeijingDate>();
  const worked = new Set<BeijingDate>();
  for (const sentence of plain(text).split(/[。；;\n]/u)) {
    // What stands before the word says which days it is about: 放假 of a span, 上班 of single days.
    for (const part of sentence.match(/[^放上]*(?:放假|上班)/gu) ?? []) {
      const found = spansIn(part, year);
      if (typeof found === 'string') return found;
      for (const date of found) (part.endsWith('放假') ? off : worked).add(date);
    }
  }
  if (off.size === 0)
    return '没有读到放假的日子。请粘贴通知的正文，例如“元旦：1月1日至3日放假，1月4日上班。”，或在日历上直接标出。';
  return { off: [...off].sort(), worked: [...worked].sort() };
}

function readFile(text: string, year: string): YearDays | string {
  const parsed = calendarSchema.safeParse(jsonOf(text));
  if (!parsed.success) return '日历文件读不出来，请核对是否为本系统的日历文件（JSON）。';
  return parsed.data.years[year] ?? `日历文件里没有${year}年，请核对年份。`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Without what stands in brackets, which are days of the week and of the old calendar. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\([^)]*\)/gu, '');

const day = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日`;

/** The days that a part of a sentence names: `2025年12月31日至1月2日` as a span, `2月14日、2月28日` one by one. */
function spansIn(part: string, year: string): readonly BeijingDate[] | string {
  const dates: BeijingDate[] = [];
  let month = '';
  let inYear = year;
  const dateOf = (y: string | undefined, m: string | undefined, d: string): BeijingDate | string => {
    if (y !== undefined) inYear = y;
    // From December on into January the year is the next one.
    else if (m !== undefined && month === '12' && Number(m) === 1) inYear = year;
    if (m !== undefined) month = m.padStart(2, '0');
    const parsed = beijingDateSchema.safeParse(`${inYear}-${month}-${d.padStart(2, '0')}`);
    return parsed.success ? parsed.data : `“${m ?? month}月${d}日”不是${inYear}年的日子，请核对通知的文字。`;
  };
  for (const [, y1, m1, d1 = '', , y2, m2, d2] of part.matchAll(
    new RegExp(`${day}(\\s*(?:至|-|—|~|到)\\s*${day})?`, 'gu'),
  )) {
    const first = dateOf(y1, m1, d1);
    const last = d2 === undefined ? first : dateOf(y2, m2, d2);
    if (!isDate(first)) return first;
    if (!isDate(last)) return last;
    if (last < first) return `“${part.trim()}”的起止日期颠倒了，请核对。`;
    for (let date = first; date <= last; date = addCalendarDays(date, 1)) dates.push(date);
  }
  return dates;
}

const isDate = (found: BeijingDate | string): found is BeijingDate => /^\d{4}-/.test(found);
