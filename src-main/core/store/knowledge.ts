import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import type { Calendar } from '#shared/clock/calendar.ts';
import { type Evidence, momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { Reference } from '#shared/contracts/district.ts';
import type { Facts, Place } from '#shared/decider.ts';
import { type Matter, matterSchema } from '#shared/matters/matter.ts';
import type { Counter, Hall, Organisation } from '#shared/organisation/organisation.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import type { Database } from './database.ts';
import type { SettingStore } from './settings.ts';

/** What this installation knows without asking: its own place, and what the district publishes. */
export interface Knowledge {
  facts(): Pick<Facts, 'place' | 'matter'>;
  place(): Place;
  staff(): readonly StaffPosting[];
  calendar(): Calendar;
  matters(): readonly Matter[];
  organisation(id: string): Organisation | undefined;
  counter(id: string | null): Counter | undefined;
  hall(id: string | null): Hall | undefined;
  /** The version that is held, or null before the first. */
  version(): string | null;
  dayOf(evidence: Evidence): BeijingDate;
  /** Takes over a new publication; versions of matters that cases were taken under stay. */
  publish(reference: Reference): void;
}

/** Reads and keeps the published collections. Not usable before enrolment: `place` throws. */
export function knowledge(db: Database, settings: SettingStore): Knowledge {
  const allMatters = db.prepare<[], { body: string; current: number }>('SELECT body, current FROM matter');
  const keep = db.prepare(
    'INSERT INTO matter VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET body = excluded.body, current = 1',
  );
  let held = load();

  function load() {
    const rows = allMatters
      .all()
      .map((row) => ({ matter: matterSchema.parse(JSON.parse(row.body)), current: row.current === 1 }));
    const enrolment = settings.get('enrolment');
    return {
      reference: settings.get('reference'),
      current: rows.filter((row) => row.current).map((row) => row.matter),
      byVersion: new Map(rows.map(({ matter }) => [`${matter.code} ${matter.version}`, matter])),
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
    facts: () => ({ place: place(), matter: (code, version) => held.byVersion.get(`${code} ${version}`) }),
    staff: () => reference().staff,
    calendar: () => reference().calendar,
    matters: () => held.current,
    organisation: (id) => reference().organisations.find((each) => each.id === id),
    counter: (id) => reference().counters.find((each) => each.id === id),
    hall: (id) => reference().halls.find((each) => each.id === id),
    version: () => held.reference?.version ?? null,
    dayOf: (evidence) => beijingDateOf(momentOf(stampOf(evidence, null))),
    publish({ matters, ...rest }) {
      db.transaction(() => {
        db.prepare('UPDATE matter SET current = 0').run();
        for (const matter of matters) keep.run(matter.code, matter.version, JSON.stringify(matter));
        settings.set('reference', rest);
      })();
      held = load();
    },
  };
}
