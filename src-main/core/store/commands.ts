import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { beijingDateSchema, type Instant } from '#shared/clock/beijing.ts';
import { type Evidence, stampOf } from '#shared/clock/evidence.ts';
import type { Facts } from '#shared/decider.ts';
import { actorOf } from '#shared/identity/authority.ts';
import { applyCommand, type SubjectState } from '#shared/subjects.ts';
import {
  chainStart,
  type Envelope,
  envelopeSchema,
  type GivenAgain,
  hashArgs,
  hashCommand,
  personSignatureText,
  proofOf,
  type SubjectKind,
  signedCommands,
} from '#shared/sync/command.ts';
import { type Acting, type Intent, NotSaved, type Performed } from './act.ts';
import type { Database } from './database.ts';
import { type Journal, JournalDamaged } from './journal.ts';
import {
  givenAfter,
  type Identity,
  type Journalled,
  journalledSchema,
  type ReEnrolled,
  seqOf,
} from './journalled.ts';
import type { Knowledge } from './knowledge.ts';
import type { Serials } from './serials.ts';
import type { SettingStore } from './settings.ts';
import { type StoredSubject, type subjectWriter, tableOf } from './subjects.ts';

export { type Acting, type Intent, NotSaved, type Performed } from './act.ts';

interface Parts {
  db: Database;
  journal: Journal;
  settings: SettingStore;
  knowledge: Knowledge;
  serials: Serials;
  writer: ReturnType<typeof subjectWriter>;
  evidence(): Evidence;
  read(kind: SubjectKind, id: string): StoredSubject | null;
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
  readonly #unconfirmed;
  readonly #clearUnconfirmed;
  readonly #settledSeqs;
  readonly #setSettledBack;
  readonly #clearAfter;
  readonly #forgetBases;
  #chain: { lastSeq: number; lastHash: string };
  /** Set when the journal holds an act that the database refused and that could not be taken out again. */
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#insertOutbox = parts.db.prepare(
      'INSERT INTO outbox (seq, command_id, subject_kind, subject_id, envelope, hash) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertAudit = parts.db.prepare(
      `INSERT INTO audit (seq, command_id, name, subject_kind, subject_id, actor_id, captured_at, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#removeDraft = parts.db.prepare('DELETE FROM draft WHERE visit_id = ?');
    const unconfirmed = `state IN ('waiting', 'sent')`;
    this.#unconfirmed = parts.db.prepare<[], { envelope: string }>(
      `SELECT envelope FROM outbox WHERE ${unconfirmed} ORDER BY seq`,
    );
    this.#clearUnconfirmed = parts.db.prepare(`DELETE FROM outbox WHERE ${unconfirmed}`);
    this.#settledSeqs = parts.db.prepare<[], { first: number | null; last: number | null }>(
      'SELECT min(seq) AS first, max(seq) AS last FROM outbox',
    );
    this.#setSettledBack = parts.db.prepare('UPDATE outbox SET seq = seq - ?');
    this.#clearAfter = parts.db.prepare('DELETE FROM outbox WHERE seq > ?');
    this.#forgetBases = Object.values(tableOf).map((table) =>
      parts.db.prepare(`UPDATE ${table} SET base = NULL, base_revision = 0 WHERE base_revision > 0`),
    );
    this.#chain = parts.settings.get('chain') ?? { lastSeq: 0, lastHash: chainStart };
  }

  /**
   * Gives commands as one act: all or none. `also` runs in the same transaction.
   * @throws NotSaved where the disk did not take it
   */
  perform(acting: Acting, intents: readonly Intent[], also?: () => void): Performed {
    if (this.#stopped) throw new NotSaved();
    const { knowledge, evidence: readEvidence, read, settings } = this.#parts;
    const standing = settings.get('standing');
    // A series that two machines hold, or of which nobody knows how far it was used, would give one number to two people.
    const isShared = standing?.code === 'cloned' || standing?.code === 'restored';
    if (isShared && intents.some(({ name }) => name === 'receiveCase'))
      return { kind: 'refused', refusal: { code: standing.code, message: standing.sentence } };
    const evidence = readEvidence();
    const states = new Map<string, SubjectState>();
    const facts: Facts = { ...this.#factsAt(evidence), actor: acting.actor };
    const given: Given[] = [];
    let chain = this.#chain;
    for (const intent of intents) {
      const { kind, id } = intent.subject;
      const stored = read(kind, id);
      const act: Envelope = {
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
      const personSignature = signedCommands.includes(intent.name)
        ? acting.sign(personSignatureText(act))
        : null;
      const envelope: Envelope = personSignature === null ? act : { ...act, personSignature };
      const outcome = applyCommand(states.get(id) ?? stored?.state ?? null, intent, {
        ...facts,
        proof: proofOf(envelope),
      });
      if (outcome.kind === 'refused') return outcome;
      if (outcome.kind === 'unreadable') throw new TypeError(outcome.reason);
      states.set(id, outcome.state);
      chain = { lastSeq: envelope.seq, lastHash: hashCommand(envelope) };
      given.push({ envelope, hash: chain.lastHash, state: outcome.state });
    }
    this.#commit(given, () => also?.());
    return { kind: 'done' };
  }

  /**
   * Gives commands that the district has refused once more, as one act: as they were given then, by whom and when, but
   * under new ids in new places of the chain, since what was answered to the old ones stands.
   * @param by who gives them again, which goes along with each
   * @param also what runs in the same transaction; null where it is only asked whether they would be taken now
   * @throws NotSaved where the disk did not take it
   */
  giveAgain(refused: readonly Envelope[], by: Acting | null, also: (() => void) | null): Performed {
    if (this.#stopped) throw new NotSaved();
    const at = this.#parts.evidence().capturedAt;
    const states = new Map<string, SubjectState>();
    const given: Given[] = [];
    let chain = this.#chain;
    for (const before of refused) {
      const { kind, id } = before.subject;
      const stored = this.#parts.read(kind, id);
      // What the district has never taken begins anew, whatever is shown of it.
      const shown = stored === null || stored.base === null ? null : stored.state;
      const envelope: Envelope = {
        ...before,
        ...{ commandId: uuidv7(), seq: chain.lastSeq + 1, prevHash: chain.lastHash },
        baseRevision: stored?.baseRevision ?? 0,
        ...(by !== null && { givenAgain: givenAgainBy(by, before.commandId, at) }),
      };
      const outcome = this.reapply(states.get(id) ?? shown, envelope);
      if (outcome.kind === 'refused') return outcome;
      if (outcome.kind === 'unreadable') throw new TypeError(outcome.reason);
      states.set(id, outcome.state);
      chain = { lastSeq: envelope.seq, lastHash: hashCommand(envelope) };
      given.push({ envelope, hash: chain.lastHash, state: outcome.state });
    }
    if (also !== null) this.#commit(given, also);
    return { kind: 'done' };
  }

  /** Journal, then database: all of it or nothing. */
  #commit(given: readonly Given[], also: () => void): void {
    const last = given.at(-1);
    const chain = last === undefined ? this.#chain : { lastSeq: last.envelope.seq, lastHash: last.hash };
    const takeBack = this.#journal(given.map(({ envelope }) => envelope));
    try {
      this.#parts.db
        .transaction(() => {
          for (const each of given) this.#write(each);
          this.#parts.settings.set('chain', chain);
          also();
        })
        .immediate();
    } catch (error) {
      this.#orStop(takeBack);
      throw error instanceof TypeError ? error : new NotSaved('commit failed', { cause: error });
    }
    this.#chain = chain;
  }

  /** What a command would make of its subject now, without giving it. */
  foresee({ actor }: Acting, intent: Intent): ReturnType<typeof applyCommand> {
    const { evidence, read } = this.#parts;
    const { kind, id } = intent.subject;
    return applyCommand(read(kind, id)?.state ?? null, intent, { ...this.#factsAt(evidence()), actor });
  }

  /**
   * Brings the database up to its journal, after a crash between the two or a restore from a backup. Each command
   * stands as it was given, under its own number.
   * @param journalled what the journal holds, oldest first
   * @returns how many commands were brought in
   * @throws JournalDamaged where what is missing cannot be read
   */
  replay(journalled: readonly unknown[]): number {
    const { settings } = this.#parts;
    const instanceId = settings.get('enrolment')?.instanceId;
    const entries = journalled
      // Checking costs more than reading: what the database holds already is left out of it.
      .filter((entry) => seqOf(entry) > this.#chain.lastSeq)
      .map((entry) => journalledSchema.parse(entry));
    // The chain that the database is in begins behind the enrolment that it holds; before any other, at the start.
    const begin = entries.findLastIndex(
      (entry) => 'reEnrolled' in entry && entry.reEnrolled.enrolment.instanceId === instanceId,
    );
    let missing = 0;
    for (const entry of entries.slice(begin + 1)) {
      if ('reEnrolled' in entry) this.#beginChain(entry.reEnrolled);
      else if (entry.seq > this.#chain.lastSeq) this.#bringIn(entry);
      else continue;
      missing += 1;
    }
    return missing;
  }

  #bringIn(envelope: Envelope): void {
    if (envelope.seq !== this.#chain.lastSeq + 1 || envelope.prevHash !== this.#chain.lastHash) {
      throw new JournalDamaged(`it does not continue the database at command ${envelope.seq}`);
    }
    const state = this.reapply(
      this.#parts.read(envelope.subject.kind, envelope.subject.id)?.state ?? null,
      envelope,
    );
    const chain = { lastSeq: envelope.seq, lastHash: hashCommand(envelope) };
    this.#parts.db
      .transaction(() => {
        this.#write({ envelope, hash: chain.lastHash, state: 'state' in state ? state.state : null });
        // What was entered has become a case, or its visit has ended: it must not stand there any longer.
        if (envelope.name === 'receiveCase') this.#removeDraft.run(String(envelope.args.visitId));
        if (envelope.name === 'closeVisit') this.#removeDraft.run(envelope.subject.id);
        this.#parts.settings.set('chain', chain);
      })
      .immediate();
    this.#chain = chain;
  }

  /**
   * Becomes another installation, after enrolling anew: a new chain begins, and what the district has not confirmed yet
   * goes on in it, under the ids that it had.
   * @throws NotSaved where the disk did not take it; then everything is as before
   */
  rechain(identity: Identity): void {
    let { lastSeq, lastHash } = { lastSeq: 0, lastHash: chainStart };
    const envelopes = this.#unconfirmed.all().map((row): Envelope => {
      const envelope = {
        ...envelopeSchema.parse(JSON.parse(row.envelope)),
        seq: lastSeq + 1,
        prevHash: lastHash,
      };
      [lastSeq, lastHash] = [envelope.seq, hashCommand(envelope)];
      return envelope;
    });
    const record = { ...identity, envelopes };
    const takeBack = this.#journal([{ reEnrolled: record }]);
    try {
      this.#beginChain(record);
    } catch (error) {
      this.#orStop(takeBack);
      throw new NotSaved('commit failed', { cause: error });
    }
  }

  #beginChain({ enrolment, privateKey, publicKey, envelopes }: ReEnrolled): void {
    const { db, settings, knowledge } = this.#parts;
    const last = envelopes.at(-1);
    const chain = { lastSeq: last?.seq ?? 0, lastHash: last === undefined ? chainStart : hashCommand(last) };
    db.transaction(() => {
      this.#clearUnconfirmed.run();
      // What was refused or held back stays in sight, in front of the new chain.
      const settled = this.#settledSeqs.get();
      if (typeof settled?.last === 'number' && typeof settled.first === 'number')
        this.#setSettledBack.run(Math.max(settled.last, settled.last - settled.first) + 1);
      for (const envelope of envelopes) this.#intoOutbox(envelope, hashCommand(envelope));
      settings.set('enrolment', enrolment);
      settings.set('privateKey', privateKey);
      settings.set('publicKey', publicKey);
      settings.set('chain', chain);
      settings.set('confirmedSeq', 0);
      settings.set('cookie', '');
      settings.set('nextKeys', null);
      // It names another installation, and another key.
      settings.set('hallCertificate', null);
      settings.set('standing', null);
      settings.set('refusedByDistrict', null);
    }).immediate();
    this.#chain = chain;
    knowledge.enrolled();
  }

  /**
   * Goes back to where a restored district stands: what it once confirmed and no longer has waits again, as it was
   * given, out of the journal.
   * @param lastSeq the last command that the district still has
   * @returns false where the journal does not reach back so far; then nothing has changed
   */
  resumeAfter(epoch: string, lastSeq: number): boolean {
    const { db, settings } = this.#parts;
    const enrolment = settings.get('enrolment');
    if (enrolment === null) return false;
    const wanted = this.#chain.lastSeq - lastSeq;
    const lost = wanted === 0 ? [] : givenAfter(lastSeq, wanted, this.#parts.journal.written());
    if (lost === null) return false;
    db.transaction(() => {
      this.#clearAfter.run(lastSeq);
      for (const envelope of lost) this.#intoOutbox(envelope, hashCommand(envelope));
      for (const forget of this.#forgetBases) forget.run();
      settings.set('enrolment', { ...enrolment, epoch });
      settings.set('confirmedSeq', lastSeq);
      settings.set('cookie', '');
    }).immediate();
    return true;
  }

  /** The last command that was given. */
  get lastSeq(): number {
    return this.#chain.lastSeq;
  }

  /** What a command that was given before makes of a state now. */
  reapply(state: SubjectState | null, envelope: Envelope): ReturnType<typeof applyCommand> {
    const { knowledge } = this.#parts;
    const facts = this.#factsAt(envelope);
    const on = knowledge.dayOf(envelope);
    const posting = knowledge.staff().find((each) => each.postingId === envelope.postingId);
    const actor = actorOf(envelope, posting, facts.place, on);
    if (actor === null) {
      return {
        kind: 'refused',
        refusal: { code: 'notAuthorised', message: '经办人的岗位已经变动，请由有权限的同事处理。' },
      };
    }
    return applyCommand(state, envelope, {
      ...facts,
      ...{ actor, proof: proofOf(envelope), givenAgain: envelope.givenAgain },
    });
  }

  /** What is known here to a decision, whoever takes it. */
  #factsAt(evidence: Evidence): Omit<Facts, 'actor'> {
    const { knowledge, read } = this.#parts;
    return {
      ...knowledge.facts(),
      stamp: stampOf(evidence, null),
      clock: evidence,
      proof: null,
      caseFile: (id) => (read('caseFile', id)?.state as CaseFile | undefined) ?? null,
    };
  }

  #write({ envelope, hash, state }: Given): void {
    const { seq, commandId, subject, name, actorId, capturedAt } = envelope;
    this.#intoOutbox(envelope, hash);
    this.#insertAudit.run(seq, commandId, name, subject.kind, subject.id, actorId, capturedAt, hash);
    if (state !== null) this.#parts.writer.show(subject.kind, subject.id, state, null);
    this.#claimSerial(envelope);
  }

  #intoOutbox(envelope: Envelope, hash: string): void {
    const { seq, commandId, subject } = envelope;
    this.#insertOutbox.run(seq, commandId, subject.kind, subject.id, JSON.stringify(envelope), hash);
  }

  /** A number in a command is used from then on, whether the command was given now or came out of the journal. */
  #claimSerial({ name, args }: Envelope): void {
    const { serials } = this.#parts;
    if (name === 'receiveCase') serials.claimCaseNumber(String(args.caseNumber));
    if (name === 'issueTicket')
      serials.claimTicketNumber(String(args.number), beijingDateSchema.parse(args.businessDay));
  }

  #journal(entries: readonly Journalled[]): () => void {
    try {
      return this.#parts.journal.append(entries);
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

const givenAgainBy = ({ actor, sessionId }: Acting, commandId: string, at: Instant): GivenAgain => ({
  ...{ commandId, by: actor.actorId, postingId: actor.postingId, sessionId, at },
});

interface Given {
  envelope: Envelope;
  hash: string;
  state: SubjectState | null;
}
