import type { ColumnType, Generated } from 'kysely';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import type { InstallationKind, Reference } from '#shared/contracts/district.ts';
import type { Refusal } from '#shared/decider.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { Digest } from '#shared/sync/canonical.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import type { Unmasking } from '#shared/sync/unmasking.ts';
import type { InterfaceTables } from './interface-tables.ts';

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
  /** Digest over every change of the register so far. */
  staff_version: string | null;
  /** Digest over every change of the list of matters so far; null before the first. */
  matters_version: ColumnType<string | null, string | null | undefined, string | null>;
  /**
   * Ed25519, SPKI and PKCS #8 as base64: signs passes. Made at the first sign-in; null until then. The private one lies
   * in the clear only where the district has no key to seal it by, or where nodes of a former version are at work.
   */
  pass_public_key: string | null;
  pass_private_key: string | null;
  pass_sealed_key: Generated<string | null>;
  pass_sealing_key: Generated<string | null>;
  /** To which carried files are sealed: X25519, kept in the same way; null before the first is wanted. */
  carry_public_key: Generated<string | null>;
  carry_private_key: Generated<string | null>;
  carry_sealed_key: Generated<string | null>;
  carry_sealing_key: Generated<string | null>;
  /** When the present epoch began by a restore; null in the first one. */
  restored_at: Date | null;
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
  /** From the file that set the district up, or from a change that the keepers of the lists approved. */
  source: 'import' | 'change';
}

/** The staff register as it is published: every posting once, with the last change of it that is in force. */
interface StaffPostingTable {
  posting_id: string;
  body: Json<StaffPosting>;
  /** From the file that set the district up, or from a change that was reviewed. */
  source: 'import' | 'change';
}

interface PersonPasswordTable {
  person_id: string;
  /** See `identity/password.ts`. */
  verifier: string;
}

/** Signing keys of persons: one in use for each, and those that have ended. */
interface PersonKeyTable {
  person_id: string;
  /** Ed25519, SPKI as base64. */
  public_key: string;
  /** The private half under the person's password; see `sealed-key.ts` in src-shared. */
  sealed_key: string;
  since: Date;
  until: Date | null;
}

/** Attempts at signing in that no right one has followed yet; see `identity/attempts.ts`. */
interface SignInAttemptTable {
  subject: string;
  count: number;
  until: Date;
}

/** Where an installation stands. */
export interface InstallationPlace {
  kind: InstallationKind;
  counter_id: string | null;
  organisation_id: string;
  hall_id: string | null;
  area_code: string;
}

interface EnrolmentCodeTable extends InstallationPlace {
  code_hash: Digest;
  /** The installation that used it; null while it may still be used. */
  installation_id: string | null;
  /** Whoever uses it takes the place of the installation that stands at this counter. */
  replaces: Generated<boolean>;
}

/** The file by which the machines of a hall enrol: so many, until then. */
interface HallFileTable {
  secret_hash: Digest;
  hall_id: string;
  organisation_id: string;
  area_code: string;
  uses: number;
  used: Generated<number>;
  expires_at: Date;
  /** Names of the machines that need no approval. */
  approved_machines: Json<readonly string[]>;
}

/** The last series leased in an area. Only ever goes up, so no series is given twice. */
interface NumberSeriesTable {
  area_code: string;
  last_series: number;
  /** The epoch in which it was leased: a restored database has forgotten some. */
  epoch: string | null;
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
  /** The end of its second chain. */
  unmasked_seq: Generated<number>;
  unmasked_hash: Generated<Digest>;
  enrolled_at: Date;
  /** Null until somebody has approved it, where it needs that. */
  approved_at: Date | null;
  revoked_at: Date | null;
  cloned_at: Date | null;
  /** The installations whose place it took, one after another; what of theirs is held back, and their numbers, are its own. */
  former_ids: Generated<string[]>;
  former_series: Generated<string[]>;
  /** The start of the program that was heard last, among those of `installation_run`. */
  run_id: string | null;
  /** Of the last request to enrol: none is answered twice. */
  enrolment_nonce: string | null;
}

