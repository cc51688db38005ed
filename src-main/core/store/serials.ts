import { type BeijingDate, beijingDateSchema } from '#shared/clock/beijing.ts';
import { seriesOf } from '#shared/queue/ticket-commands.ts';
import type { Database } from './database.ts';
import type { SettingStore } from './settings.ts';

/** Numbers that are used once: case numbers of the installation, tickets of a category. They only ever rise. */
export interface Serials {
  /** The next free number of that kind on that day, from 1. Taken only when `claim` runs in the same act. */
  next(kind: string, day: BeijingDate): number;
  claim(kind: string, day: BeijingDate, serial: number): void;
  /** Claims the number of a ticket in its series. */
  claimTicketNumber(number: string, day: BeijingDate): void;
  /** Claims a case number of this installation, wherever it was met. */
  claimCaseNumber(number: string): void;
}

export function serials(db: Database, settings: SettingStore): Serials {
  const read = db.prepare<[string, string], { last: number }>(
    'SELECT last FROM serial WHERE kind = ? AND day = ?',
  );
  const raise = db.prepare(
    'INSERT INTO serial VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)',
  );
  function claim(kind: string, day: BeijingDate, serial: number): void {
    raise.run(kind, day, serial);
    const latest = settings.get('businessDay');
    if (latest === null || day > latest) settings.set('businessDay', day);
  }
  return {
    next: (kind, day) => (read.get(kind, day)?.last ?? 0) + 1,
    claim,
    claimTicketNumber(number, day) {
      const { series, serial } = seriesOf(number);
      claim(`ticket ${series}`, day, serial);
    },
    claimCaseNumber: (number) => claim('case', dayOf(number), Number(number.slice(20, 24))),
  };
}

const dayOf = (number: string): BeijingDate =>
  beijingDateSchema.parse(`${number.slice(9, 13)}-${number.slice(13, 15)}-${number.slice(15, 17)}`);
