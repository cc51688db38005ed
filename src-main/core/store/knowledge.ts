import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import type { Calendar } from '#shared/clock/calendar.ts';
import { type Evidence, momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { PublishedStaff, Reference } from '#shared/contracts/district.ts';
import type { Facts, Place } from '#shared/decider.ts';
import { type Matter, matterSchema } from '#shared/matters/matter.ts';
import type { Counter, Hall, Organisation, TicketCategory } from '#shared/organisation/organisation.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import type { Database } from './database.ts';
import type { SettingStore } from './settings.ts';
import { baseText } from './subjects.ts';

/** What this installation knows without asking: its own place, and what the district publishes. */
export interface Knowledge {
  facts(): Pick<
    Facts,
    'place' | 'matter' | 'publishedMatters' | 'organisations' | 'counter' | 'calendar' | 'postings' | 'demo'
  >;
  place(): Place;
  staff(): readonly StaffPosting[];
  calendar(): Calendar;
  /** Every version that is published, whole: another list where anything has changed. */
  matters(): readonly Matter[];
  organisation(id: string): Organisation | undefined;
  counter(id: string | null): Counter | undefined;
  /** The counters of an office, by their numbers. */
  countersOf(organisationId: string): readonly Counter[];
  hall(id: string | null): Hall | undefined;
  /** The ticket categories of all halls, each once. */
  categories(): readonly TicketCategory[];
  /** The version that is held, or null before the first. */
  version(): string | null;
  staffVersion(): string | null;
  dayOf(evidence: Evidence): BeijingDate;
  /** After enrolling anew: the place is another. */
  enrolled(): void;
  /** Takes over a new publication; versions of matters that cases were taken under stay. */
  publish(reference: Reference): void;
  publishStaff(staff: PublishedStaff): void;
  /** Changes of the list of matters have been confirmed: what they publish counts from here on. */
  mattersChanged(): void;
}

/** Before the first publication every day is an ordinary one, and none is known. */
const nothingPublished: Calendar = { version: 'none', years: {} };

/** Reads and keeps the published collections. Not usable before enrolment: `place` throws. */
export function knowledge(db: Database, settings: SettingStore): Knowledge {
  const allMatters = db.prepare<[], { body: string; current: number }>('SELECT body, current FROM matter');
  // Only what the district has confirmed is published.
  const approved = db.prepare<[], { body: string }>(
    `SELECT matter.value AS body
     FROM (SELECT ${baseText} AS confirmed FROM matter_change), json_each(confirmed -> '$.matters') AS matter
     WHERE confirmed ->> '$.status' = 'approved'`,
  );
  const keep = db.prepare(
    'INSERT INTO matter VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET body = excluded.body, current = 1',
  );
  let held = load();

  function load() {
    const rows = allMatters
      .all()
      .map((row) => ({ matter: matterSchema.parse(JSON.parse(row.body)), current: row.current === 1 }));
    const changed = approved.all().map(({ body }) => matterSchema.parse(JSON.parse(body)));
    const byVersion = new Map(
      [...rows.map(({ matter }) => matter), ...changed].map((matter) => [keyOf(matter), matter]),
    );
    const published = new Set(
      [...rows.filter(({ current }) => current).map(({ matter }) => matter), ...changed].map(keyOf),
    );
    const enrolment = settings.get('enrolment');
    return {
      reference: settings.get('reference'),
      staff: settings.get('staff'),
      matters: [...byVersion.values()].filter((matter) => published.has(keyOf(matter))),
      byVersion,
      place: enrolment as Place | null,
    };
  }

  const reference = () => {
    if (held.reference === null) throw new Error('nothing has been published to this installation yet');
    return held.reference;
  };
  const place = () => {
    if (held.place === null) held = load();
    if (held.place === null) throw new Error('this installation is not enrolled');
    return held.place;
  };
  return {
    place,
    facts: () => ({
      place: place(),
      matter: (code, version) => held.byVersion.get(`${code} ${version}`),
      publishedMatters: () => held.matters,
      organisations: held.reference?.organisations ?? [],
      counter: (id) => held.reference?.counters.find((each) => each.id === id),
      calendar: held.reference?.calendar ?? nothingPublished,
      demo: held.reference?.demo ?? false,
      postings: held.staff?.postings ?? [],
    }),
    staff: () => held.staff?.postings ?? [],
    calendar: () => reference().calendar,
    matters: () => held.matters,
    organisation: (id) => reference().organisations.find((each) => each.id === id),
    counter: (id) => reference().counters.find((each) => each.id === id),
    countersOf: (id) =>
      reference()
        .counters.filter(({ organisationId }) => String(organisationId) === id)
        .sort((one, other) => one.number - other.number),
    hall: (id) => reference().halls.find((each) => each.id === id),
    categories: () => [
      ...new Map(
        reference().halls.flatMap(({ categories }) => categories.map((each) => [each.id, each])),
      ).values(),
    ],
    version: () => held.reference?.version ?? null,
    staffVersion: () => held.staff?.version ?? null,
    dayOf: (evidence) => beijingDateOf(momentOf(stampOf(evidence, null))),
    enrolled() {
      held = load();
    },
    publish({ matters, ...rest }) {
      db.transaction(() => {
        db.prepare('UPDATE matter SET current = 0').run();
        for (const matter of matters) keep.run(matter.code, matter.version, JSON.stringify(matter));
        settings.set('reference', rest);
      })();
      held = load();
    },
    publishStaff(staff) {
      settings.set('staff', staff);
      held = { ...held, staff };
    },
    mattersChanged() {
      held = load();
    },
  };
}

const keyOf = ({ code, version }: Pick<Matter, 'code' | 'version'>): string => `${code} ${version}`;
