import type { BeijingDate } from '../clock/beijing.ts';
import type { PriorityReason } from './ticket-commands.ts';

/** 老年人权益保障法第二条: 六十周岁以上的公民. */
const elderlyFrom = 60;

/** The priority that somebody may have by their age; null below it. On the sixtieth birthday it is theirs already. */
export function priorityByAge(birth: BeijingDate, today: BeijingDate): PriorityReason | null {
  const sixtieth = `${Number(birth.slice(0, 4)) + elderlyFrom}${birth.slice(4)}`;
  return today >= sixtieth ? 'elderly' : null;
}
