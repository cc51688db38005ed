import type { Instant } from '#shared/clock/beijing.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import {
  countAttempt,
  everywhereLimit,
  installationLimit,
  lockedOut,
  personLimit,
} from '#shared/identity/attempts.ts';
import type { Queries } from '../database/database.ts';

/** An attempt at signing in that has been counted. */
export interface Counted {
  /** It was right: it does not count against anybody, and what the person got wrong here before is forgotten. */
  forgive(): Promise<void>;
}

/**
 * Counts an attempt before it is checked, whether or not anybody has that number: against the person at this
 * installation, against the person anywhere, and against the installation.
 */
export async function attempt(
  queries: Queries,
  staffNumber: string,
  installationId: string,
  at: Instant,
): Promise<Counted | Refused> {
  // As JSON, since anything may have been typed and PostgreSQL holds no NUL.
  const anywhere = `person ${JSON.stringify(staffNumber)}`;
  const here = `${anywhere} at ${installationId}`;
  const installation = `installation ${installationId}`;
  const limits = [
    { subject: installation, limit: installationLimit, whose: 'installation' as const },
    { subject: anywhere, limit: everywhereLimit, whose: 'person' as const },
    { subject: here, limit: personLimit, whose: 'person' as const },
  ];
  return queries.transaction().execute(async (trx) => {
    // Rows are locked in the same order by everybody, so that two attempts at once count as two and never deadlock.
    await trx
      .insertInto('sign_in_attempt')
      .values(limits.map(({ subject }) => ({ subject, count: 0, until: new Date(at) })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const held = new Map<string, { count: number; until: Instant }>();
    for (const { subject } of limits) {
      const row = await trx
        .selectFrom('sign_in_attempt')
        .select(['count', 'until'])
        .where('subject', '=', subject)
        .forUpdate()
        .executeTakeFirst();
      if (row !== undefined)
        held.set(subject, { count: row.count, until: row.until.toISOString() as Instant });
    }
    const counted = limits.map((each) => ({
      ...each,
      ...countAttempt(held.get(each.subject) ?? null, each.limit, at),
    }));
    const locked = counted.find((each) => each.locked);
    if (locked !== undefined) return lockedOut(locked.attempts.until, locked.whose);
    for (const { subject, attempts } of counted) {
      await trx
        .updateTable('sign_in_attempt')
        .set({ count: attempts.count, until: new Date(attempts.until) })
        .where('subject', '=', subject)
        .execute();
    }
    return {
      async forgive() {
        await queries.deleteFrom('sign_in_attempt').where('subject', '=', here).execute();
        await queries
          .updateTable('sign_in_attempt')
          .set((row) => ({ count: row('count', '-', 1) }))
          .where('subject', 'in', [anywhere, installation])
          .where('count', '>', 0)
          .execute();
      },
    };
  });
}
