import type { ColumnType, Generated } from 'kysely';
import type { Enrolment, Reference } from '#shared/contracts/district.ts';
import type { Refusal } from '#shared/decider.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { Digest } from '#shared/sync/canonical.ts';
import type { SubjectKind } from '#shared/sync/command.ts';

/** Read as a value, written as JSON text: node-postgres would turn an array into a PostgreSQL array. */
type Json<Value> = ColumnType<Value, string, string>;
/** The transaction that last wrote a row, as text (64 bits). Written as `pg_current_xact_id()`. */
type TransactionId = ColumnType<string, string, string>;

/** One row: what this database is. */
interface DistrictTable {
  id: number;
  /** Changes when the database has been restored: positions in it mean nothing to older cookies. */
  epoch: string;
  /** System identifier and timeline of the PostgreSQL cluster that the epoch was given in. */
  cluster: string;
  reference_version: string | null;
}

/** What has been published, whole, by the digest of its canonical JSON. */
interface ReferenceTable {
  version: string;
  body: Json<Reference>;
  published_at: Date;
}

/** Every version of a matter that was ever published: a case keeps the one it was taken under. */
interface MatterTable {
  code: string;
  version: number;
  body: Json<Matter>;
}

interface PersonPasswordTable {
  person_id: string;
  /** See `identity/password.ts`. */
  verifier: string;
}

interface InstallationPlace {
  kind: Enrolment['kind'];
  counter_id: string | null;
  organisation_id: string;
  hall_id: string | null;
  area_code: string;
}

interface EnrolmentCodeTable extends InstallationPlace {
  code_hash: Digest;
  /** The installation that used it; null while it may still be used. */
  installation_id: string | null;
}

/** The last series leased in an area. Only ever goes up, so no series is given twice. */
interface NumberSeriesTable {
  area_code: string;
  last_series: number;
}

interface InstallationTable extends InstallationPlace {
  id: string;
  series: string;
  /** Ed25519, SPKI as base64. */
  public_key: string;
  token_hash: Digest;
  instance_id: string;
  last_seq: Generated<number>;
  last_hash: Digest;
  enrolled_at: Date;
  revoked_at: Date | null;
}

/** Tickets, visits and cases: the state as the decider left it, and the relations that say who sees it. */
interface SubjectTable {
  id: string;
  revision: number;
  state: Json<SubjectState>;
  receiving_counter: string | null;
  receiving_organisation: string;
  deciding_department: string | null;
  changed_xid: TransactionId;
}

/** Append only. */
interface EventTable {
  command_id: string;
  position: number;
  subject_kind: SubjectKind;
  subject_id: string;
  revision: number;
  event: Json<unknown>;
  stamped_at: Date;
}

/** Audit row and stored result in one: what came in, and what was answered. */
interface CommandTable {
  installation_id: string;
  seq: number;
  command_id: string;
  hash: Digest;
  /** As it came, readable or not. `json`, not `jsonb`: kept to the letter. */
  envelope: Json<Record<string, unknown>>;
  outcome: 'applied' | 'refused' | 'quarantined';
  refusal: Json<Refusal> | null;
  stamped_at: Date;
}

/** What was taken in but could not be applied, for a supervisor to look at; the envelope stands in `command`. */
interface QuarantineTable {
  installation_id: string;
  seq: number;
  reason: string;
  stamped_at: Date;
}

export interface Tables {
  district: DistrictTable;
  reference: ReferenceTable;
  matter: MatterTable;
  person_password: PersonPasswordTable;
  enrolment_code: EnrolmentCodeTable;
  number_series: NumberSeriesTable;
  installation: InstallationTable;
  ticket: SubjectTable;
  visit: SubjectTable;
  case_file: SubjectTable;
  event: EventTable;
  command: CommandTable;
  quarantine: QuarantineTable;
}

/** The table of each kind of subject. */
export const subjectTables = {
  ticket: 'ticket',
  visit: 'visit',
  caseFile: 'case_file',
} as const satisfies Record<SubjectKind, keyof Tables>;