/** Every start of an installation's program that was heard of; see `identity/run.ts`. */
interface InstallationRunTable {
  installation_id: string;
  run_id: string;
  /** When it was first heard after another had taken over. */
  late_at: Generated<Date | null>;
  first_heard_at: Date;
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
  /** When what is personal in it was erased; of one that was refused the arguments went whole. */
  erased_at: ColumnType<Date | null, Date | undefined, Date>;
}

/** What was erased when its retention had ended: how much, never whose. */
interface ErasureTable {
  id: Generated<string>;
  at: Date;
  concluded_before: string;
  cases: number;
  tickets: number;
  commands: number;
}

/** Scans and files that have arrived; the files themselves are in the data folder. */
interface BlobTable {
  /** Hex of the SHA-256 of its content. */
  hash: string;
  bytes: number;
  arrived_at: Date;
}

export interface Tables extends InterfaceTables {
  district: DistrictTable;
  reference: ReferenceTable;
  matter: MatterTable;
  person_password: PersonPasswordTable;
  person_key: PersonKeyTable;
  sign_in_attempt: SignInAttemptTable;
  enrolment_code: EnrolmentCodeTable;
  number_series: NumberSeriesTable;
  installation: InstallationTable;
  installation_run: InstallationRunTable;
  hall_file: HallFileTable;
  ticket: SubjectTable;
  visit: SubjectTable;
  hall_day: SubjectTable;
  booking: SubjectTable;
  case_file: SubjectTable;
  unmasking: UnmaskingTable;
  unmasking_alarm: UnmaskingAlarmTable;
  staff_change: SubjectTable;
  matter_change: SubjectTable;
  calendar_year: SubjectTable;
  local_facts: SubjectTable;
  installation_record: SubjectTable;
  quarantine_item: SubjectTable;
  staff_posting: StaffPostingTable;
  event: EventTable;
  command: CommandTable;
  erasure: ErasureTable;
  blob: BlobTable;
  print_claim: PrintClaimTable;
  certificate: CertificateTable;
  notice: NoticeTable;
}

/** Word to applicants, by text (短信). */
interface NoticeTable {
  case_id: string;
  /** Which of the case's notices, from 1. */
  position: number;
  /** Null once it is settled: it goes with the message and stays nowhere. */
  phone: string | null;
  text: string;
  state: Generated<'waiting' | 'sent' | 'failed'>;
  attempts: Generated<number>;
  next_at: Date;
  entered_at: Date;
  settled_at: ColumnType<Date | null, Date | undefined, Date>;
}

/** The shared register of certificates (证照库). */
export interface CertificateTable {
  number: string;
  /** The case that it was issued on; null for one of former years. */
  case_id: string | null;
  department_id: string;
  department_name: string;
  name: string;
  material_id: string | null;
  /** Null once it was erased. */
  holder: Json<{ name: string; idNumber: string }> | null;
  valid_from: BeijingDate;
  valid_until: BeijingDate | null;
  /** Withdrawn: the issue was taken back within the minute; the number stays used. */
  status: 'valid' | 'revoked' | 'withdrawn';
  source: 'issued' | 'imported';
  entered_at: Date;
}

export interface PrintClaimTable {
  certificate_id: string;
  job_id: string;
  installation_id: string;
  claimed_at: string;
}

/** Who was shown what is masked otherwise, as the installations hand it in. */
interface UnmaskingTable {
  installation_id: string;
  seq: number;
  /** In the order of arrival; 64 bits, as text. */
  id: Generated<string>;
  hash: Digest;
  at: Date;
  arrived_at: Date;
  actor_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  place: Unmasking['place'];
}

/** Where an installation's second chain did not continue; kept for good. */
interface UnmaskingAlarmTable {
  installation_id: string;
  seq: number;
  offered_hash: Digest;
  noticed_at: Date;
}

/** The table of each kind of subject. */
export const subjectTables = {
  ticket: 'ticket',
  visit: 'visit',
  hallDay: 'hall_day',
  booking: 'booking',
  caseFile: 'case_file',
  staffChange: 'staff_change',
  matterChange: 'matter_change',
  calendarYear: 'calendar_year',
  localFacts: 'local_facts',
  installation: 'installation_record',
  quarantine: 'quarantine_item',
} as const satisfies Record<SubjectKind, keyof Tables>;
