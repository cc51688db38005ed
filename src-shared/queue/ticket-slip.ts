import { formatBeijing, type Instant } from '../clock/beijing.ts';
import type { Slip } from '../devices/slip.ts';

/** What is on a queue ticket. It never says that the hall is full: any number of people may wait. */
export function ticketSlip(ticket: {
  organisationName: string;
  hallName: string;
  number: string;
  categoryName: string;
  ahead: number;
  issuedAt: Instant;
  copy: boolean;
}): Slip {
  return {
    width: '80mm',
    title: ticket.hallName,
    lines: [
      ...(ticket.copy ? [{ kind: 'text', text: '（重打）', align: 'center' } as const] : []),
      { kind: 'text', text: ticket.number, align: 'center', bold: true, size: 4 },
      { kind: 'text', text: ticket.categoryName, align: 'center', size: 2 },
      { kind: 'text', text: ahead(ticket.ahead), align: 'center' },
      { kind: 'divider' },
      { kind: 'pair', key: '取号时间', value: formatBeijing(ticket.issuedAt) },
      { kind: 'text', text: '请留意屏幕和广播叫号。下班前取号的，当天都会办理。' },
      { kind: 'text', text: ticket.organisationName, align: 'center' },
    ],
  };
}

/** How many wait before this ticket, in words. */
export const ahead = (count: number): string => (count === 0 ? '前面没有人等候' : `前面还有 ${count} 人`);
