import type { CaseFile } from '#shared/cases/case-file.ts';
import { belongsTo, type CaseNumber, caseNumbersIn } from '#shared/cases/case-number.ts';
import { beijingDateSchema, type Instant } from '#shared/clock/beijing.ts';
import type { CommandResult, PullOutput } from '#shared/contracts/district.ts';
import type { Refusal } from '#shared/decider.ts';
import type { MatterChange } from '#shared/matters/matter-change.ts';
import type { Ticket } from '#shared/queue/ticket.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { Envelope, SubjectKind } from '#shared/sync/command.ts';
import { hasErased } from '#shared/sync/personal.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Commands } from './commands.ts';
import type { Database } from './database.ts';
import { givenAgain } from './given-again.ts';
import type { Knowledge } from './knowledge.ts';
import type { Serials } from './serials.ts';
import type { SettingStore, Settings } from './settings.ts';
import type { StoredSubject, subjectWriter } from './subjects.ts';

/** Where a command stands, without what it says. */
interface OutboxEntry {
  seq: number;
  subject_kind: SubjectKind;
  subject_id: string;
  state: 'waiting' | 'sent' | 'refused' | 'quarantined';
}
interface OutboxRow extends OutboxEntry {
  envelope: string;
  refusal: string | null;
  /** 1 where the base shows it although not everything before it is confirmed yet. */
  in_base: 0 | 1;
}

/** The district's clock as it was heard, with the monotonic clock of that moment. */
export type Heard = NonNullable<Settings['serverTime']>;

interface Parts {
  db: Database;
  settings: SettingStore;
  knowledge: Knowledge;
  serials: Serials;
  commands: Commands;
  writer: ReturnType<typeof subjectWriter>;
  checkpoints: Checkpoints;
  read(kind: SubjectKind, id: string): StoredSubject | null;
}

