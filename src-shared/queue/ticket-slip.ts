import { formatBeijing, type Instant } from '../clock/beijing.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';

/** What is on a queue ticket. It never says that the hall is full: any number of people may wait. */
export function ticketSlip(ticket: {
  organisationName: string;
  hallName: string;
  number: string;
  categoryName: string;
  /** What else is done in the same visit. */
  also: readonly string[];
  /** The matters that were chosen beforehand, by name. */
  matters: readonly string[];
  /** 优先, 预约 and so on; empty for a walk-in. */
  laneName: string;
  ahead: number;
  expectedMinutes: number | null;
  issuedAt: Instant;
  remark: string;
  /** Where it can be followed from afar; it holds an opaque token and nothing of anybody. */
  followUrl: string | null;
  copy: boolean;
}): Slip {
  const centred = (text: string): SlipLine => ({ kind: 'text', text, align: 'center' });
  const lane = ticket.laneName === '' ? '' : `（${ticket.laneName}）`;
  return {
    width: '80mm',
    title: ticket.hallName,
    lines: [
      ...(ticket.copy ? [centred('（重打）')] : []),
      { kind: 'text', text: ticket.number, align: 'center', bold: true, size: 4 },
      { kind: 'text', text: ticket.categoryName, align: 'center', size: 2 },
      ...(ticket.also.length === 0 ? [] : [centred(`一并办理：${ticket.also.join('、')}`)]),
      ...(ticket.matters.length === 0
        ? []
        : ([{ kind: 'text', text: `手机预选：${ticket.matters.join('、')}` }] as const)),
      ...(lane === '' ? [] : [centred(lane)]),
      centred(ahead(ticket.ahead)),
      ...(ticket.expectedMinutes === null ? [] : [centred(expected(ticket.expectedMinutes))]),
      { kind: 'divider' },
      { kind: 'pair', key: '取号时间', value: formatBeijing(ticket.issuedAt) },
      ...(ticket.remark === '' ? [] : [{ kind: 'text', text: ticket.remark } as const]),
      { kind: 'text', text: '请留意屏幕和广播叫号。下班前取号的，当天都会办理。' },
      ...(ticket.followUrl === null
        ? []
        : ([
            { kind: 'qr', data: ticket.followUrl, moduleSize: 4 },
            centred('手机扫码查看排队进度'),
          ] as const)),
      centred(ticket.organisationName),
    ],
  };
}

/** How many wait before this ticket, in words. */
export const ahead = (count: number): string => (count === 0 ? '前面没有人等候' : `前面还有 ${count} 人`);

/** How long it may take, in words: it goes by how fast the hall was lately, and promises nothing. */
export const expected = (minutes: number): string => `预计等候约 ${minutes} 分钟，以实际叫号为准`;
