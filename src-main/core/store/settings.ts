import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import type { Enrolment, HallCertificate, PublishedStaff, Reference } from '#shared/contracts/district.ts';
import type { ArrivedTicket, GivenNumbers } from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import type { DeviceProfile } from '#shared/devices/device-profile.ts';
import type { Pass } from '#shared/identity/pass.ts';
import type { Database } from './database.ts';

/** Single values of the store, by name, as JSON. What a name holds is fixed by this table of types. */
export interface Settings {
  enrolment: Enrolment;
  /** Ed25519 private key of this installation, PKCS #8 as base64. */
  privateKey: string;
  /** Its public half, SPKI as base64. */
  publicKey: string;
  /** A new pair for enrolling anew, on disk before it is shown; null where that is not at hand. */
  nextKeys: { privateKey: string; publicKey: string } | null;
  /** Why this installation has to enrol anew, as its screens say it; null as long as it need not. */
  standing: { code: 'revoked' | 'cloned' | 'unknown' | 'forked' | 'restored'; sentence: string } | null;
  /** Everything published but the matters, which have a table of their own. */
  reference: Omit<Reference, 'matters'>;
  staff: PublishedStaff;
  cookie: string;
  /** The version of the wire that the cookie was earned under; a newer program asks for everything once more. */
  pulledAs: number;
  /** The end of the chain of commands. */
  chain: { lastSeq: number; lastHash: string };
  /** The last unmasking that the district has of this installation, and its row here; what follows still waits. */
  unmaskedUpTo: { installationId: string; id: number; seq: number; hash: string };
  /** The last command whose effect the pulled states already show. */
  confirmedSeq: number;
  /** The district's clock as it was last heard, with the monotonic clock of that moment. */
  serverTime: { at: Instant; monotonicMs: number; bootId: string };
  /** The latest day of which a number was given out: the business day never goes back. */
  businessDay: BeijingDate;
  /** The district's public key as it was told first, in an answer to this installation. It is not changed by another. */
  districtKey: string;
  /** By which the other installations of the hall know this one; null before the first. */
  hallCertificate: HallCertificate | null;
  /** The hall's installations that no longer count, by id. */
  hallRevoked: readonly string[];
  /** The hall's ticket that is at this counter, as it is known here: with it the work goes on when the link breaks. */
  hallHeld: { day: BeijingDate; row: TicketRow; arrived: ArrivedTicket | null } | null;
  /** How far the numbers had come of the hall's core that was lost last; see `hall-numbers.ts`. */
  hallNumbers: GivenNumbers | null;
  /** The numbers that codes of phones took on a day, by the codes' ids; see `taken-codes.ts`. */
  takenCodes: { day: BeijingDate; numbers: Readonly<Record<string, string>> };
  /** To which files are sealed that go to the district by hand; null before it was told. */
  carryKey: string | null;
  /** Files that went and may come back: the private half of each one's key (PKCS #8, base64), and what was asked. */
  carried: readonly { id: string; privateKey: string; cookie: string | null }[];
  /** The passes that are held here, by staff number: who may sign in without the district, each with their key. */
  passes: Record<string, Pass>;
  /** Passes whose person has another key now: a district that was restored may lack the key under what they signed. */
  formerPasses: readonly Pass[];
  /** PINs that were set here, by staff number: the same key under the PIN, and how often in a row it was wrong. */
  pins: Record<string, { sealedKey: string; wrong: number }>;
  /** Devices that were named, changed or (null) taken out on the device page, by id; the provisioning file has the others. */
  devices: Record<string, DeviceProfile | null>;
  /** What the district said when it turned this installation away; null once it has let it in again. */
  refusedByDistrict: string | null;
}

/** Reads and writes settings. */
export interface SettingStore {
  get<Name extends keyof Settings>(name: Name): Settings[Name] | null;
  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void;
}

export function settingStore(db: Database): SettingStore {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?');
  const write = db.prepare(
    'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  /** As it stands on the disk; every question about the day or the time looks here. */
  const held = new Map<string, string | null>();
  return {
    get(name) {
      const known = held.get(name);
      const value = known === undefined ? (read.get(name)?.value ?? null) : known;
      // What is read inside an act may yet be taken back with it.
      if (!db.inTransaction) held.set(name, value);
      return value === null ? null : JSON.parse(value);
    },
    set(name, value) {
      held.delete(name);
      write.run(name, JSON.stringify(value));
    },
  };
}
