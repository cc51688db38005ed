import type { Instant } from '#shared/clock/beijing.ts';
import type { Calendar } from '#shared/clock/calendar.ts';
import { type CalendarYear, withYears } from '#shared/clock/calendar-year.ts';
import type { Reference } from '#shared/contracts/district.ts';
import { canonicalJson, digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';

/** A calendar with what offices have published of it since: a file that set the district up does not undo that. */
export async function withPublishedYears(queries: Queries, calendar: Calendar): Promise<Calendar> {
  // The ids are in the order of time: of two for one year the later one stands.
  const rows = await queries.selectFrom('calendar_year').select('state').orderBy('id').execute();
  if (rows.length === 0) return calendar;
  const years = withYears(
    calendar,
    rows.map(({ state }) => state as unknown as CalendarYear),
  );
  // Every command carries the version: it is kept short.
  return { version: digestOf(canonicalJson(years)).slice('sha256:'.length, 'sha256:'.length + 16), ...years };
}

/** Brings the years that were published into what everybody is told, inside the transaction that published them. */
export async function publishYears(trx: Queries, now: Instant): Promise<void> {
  const { reference_version: before } = await trx
    .selectFrom('district')
    .select('reference_version')
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (before === null) return;
  const { body } = await trx
    .selectFrom('reference')
    .select('body')
    .where('version', '=', before)
    .executeTakeFirstOrThrow();
  const { version: _, ...content } = body;
  const reference = await enterReference(
    trx,
    { ...content, calendar: await withPublishedYears(trx, content.calendar) },
    now,
  );
  await trx.updateTable('district').set({ reference_version: reference.version }).execute();
}

/** Keeps what is published under the name of its content; the same again changes nothing. */
export async function enterReference(
  trx: Queries,
  content: Omit<Reference, 'version'>,
  now: Instant,
): Promise<Reference> {
  const reference: Reference = { version: digestOf(canonicalJson(content)), ...content };
  await trx
    .insertInto('reference')
    .values({ version: reference.version, body: JSON.stringify(reference), published_at: new Date(now) })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
  return reference;
}
