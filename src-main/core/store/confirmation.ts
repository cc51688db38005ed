import type { CaseFile } from '#shared/cases/case-file.ts';
import { belongsTo, type CaseNumber } from '#shared/cases/case-number.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import type { CommandResult, PullOutput } from '#shared/contracts/district.ts';
import type { Refusal } from '#shared/decider.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { Envelope, SubjectKind } from '#shared/sync/command.ts';
import type { Commands } from './commands.ts';
import type { Database } from './database.ts';
import type { Knowledge } from './knowledge.ts';
import type { Serials } from './serials.ts';
import type { SettingStore } from './settings.ts';
import type { StoredSubject, subjectWriter } from './subjects.ts';

interface OutboxRow {
  seq: number;
  subject_kind: SubjectKind;
  subject_id: string;
  envelope: string;
  state: 'waiting' | 'sent' | 'refused' | 'quarantined';
  refusal: string | null;
}

interface Parts {
  db: Database;
  settings: SettingStore;
  knowledge: Knowledge;
  serials: Serials;
  commands: Commands;
  writer: ReturnType<typeof subjectWriter>;
  read(kind: SubjectKind, id: string): StoredSubject | null;
}

/** What the district answers is laid under what is still on the way: base first, then the outbox again on top. */
export function confirmation({ db, settings, knowledge, serials, commands, writer, read }: Parts) {
  const settle = db.prepare('UPDATE outbox SET state = ?, refusal = ? WHERE seq = ?');
  const remove = db.prepare('DELETE FROM outbox WHERE seq = ?');
  const bySeq = db.prepare<[number], OutboxRow>('SELECT * FROM outbox WHERE seq = ?');
  const shown = db.prepare<[number], OutboxRow>(`SELECT * FROM outbox WHERE seq <= ? AND state = 'sent'`);
  const ofSubject = db.prepare<[string, string], OutboxRow>(
    'SELECT * FROM outbox WHERE subject_kind = ? AND subject_id = ? ORDER BY seq',
  );

  function rebase(kind: SubjectKind, id: string): void {
    const subject = read(kind, id);
    if (subject === null) return;
    const confirmed = settings.get('confirmedSeq') ?? 0;
    let state: SubjectState | null = subject.base;
    let attention: Refusal | null = null;
    // The first refusal is the cause; what depended on it is refused in turn, and would only hide it.
    for (const row of ofSubject.all(kind, id)) {
      if (row.refusal !== null) attention ??= JSON.parse(row.refusal);
      else if (row.seq > confirmed) {
        const envelope: Envelope = JSON.parse(row.envelope);
        const outcome = commands.reapply(state, envelope);
        if (outcome.kind === 'applied') state = outcome.state;
        // It is still sent: only the district's answer counts. Until then somebody should know.
        else if (outcome.kind === 'refused') attention ??= outcome.refusal;
      }
    }
    // What the district never took stays on the screen as it was, with the reason beside it.
    writer.show(kind, id, state ?? subject.state, attention);
  }

  function claimOwn(number: CaseNumber): void {
    if (belongsTo(number, knowledge.place())) serials.claimCaseNumber(number);
  }

  return {
    /** Records what the district said to commands that were pushed. */
    applyResults(results: readonly CommandResult[]): void {
      db.transaction(() => {
        const confirmed = settings.get('confirmedSeq') ?? 0;
        for (const { seq, outcome, refusal } of results) {
          const row = bySeq.get(seq);
          if (row === undefined) continue;
          if (outcome === 'applied') {
            if (seq <= confirmed) remove.run(seq);
            else settle.run('sent', null, seq);
            continue;
          }
          const reason = refusal ?? {
            code: outcome,
            message: '区级平台没有读懂这一步，已转监督岗处理；请联系运维。',
          };
          settle.run(outcome, JSON.stringify(reason), seq);
          rebase(row.subject_kind, row.subject_id);
        }
      }).immediate();
    },

    /** Takes over what was pulled: all of it or nothing. */
    applyPull(pull: PullOutput): void {
      if (pull.reference !== null) knowledge.publish(pull.reference);
      db.transaction(() => {
        const touched = new Map<string, [SubjectKind, string]>();
        const touch = (kind: SubjectKind, id: string) => touched.set(`${kind} ${id}`, [kind, id]);
        for (const { kind, id, state, revision } of pull.changes) {
          writer.confirm(kind, id, state as unknown as SubjectState, revision);
          // A store that came from a copy may not know its own latest numbers: they are used all the same.
          if (kind === 'caseFile') claimOwn((state as unknown as CaseFile).caseNumber);
          touch(kind, id);
        }
        for (const row of shown.all(pull.lastSeq)) {
          remove.run(row.seq);
          touch(row.subject_kind, row.subject_id);
        }
        settings.set('confirmedSeq', pull.lastSeq);
        settings.set('cookie', pull.cookie);
        for (const [kind, id] of touched.values()) rebase(kind, id);
      }).immediate();
    },

    /** Notes the district's clock, with the monotonic clock of this moment. */
    heardServer(at: Instant, monotonicMs: number, bootId: string): void {
      settings.set('serverTime', { at, monotonicMs, bootId });
    },
  };
}
