/**
 * Versions of a matter (M37): each is in force from its day on until the next one is, and a case keeps the version that
 * it was taken under.
 */
import type { BeijingDate } from '../clock/beijing.ts';
import type { Matter } from './matter.ts';

/**
 * The matters that are taken on that day, each in the version that is in force then: the newest one whose day has come,
 * unless its last day is over.
 */
export function inForceOn(versions: Iterable<Matter>, on: BeijingDate): readonly Matter[] {
  return [...newest(versions, (each) => each.effectiveFrom <= on)].filter((each) => !hasEnded(each, on));
}

/** The newest version of each matter, in force or still to come. */
export const newestVersions = (versions: Iterable<Matter>): readonly Matter[] => newest(versions, () => true);

/** Whether a version is still to come, in force, superseded or given up on that day, among all of its matter's. */
export function standingOf(matter: Matter, versions: Iterable<Matter>, on: BeijingDate): VersionStanding {
  if (matter.effectiveFrom > on) return 'upcoming';
  for (const each of versions) {
    if (each.code === matter.code && each.version > matter.version && each.effectiveFrom <= on)
      return 'superseded';
  }
  return hasEnded(matter, on) ? 'ended' : 'inForce';
}
export type VersionStanding = 'upcoming' | 'inForce' | 'superseded' | 'ended';

const hasEnded = ({ effectiveTo }: Matter, on: BeijingDate): boolean =>
  effectiveTo !== null && effectiveTo < on;

function newest(versions: Iterable<Matter>, counts: (matter: Matter) => boolean): readonly Matter[] {
  const found = new Map<string, Matter>();
  for (const each of versions) {
    if (counts(each) && each.version > (found.get(each.code)?.version ?? 0)) found.set(each.code, each);
  }
  return [...found.values()];
}
