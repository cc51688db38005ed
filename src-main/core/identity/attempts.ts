import type { Instant } from '#shared/clock/beijing.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import {
  type Attempts,
  countAttempt,
  installationLimit,
  lockedOut,
  personLimit,
} from '#shared/identity/attempts.ts';
import type { Store } from '../store/store.ts';

const installation = 'installation';

/** Attempts at signing in without the district, on the disk before they are checked: no restart forgets one. */
export function attempts({ db, now }: Pick<Store, 'db' | 'now'>) {
  const read = db.prepare<[string], { count: number; until: Instant }>(
    'SELECT count, until FROM sign_in_attempt WHERE subject = ?',
  );
  const write = db.prepare(
    'INSERT INTO sign_in_attempt VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count, until = excluded.until',
  );
  const remove = db.prepare('DELETE FROM sign_in_attempt WHERE subject = ?');
  const takeOne = db.prepare('UPDATE sign_in_attempt SET count = count - 1 WHERE subject = ? AND count > 0');
  const keep = (subject: string, { count, until }: Attempts) => void write.run(subject, count, until);

  return {
    /**
     * Counts an attempt; null where it may be made.
     * @param checked whether there is anything to check the password by: without it the person is never locked out, and
     *   one number that is tried over and over does not lock the installation
     */
    count: db.transaction((staffNumber: string, checked: boolean): Refused | null => {
      const at = now();
      const subject = checked ? staffNumber : `unchecked ${staffNumber}`;
      const here = countAttempt(read.get(installation) ?? null, installationLimit, at);
      const theirs = countAttempt(read.get(subject) ?? null, personLimit, at);
      // What is locked already is not counted, but kept: its end may have moved with the clock.
      if (here.locked || !theirs.locked) keep(installation, here.attempts);
      if (theirs.locked || !here.locked) keep(subject, theirs.attempts);
      if (here.locked) return lockedOut(here.attempts.until, 'installation');
      return theirs.locked && checked ? lockedOut(theirs.attempts.until, 'person') : null;
    }).immediate,

    /** The last attempt was right. */
    forgive: db.transaction((staffNumber: string): void => {
      remove.run(staffNumber);
      takeOne.run(installation);
    }).immediate,
  };
}
