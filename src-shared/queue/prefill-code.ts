/**
 * The text of the code that somebody's own phone shows at the kiosk: the matters that they chose beforehand, the priority
 * that they ask for, and an id made by chance, by which the kiosk knows a code again; nothing of who they are. It carries everything itself, so that neither phone nor kiosk
 * needs a network; capital letters, digits and hyphens only, since many scanners type what they read. The page on the
 * phone runs this file as it is: it imports types and nothing else.
 *
 * `YCP1-20261126-E-<id>-<matter code>-<matter code>-…-<check>`: version, day of choosing, priority (0 for none), id
 * (twelve hexadecimal digits), matters, and CRC-16/CCITT-FALSE over all before the last hyphen as four hexadecimal digits.
 */
import type { PriorityReason } from './ticket-commands.ts';

export interface Prefill {
  /** The day in Beijing on which the page was opened, `YYYY-MM-DD`. */
  readonly chosenOn: string;
  readonly priority: PriorityReason | null;
  /** Twelve hexadecimal digits, made where the page was opened: two phones have two. */
  readonly id: string;
  /** 1 to {@link mostPrefilled} implementation codes. */
  readonly matterCodes: readonly string[];
}

/** So many matters fit into a code that a scanner reads off a phone at once. */
export const mostPrefilled = 6;
/** After so many days the list of matters may have become another. */
const goodForDays = 7;
/** Characters of the longest code. */
export const longestPrefill = 'YCP1-20261126-E-0123456789AB'.length + 32 * mostPrefilled + 5;

const letters: Readonly<Record<PriorityReason, string>> = {
  ...{ elderly: 'E', disabled: 'D', pregnant: 'P', military: 'M', other: 'O' },
};

/** The text of a code. Its matters are taken as they are: the page only offers what is published. */
export function prefillText({ chosenOn, priority, id, matterCodes }: Prefill): string {
  const reason = priority === null ? '0' : letters[priority];
  const body = ['YCP1', chosenOn.replaceAll('-', ''), reason, id, ...matterCodes].join('-');
  return `${body}-${checkOf(body)}`;
}

const faults = {
  oversized:
    '这个二维码太长，不是预选事项的二维码。请扫手机上“预选事项”页面里的二维码，也可以直接在屏幕上选业务取号。',
  foreign: '这不是预选事项的二维码。请扫手机上“预选事项”页面里的二维码，也可以直接在屏幕上选业务取号。',
  otherVersion:
    '这个二维码的版本与取号机不同。请在手机上重新打开“预选事项”页面再选一次，也可以直接在屏幕上选业务取号。',
  damaged: '二维码没有读全。请把手机屏幕调亮、放平再扫一次，也可以直接在屏幕上选业务取号。',
  old: `这个二维码不是最近${goodForDays}天选的。请在手机上重新选一次，也可以直接在屏幕上选业务取号。`,
} as const;
export type PrefillFault = keyof typeof faults;

/**
 * Reads what a scanner has read, whoever made it.
 * @param today the day at the kiosk, `YYYY-MM-DD`
 */
export function readPrefill(
  scanned: string,
  today: string,
): { kind: 'read'; prefill: Prefill } | { kind: 'fault'; code: PrefillFault; message: string } {
  const fault = (code: PrefillFault) => ({ kind: 'fault', code, message: faults[code] }) as const;
  // A keyboard with its capitals locked types the other case.
  const text = scanned.trim().toUpperCase();
  if (!text.startsWith('YCP')) return fault(text.length > longestPrefill ? 'oversized' : 'foreign');
  if (text.length > longestPrefill) return fault('oversized');
  if (!text.startsWith('YCP1-')) return fault(/^YCP\d+-/.test(text) ? 'otherVersion' : 'damaged');
  const [, body = '', day = '', letter = '', id = '', codes = '', check = ''] =
    /^(YCP1-(\d{8})-([0A-Z])-([0-9A-F]{12})((?:-[0-9A-Z]{31})+))-([0-9A-F]{4})$/.exec(text) ?? [];
  if (body === '' || checkOf(body) !== check) return fault('damaged');
  const priority =
    (Object.keys(letters) as PriorityReason[]).find((each) => letters[each] === letter) ?? null;
  if (priority === null && letter !== '0') return fault('damaged');
  const chosenOn = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  if (!(Math.abs(dayNumber(today) - dayNumber(chosenOn)) <= goodForDays)) return fault('old');
  const matterCodes = [...new Set(codes.slice(1).split('-'))];
  return { kind: 'read', prefill: { chosenOn, priority, id, matterCodes } };
}

/** NaN for what is no day. */
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

function checkOf(text: string): string {
  let crc = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
