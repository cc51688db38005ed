/**
 * Word to whoever has not collected a result in time: once, by the district's own timer, as a text. No desk gives it, so
 * it is no command that an installation could send.
 */
import type { BeijingDate } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import type { Stamp } from '../clock/evidence.ts';
import { reveal } from '../sync/personal.ts';
import { clockOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';

/** Who the district's timers act as. */
export const districtTimer = 'system';

/**
 * Whether an applicant is to be reminded on that day: the result waits at the counter, the ten working days for its
 * delivery (行政许可法 Art 44) are over, nothing is on its way by post, and nobody has been reminded by the timer yet.
 */
export function isReminderDue(state: CaseFile, calendar: Calendar, today: BeijingDate): boolean {
  if (state.status !== 'issued' || state.posted !== null) return false;
  if (state.told.some(({ what }) => what === 'notCollected')) return false;
  if (!/^1\d{10}$/.test(reveal(state.applicant)?.phone ?? '')) return false;
  return clockOf(state, calendar, today).light === 'red';
}

/** What the reminder is to the case. */
export const reminded = (at: Stamp) =>
  ({
    type: 'ApplicantTold',
    told: { what: 'notCollected', channel: 'sms', by: districtTimer, at },
  }) as const;
