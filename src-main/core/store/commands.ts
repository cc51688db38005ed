import { v7 as uuidv7 } from 'uuid';
import { beijingDateSchema } from '#shared/clock/beijing.ts';
import { type Evidence, stampOf } from '#shared/clock/evidence.ts';
import type { Facts, Refusal } from '#shared/decider.ts';
import { type Actor, actorOf } from '#shared/identity/authority.ts';
import { applyCommand, type CommandArgs, type CommandName, type SubjectState } from '#shared/subjects.ts';
import {
  chainStart,
  type Envelope,
  envelopeSchema,
  hashArgs,
  hashCommand,
  type SubjectKind,
} from '#shared/sync/command.ts';
import type { Database } from './database.ts';
import type { Journal } from './journal.ts';
import type { Knowledge } from './knowledge.ts';
import type { Serials } from './serials.ts';
import type { SettingStore } from './settings.ts';
import type { subjectWriter } from './subjects.ts';

/** Somebody acting, with the session that they act in. */
export interface Acting {
  actor: Actor;
  sessionId: string | null;
  authMode: Envelope['authMode'];
  channel: Envelope['channel'];
}

/** A command that somebody wants to give. */
export type Intent = {
  [Name in CommandName]: { name: Name; subject: { kind: SubjectKind; id: string }; args: CommandArgs<Name> };
}[CommandName];

export type Performed = { kind: 'done' } | { kind: 'refused'; refusal: Refusal };

/** The disk did not take an act: nothing of it was done. */
export class NotSaved extends Error {
  readonly sentence = '电脑的磁盘没有写入成功，刚才的操作没有保存。请检查磁盘空间后重试；仍不行请联系运维。';
}

interface Parts {
  db: Database;
  journal: Journal;
  settings: SettingStore;
  knowledge: Knowledge;
  serials: Serials;
  writer: ReturnType<typeof subjectWriter>;
  evidence(): Evidence;
  read(kind: SubjectKind, id: string): { state: SubjectState; baseRevision: number } | null;
}

/**
 * The only way by which anything changes at a counter: decide, journal, commit, in this order, and only then an
 * answer. What was acknowledged is on the disk twice.
 */