/** What the district answers is laid under what is still on the way: base first, then the outbox again on top. */
export function confirmation(parts: Parts) {
  const { db, settings, knowledge, serials, commands, writer, checkpoints, read } = parts;
  const noteNotApplied = db.prepare('UPDATE outbox SET state = ?, refusal = ? WHERE seq = ?');
  const among = 'command_id IN (SELECT value FROM json_each(?))';
  const noteSent = db.prepare(`UPDATE outbox SET state = 'sent', refusal = NULL WHERE ${among}`);
  const removeShown = db.prepare(`DELETE FROM outbox WHERE ${among} AND (seq <= ? OR in_base = 1)`);
  const remove = db.prepare('DELETE FROM outbox WHERE seq = ?');
  const entry = 'SELECT seq, subject_kind, subject_id, state FROM outbox';
  // By its id: an installation that took a place hears of commands that had another number in another chain.
  const byId = db.prepare<[string], OutboxEntry>(`${entry} WHERE command_id = ?`);
  const shown = db.prepare<[number], OutboxEntry>(`${entry} WHERE seq <= ? AND state = 'sent'`);
  const eraseSlips = db.prepare(
    `UPDATE print_job SET slip = json_object('width', '80mm', 'title', '', 'lines', json_array()) WHERE subject_id = ?`,
  );
  const eraseRefused = db.prepare(
    `DELETE FROM outbox WHERE subject_id = ? AND subject_kind = ? AND state = 'refused'`,
  );
  const eraseDraft = db.prepare('DELETE FROM draft WHERE visit_id = ?');
  const eraseAttendance = db.prepare('DELETE FROM attendance WHERE visit_id = ?');
  const noteInBase = db.prepare(
    'UPDATE outbox SET in_base = 1 WHERE subject_kind = ? AND subject_id = ? AND seq <= ?',
  );
  const removeInBase = db.prepare(
    `DELETE FROM outbox WHERE subject_kind = ? AND subject_id = ? AND in_base = 1 AND state = 'sent'`,
  );
  const isEmpty = db.prepare<[], 1>('SELECT 1 FROM outbox LIMIT 1').pluck();
  const ofSubject = db.prepare<[string, string], OutboxRow>(
    'SELECT * FROM outbox WHERE subject_kind = ? AND subject_id = ? ORDER BY seq',
  );

  /**
   * A subject as its base and what still waits make it, with the first reason why somebody should look at it; null where
   * that cannot be told yet. `doubts` says which of what waits the base would refuse now, by number.
   */
  function layered(kind: SubjectKind, id: string, subject: StoredSubject) {
    const confirmed = settings.get('confirmedSeq') ?? 0;
    const doubts = new Map<number, Refusal>();
    let state: SubjectState | null = subject.base;
    let attention: Refusal | null = null;
    // The first refusal is the cause; what depended on it is refused in turn, and would only hide it.
    for (const row of ofSubject.all(kind, id)) {
      if (row.refusal !== null) attention ??= JSON.parse(row.refusal);
      else if (row.seq > confirmed && row.in_base === 0) {
        const envelope: Envelope = JSON.parse(row.envelope);
        // A restored district is not yet where it was when this was given: what is shown stays until it is.
        if (envelope.baseRevision > subject.baseRevision) return null;
        const outcome = commands.reapply(state, envelope);
        if (outcome.kind === 'applied') state = outcome.state;
        // It is still sent: only the district's answer counts. Until then somebody should know.
        else if (outcome.kind === 'refused') {
          attention ??= outcome.refusal;
          doubts.set(row.seq, outcome.refusal);
        }
      }
    }
    return { state, attention, doubts };
  }

  function rebase(kind: SubjectKind, id: string): void {
    const subject = read(kind, id);
    const made = subject && layered(kind, id, subject);
    // What the district never took stays on the screen as it was, with the reason beside it.
    if (subject && made) writer.show(kind, id, made.state ?? subject.state, made.attention);
  }

  /** What the district has erased goes here as well, with every copy of it. */
  function eraseCopies(kind: SubjectKind, id: string, state: SubjectState): void {
    eraseSlips.run(id);
    eraseRefused.run(id, kind);
    if (kind === 'caseFile') {
      const { visitId } = state as CaseFile;
      eraseSlips.run(visitId);
      eraseDraft.run(visitId);
      eraseAttendance.run(visitId);
    }
  }

  function claimOwn(number: CaseNumber): void {
    if (belongsTo(number, knowledge.place())) serials.claimCaseNumber(number);
  }

  function settleAll(results: readonly CommandResult[]): void {
    const confirmed = settings.get('confirmedSeq') ?? 0;
    const applied = results.filter(({ outcome }) => outcome === 'applied');
    if (applied.length > 0) {
      const ids = JSON.stringify(applied.map(({ commandId }) => commandId));
      removeShown.run(ids, confirmed);
      noteSent.run(ids);
    }
    for (const { commandId, outcome, refusal } of results) {
      if (outcome === 'applied') continue;
      const row = byId.get(commandId);
      if (row === undefined) continue;
      const reason = refusal ?? {
        code: outcome,
        message: '区级平台暂未采用这一步，已转安全管理员核查，不用重复办理；有结果会在这里显示。',
      };
      noteNotApplied.run(outcome, JSON.stringify(reason), row.seq);
      rebase(row.subject_kind, row.subject_id);
    }
  }

  /**
   * What the district said can be asked for again, so it need not be on the disk before anything else is done: after a
   * power cut the store is where it was some answers ago, wholly, and asks again from there.
   */
  function write(act: () => void): void {
    db.pragma('synchronous = NORMAL');
    try {
      db.transaction(act).immediate();
    } finally {
      db.pragma('synchronous = FULL');
    }
  }

  return {
    /** Records what the district said to commands that were pushed. */
    applyResults(results: readonly CommandResult[], heard: Heard): void {
      write(() => {
        settleAll(results);
        settings.set('serverTime', heard);
      });
    },

    /**
     * Takes over a page of what was pulled: all of it or nothing. Of several pages that belong together each counts at
     * once, so that a pull that breaks off goes on where it was; up to where everything is confirmed, only the last says.
     */
    applyPull(pull: PullOutput, heard?: Heard): void {
      if (pull.reference !== null) knowledge.publish(pull.reference);
      if (pull.staff !== null) knowledge.publishStaff(pull.staff);
      let isPublished = false;
      let characters = 0;
      write(() => {
        const touched = new Map<string, [SubjectKind, string]>();
        const touch = (kind: SubjectKind, id: string) => touched.set(`${kind} ${id}`, [kind, id]);
        if (!pull.more) {
          for (const row of shown.all(pull.lastSeq)) {
            remove.run(row.seq);
            touch(row.subject_kind, row.subject_id);
          }
          settings.set('confirmedSeq', pull.lastSeq);
        }
        const quiet = isEmpty.get() === undefined;
        for (const { kind, id, state, revision } of pull.changes) {
          const text = typeof state === 'string' ? state : JSON.stringify(state);
          characters += text.length;
          // A store that came from a copy may not know its own latest numbers: they are used all the same.
          if (kind === 'caseFile') for (const number of caseNumbersIn(text)) claimOwn(number);
          if (kind === 'ticket') {
            const { number, businessDay } = JSON.parse(text) as Ticket;
            serials.claimTicketNumber(number, beijingDateSchema.parse(businessDay));
          }
          if (kind === 'matterChange')
            isPublished ||= (JSON.parse(text) as MatterChange).status === 'approved';
          if (hasErased(text)) eraseCopies(kind, id, JSON.parse(text));
          if (!quiet) {
            if (pull.more) noteInBase.run(kind, id, pull.lastSeq);
            removeInBase.run(kind, id);
          }
          if (quiet || ofSubject.get(kind, id) === undefined) {
            writer.settle(kind, id, text, revision);
            touched.delete(`${kind} ${id}`);
            continue;
          }
          writer.confirm(kind, id, text, revision);
          touch(kind, id);
        }
        settings.set('cookie', pull.cookie);
        if (pull.carryKey !== undefined && settings.get('carryKey') !== pull.carryKey)
          settings.set('carryKey', pull.carryKey);
        if (pull.hall !== null) {
          settings.set('hallRevoked', pull.hall.revoked);
          if (pull.hall.certificate !== null) settings.set('hallCertificate', pull.hall.certificate);
        }
        if (heard !== undefined) settings.set('serverTime', heard);
        settleAll(pull.results);
        for (const [kind, id] of touched.values()) rebase(kind, id);
      });
      if (pull.more) checkpoints.afterPage(characters);
      else checkpoints.rest();
      if (isPublished) knowledge.mattersChanged();
    },

    /**
     * Takes a command that was refused out of the outbox, once somebody has read why. What the district never took at
     * all keeps its reason on the screen.
     * @returns whether there was such a command
     */
    acknowledge(commandId: string): boolean {
      const row = byId.get(commandId);
      if (row?.state !== 'refused') return false;
      db.transaction(() => {
        remove.run(row.seq);
        const isKnown = (read(row.subject_kind, row.subject_id)?.base ?? null) !== null;
        if (isKnown) rebase(row.subject_kind, row.subject_id);
      }).immediate();
      return true;
    },

    /** Refused steps once more; see `givenAgain`. */
    again: givenAgain({ db, knowledge, commands, rebase }),

    /** Which of what waits about a subject the district would refuse as it stands now, and why, by number. */
    doubtsAbout(kind: SubjectKind, id: string): ReadonlyMap<number, Refusal> {
      const subject = read(kind, id);
      // Whatever waits is in doubt only where somebody should look.
      if (subject === null || subject.attention === null) return new Map();
      return layered(kind, id, subject)?.doubts ?? new Map();
    },

    /** Notes the district's clock, with the monotonic clock of this moment. */
    heardServer(at: Instant, monotonicMs: number, bootId: string): void {
      settings.set('serverTime', { at, monotonicMs, bootId } satisfies Heard);
    },
  };
}
