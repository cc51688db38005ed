import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import type { Enrolment, Reference } from '#shared/contracts/district.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import type { Database } from './database.ts';

/** Single values of the store, by name, as JSON. What a name holds is fixed by this table of types. */
export interface Settings {
  enrolment: Enrolment;
  /** Ed25519 private key of this installation, PKCS #8 as base64. */
  privateKey: string;
  /** Its public half, SPKI as base64. */
  publicKey: string;
  /** Everything published but the matters, which have a table of their own. */
  reference: Omit<Reference, 'matters'>;
  cookie: string;
  /** The end of the chain of commands. */
  chain: { lastSeq: number; lastHash: string };
  /** The last command whose effect the pulled states already show. */
  confirmedSeq: number;
  /** The district's clock as it was last heard, with the monotonic clock of that moment. */
  serverTime: { at: Instant; monotonicMs: number; bootId: string };
  /** The latest day of which a number was given out: the business day never goes back. */
  businessDay: BeijingDate;
  /** Who signed in here online, by staff number, with a verifier for signing in offline. */
  signIns: Record<string, { posting: StaffPosting; verifier: string; onlineAt: Instant }>;
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
  return {
    get(name) {
      const row = read.get(name);
      return row === undefined ? null : JSON.parse(row.value);
    },
    set(name, value) {
      write.run(name, JSON.stringify(value));
    },
  };
}