export class Commands {
  readonly #parts: Parts;
  readonly #insertOutbox;
  readonly #insertAudit;
  readonly #removeDraft;
  #chain: { lastSeq: number; lastHash: string };
  /** Set when the journal holds an act that the database refused and that could not be taken out again. */
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#insertOutbox = parts.db.prepare(
      'INSERT INTO outbox (seq, command_id, subject_kind, subject_id, envelope, hash) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertAudit = parts.db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#removeDraft = parts.db.prepare('DELETE FROM draft WHERE visit_id = ?');
    this.#chain = parts.settings.get('chain') ?? { lastSeq: 0, lastHash: chainStart };
  }

  /**
   * Gives commands as one act: all or none. `also` runs in the same transaction.
   * @throws NotSaved where the disk did not take it
   */
  perform(acting: Acting, intents: readonly Intent[], also?: () => void): Performed {
    if (this.#stopped) throw new NotSaved();
    const { knowledge, evidence: readEvidence, read, settings } = this.#parts;
    const evidence = readEvidence();
    const facts: Facts = { ...knowledge.facts(), actor: acting.actor, stamp: stampOf(evidence, null) };
    const states = new Map<string, SubjectState>();
    const given: Given[] = [];
    let chain = this.#chain;
    for (const intent of intents) {
      const { kind, id } = intent.subject;
      const stored = read(kind, id);
      const outcome = applyCommand(states.get(id) ?? stored?.state ?? null, intent, facts);
      if (outcome.kind === 'refused') return outcome;
      if (outcome.kind === 'unreadable') throw new TypeError(outcome.reason);
      states.set(id, outcome.state);
      const envelope: Envelope = {
        commandId: uuidv7(),
        seq: chain.lastSeq + 1,
        name: intent.name,
        subject: intent.subject,
        args: intent.args,
        argsHash: hashArgs(intent.args),
        prevHash: chain.lastHash,
        baseRevision: stored?.baseRevision ?? 0,
        actorId: acting.actor.actorId,
        postingId: acting.actor.postingId,
        counterId: facts.place.counterId,
        sessionId: acting.sessionId,
        authMode: acting.authMode,
        channel: acting.channel,
        matterVersion: 'matterVersion' in intent.args ? intent.args.matterVersion : null,
        calendarVersion: knowledge.calendar().version,
        ...evidence,
      };
      chain = { lastSeq: envelope.seq, lastHash: hashCommand(envelope) };
      given.push({ envelope, hash: chain.lastHash, state: outcome.state });
    }
    const takeBack = this.#journal(given);
    try {
      this.#parts.db
        .transaction(() => {
          for (const each of given) this.#write(each);
          settings.set('chain', chain);
          also?.();
        })
        .immediate();
    } catch (error) {
      this.#orStop(takeBack);
      throw error instanceof TypeError ? error : new NotSaved('commit failed', { cause: error });
    }
    this.#chain = chain;
    return { kind: 'done' };
  }

  /**
   * Brings the database up to its journal, after a crash between the two or a restore from a backup. Each command
   * stands as it was given, under its own number.
   * @returns how many commands were brought in
   */
  replay(): number {
    const journalled = this.#parts.journal.entries.map((entry) => envelopeSchema.parse(entry));
    const missing = journalled.filter((envelope) => envelope.seq > this.#chain.lastSeq);
    for (const envelope of missing) {
      if (envelope.seq !== this.#chain.lastSeq + 1 || envelope.prevHash !== this.#chain.lastHash) {
        throw new Error(`the journal does not continue the database at command ${envelope.seq}`);
      }
      const state = this.reapply(
        this.#parts.read(envelope.subject.kind, envelope.subject.id)?.state ?? null,
        envelope,
      );
      const chain = { lastSeq: envelope.seq, lastHash: hashCommand(envelope) };
      this.#parts.db
        .transaction(() => {
          this.#write({ envelope, hash: chain.lastHash, state: 'state' in state ? state.state : null });
          // What was entered has become a case: it must not stand there to be taken in once more.
          if (envelope.name === 'receiveCase') this.#removeDraft.run(String(envelope.args.visitId));
          this.#parts.settings.set('chain', chain);
        })
        .immediate();
      this.#chain = chain;
    }
    return missing.length;
  }

  /** What a command that was given before makes of a state now. */
  reapply(state: SubjectState | null, envelope: Envelope): ReturnType<typeof applyCommand> {
    const { knowledge } = this.#parts;
    const facts = knowledge.facts();
    const on = knowledge.dayOf(envelope);
    const posting = knowledge.staff().find((each) => each.postingId === envelope.postingId);
    const actor = actorOf(envelope, posting, facts.place, on);
    if (actor === null) {
      return {
        kind: 'refused',
        refusal: { code: 'notAuthorised', message: '经办人的岗位已经变动，请由有权限的同事处理。' },
      };
    }
    return applyCommand(state, envelope, { ...facts, actor, stamp: stampOf(envelope, null) });
  }

  #write({ envelope, hash, state }: Given): void {
    const { seq, commandId, subject, name, actorId, capturedAt } = envelope;
    this.#insertOutbox.run(seq, commandId, subject.kind, subject.id, JSON.stringify(envelope), hash);
    this.#insertAudit.run(seq, commandId, name, subject.kind, subject.id, actorId, capturedAt, hash);
    if (state !== null) this.#parts.writer.show(subject.kind, subject.id, state, null);
    this.#claimSerial(envelope);
  }

  /** A number in a command is used from then on, whether the command was given now or came out of the journal. */
  #claimSerial({ name, args }: Envelope): void {
    const { serials } = this.#parts;
    if (name === 'receiveCase') serials.claimCaseNumber(String(args.caseNumber));
    if (name === 'issueTicket') {
      const number = String(args.number);
      serials.claim(
        `ticket ${number.slice(0, 1)}`,
        beijingDateSchema.parse(args.businessDay),
        Number(number.slice(1)),
      );
    }
  }

  #journal(given: readonly Given[]): () => void {
    try {
      return this.#parts.journal.append(given.map(({ envelope }) => envelope));
    } catch (error) {
      throw new NotSaved('the journal did not take it', { cause: error });
    }
  }

  /** An act that was refused must not stand in the journal: where it cannot be taken out, nothing more is taken in. */
  #orStop(takeBack: () => void): void {
    try {
      takeBack();
    } catch {
      this.#stopped = true;
    }
  }
}

interface Given {
  envelope: Envelope;
  hash: string;
  state: SubjectState | null;
}
