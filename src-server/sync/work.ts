import { type RawBuilder, sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { Refusal } from '#shared/decider.ts';
import { newsOf } from '#shared/interfaces/news.ts';
import type { SubjectState } from '#shared/subjects.ts';
import { type Envelope, otherCaseOf, type SubjectKind, subjectKinds } from '#shared/sync/command.ts';
import { awaited } from '#shared/sync/quarantine.ts';
import type { Queries } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { subjectTables } from '../database/tables.ts';
import { unnested } from '../database/unnested.ts';
import { type Installation, lineOf } from '../identity/installation.ts';
import { keysOf, type PersonKey, wantsSignature } from '../identity/person-key.ts';
import { enterNews } from '../interfaces/news.ts';
import type { Relations } from './relations.ts';

/** What was decided about a command when it came for the first time. */
export interface Before {
  name: string;
  subjectId: string;
  argsHash: string;
  refusal: Refusal | null;
  stampedAt: Date;
}

/** A subject as the district holds it, and as a run of commands leaves it. */
interface HeldSubject {
  revision: number;
  state: SubjectState;
  relations: Relations;
}

interface CommandRow {
  seq: number;
  commandId: string;
  hash: string;
  raw: Record<string, unknown>;
  outcome: 'applied' | 'refused' | 'quarantined';
  refusal: Refusal | null;
  stampedAt: Date;
}

interface EventRow {
  commandId: string;
  position: number;
  kind: SubjectKind;
  subjectId: string;
  revision: number;
  event: unknown;
}

/**
 * What the district holds about the subjects of a run of commands, and what the run makes of them. It is read in a few
 * questions for all and written in one statement for all: asked one by one, a day without the network would take an
 * hour to come in.
 */
export class Work {
  readonly #trx: Queries;
  readonly #installationId: string;
  readonly #before = new Map<string, Before>();
  readonly #heldBack = new Set<string>();
  readonly #subjects = new Map<string, HeldSubject>();
  readonly #keys = new Map<string, readonly PersonKey[]>();
  readonly #changed = new Map<SubjectKind, Set<string>>();
  #commands: CommandRow[] = [];
  #events: EventRow[] = [];
  #news: ReturnType<typeof newsOf> = [];
  readonly #stampedAt: Date;

  private constructor(trx: Queries, installation: Installation, stampedAt: Date) {
    this.#trx = trx;
    this.#installationId = installation.id;
    this.#stampedAt = stampedAt;
  }

  /** Reads what is held about these commands. @param stampedAt the stamp of what they change */
  static async begin(
    trx: Queries,
    installation: Installation,
    envelopes: readonly Envelope[],
    stampedAt: Date,
  ): Promise<Work> {
    const work = new Work(trx, installation, stampedAt);
    if (envelopes.length > 0) await work.#read(installation, envelopes);
    return work;
  }

  async #read(installation: Installation, envelopes: readonly Envelope[]): Promise<void> {
    const trx = this.#trx;
    const { rows: before } = await sql<Before & { commandId: string }>`
      ${prepared} select command_id as "commandId", envelope ->> 'name' as name, envelope #>> '{subject,id}' as "subjectId",
        envelope ->> 'argsHash' as "argsHash", refusal, stamped_at as "stampedAt"
      from command
      where command_id = any(${envelopes.map(({ commandId }) => commandId)}::uuid[]) and outcome <> 'quarantined'
      order by stamped_at desc`.execute(trx);
    for (const { commandId, ...row } of before) this.#before.set(commandId, row);

    const { rows: heldBack } = await sql<{ subjectId: string }>`
      ${prepared} select state -> 'given' ->> 'subjectId' as "subjectId" from quarantine_item
      where state ->> 'status' = 'held' and state ->> 'installationId' = any(${lineOf(installation)})
        and state -> 'given' ->> 'subjectId' = any(${envelopes.map(({ subject }) => subject.id)})
        and state ->> 'reason' = any(${[...awaited]})`.execute(trx);
    for (const { subjectId } of heldBack) this.#heldBack.add(subjectId);

    const wanted = new Map<SubjectKind, Set<string>>();
    const want = (kind: SubjectKind, id: string | null) => {
      if (id !== null) wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id));
    };
    for (const envelope of envelopes) {
      want(envelope.subject.kind, envelope.subject.id);
      want('caseFile', otherCaseOf(envelope));
    }
    for (const [kind, ids] of wanted) {
      const rows = await trx
        .selectFrom(subjectTables[kind])
        .select([
          'id',
          'revision',
          'state',
          'receiving_counter',
          'receiving_organisation',
          'deciding_department',
        ])
        .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
        .execute();
      for (const { id, revision, state, ...relations } of rows)
        this.#subjects.set(keyOf(kind, id), { revision, state, relations });
    }

    for (const envelope of envelopes.filter(wantsSignature))
      if (!this.#keys.has(envelope.actorId))
        this.#keys.set(envelope.actorId, await keysOf(trx, envelope.actorId));
  }

  /** What was decided about the command before, or null: an installation that was restored sends old ones again. */
  before = (commandId: string): Before | null => this.#before.get(commandId) ?? null;
  /** Whether a step of the same subject, from the same desk, is held back for people to look at. */
  isHeldBack = (subjectId: string): boolean => this.#heldBack.has(subjectId);
  /** From here on, what follows upon a step of this subject waits with it. */
  holdBack = (subjectId: string): void => void this.#heldBack.add(subjectId);
  state = (kind: SubjectKind, id: string): SubjectState | null =>
    this.#subjects.get(keyOf(kind, id))?.state ?? null;
  /** How far the subject has come here; 0 where nothing is known of it. */
  revision = (kind: SubjectKind, id: string): number => this.#subjects.get(keyOf(kind, id))?.revision ?? 0;
  keys = (personId: string): readonly PersonKey[] => this.#keys.get(personId) ?? [];

  /**
   * Puts a subject into its new state.
   * @param relations of a subject that begins; they stay as they were at the first command: whoever saw it goes on seeing it
   * @returns the relations that it has
   */
  change(kind: SubjectKind, id: string, state: SubjectState, relations: Relations): Relations {
    const before = this.#subjects.get(keyOf(kind, id));
    const held = before?.relations ?? relations;
    this.#subjects.set(keyOf(kind, id), { revision: state.revision, state, relations: held });
    if (kind === 'caseFile')
      this.#news.push(...newsOf((before?.state ?? null) as CaseFile | null, state as CaseFile));
    this.#changed.set(kind, (this.#changed.get(kind) ?? new Set()).add(id));
    return held;
  }

  addEvents(envelope: Envelope, revision: number, events: readonly unknown[]): void {
    for (const [index, event] of events.entries())
      this.#events.push({
        ...{ commandId: envelope.commandId, position: index + 1, revision, event },
        ...{ kind: envelope.subject.kind, subjectId: envelope.subject.id },
      });
  }

  /** Notes what became of a command; the same again gets the same answer. */
  addCommand(row: CommandRow, envelope: Envelope | null): void {
    this.#commands.push(row);
    if (envelope !== null && row.outcome !== 'quarantined' && !this.#before.has(envelope.commandId))
      this.#before.set(envelope.commandId, {
        ...{ name: envelope.name, subjectId: envelope.subject.id, argsHash: envelope.argsHash },
        ...{ refusal: row.refusal, stampedAt: row.stampedAt },
      });
  }

  /**
   * Writes what was put in since the last time, in one statement: PostgreSQL has all of it at once, and this node reads
   * the batch behind it meanwhile.
   */
  async write(): Promise<void> {
    // In one order, since a connection keeps each text of a statement that it has seen.
    const writes = subjectKinds.flatMap((kind) => {
      const ids = this.#changed.get(kind);
      return ids === undefined ? [] : [this.#writeSubjects(kind, ids)];
    });
    if (this.#news.length > 0) writes.push(enterNews(this.#news, this.#stampedAt));
    if (this.#events.length > 0) writes.push(this.#writeEvents());
    if (this.#commands.length > 0) writes.push(this.#writeCommands());
    this.#changed.clear();
    this.#news = [];
    this.#events = [];
    this.#commands = [];
    if (writes.length === 0) return;
    const named = writes.map((each, index) => sql`${sql.ref(`write_${index}`)} as (${each})`);
    await sql`${prepared} with ${sql.join(named)} select`.execute(this.#trx);
  }

  #writeEvents(): RawBuilder<unknown> {
    return sql`
      insert into event (command_id, position, subject_kind, subject_id, revision, event, stamped_at)
      select command_id, position, subject_kind, subject_id, revision, event, ${this.#stampedAt}::timestamptz
      from ${unnested({
        command_id: ['uuid', this.#events.map((row) => row.commandId)],
        position: ['int', this.#events.map((row) => row.position)],
        subject_kind: ['text', this.#events.map((row) => row.kind)],
        subject_id: ['uuid', this.#events.map((row) => row.subjectId)],
        revision: ['int', this.#events.map((row) => row.revision)],
        event: ['jsonb', this.#events.map((row) => JSON.stringify(row.event))],
      })}`;
  }

  #writeCommands(): RawBuilder<unknown> {
    return sql`
      insert into command (installation_id, seq, command_id, hash, envelope, outcome, refusal, stamped_at)
      select ${this.#installationId}::uuid, seq, command_id, hash, envelope, outcome, refusal, stamped_at
      from ${unnested({
        seq: ['int', this.#commands.map((row) => row.seq)],
        command_id: ['uuid', this.#commands.map((row) => row.commandId)],
        hash: ['text', this.#commands.map((row) => row.hash)],
        envelope: ['json', this.#commands.map((row) => JSON.stringify(row.raw))],
        outcome: ['text', this.#commands.map((row) => row.outcome)],
        refusal: ['jsonb', this.#commands.map((row) => row.refusal && JSON.stringify(row.refusal))],
        stamped_at: ['timestamptz', this.#commands.map((row) => row.stampedAt.toISOString())],
      })}`;
  }

  #writeSubjects(kind: SubjectKind, ids: ReadonlySet<string>): RawBuilder<unknown> {
    const rows = [...ids].flatMap((id) => {
      const held = this.#subjects.get(keyOf(kind, id));
      return held === undefined ? [] : [{ id, ...held }];
    });
    return sql`
      insert into ${sql.table(subjectTables[kind])}
        (id, revision, state, receiving_counter, receiving_organisation, deciding_department, changed_xid)
      select id, revision, state, receiving_counter, receiving_organisation, deciding_department,
        pg_current_xact_id()
      from ${unnested({
        id: ['uuid', rows.map((row) => row.id)],
        revision: ['int', rows.map((row) => row.revision)],
        state: ['jsonb', rows.map((row) => JSON.stringify(row.state))],
        receiving_counter: ['text', rows.map((row) => row.relations.receiving_counter)],
        receiving_organisation: ['text', rows.map((row) => row.relations.receiving_organisation)],
        deciding_department: ['text', rows.map((row) => row.relations.deciding_department)],
      })}
      on conflict (id) do update
        set revision = excluded.revision, state = excluded.state, changed_xid = excluded.changed_xid`;
  }
}

const keyOf = (kind: SubjectKind, id: string): string => `${kind} ${id}`;
