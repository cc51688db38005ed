import type { CaseFile } from '#shared/cases/case-file.ts';
import { correctable } from '#shared/cases/corrections.ts';
import { correctionSlip, endingSlip } from '#shared/cases/mistake-slips.ts';
import type { SlipPlace } from '#shared/cases/slips.ts';
import { isUndoable, type UndoableStep, undoable, undoLeft } from '#shared/cases/undo.ts';
import type { CaseRow, UndoView } from '#shared/contracts/case-views.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { CaseDesk } from './case-desk.ts';
import { caseRow } from './case-views.ts';
import type { Drafts } from './drafts.ts';

/** What was put right, as somebody typed it; what is not named stays. */
export type Corrected = CommandArgs<'correctCase'>['corrected']['personal'];

/** Putting right what went wrong with a case: corrections, endings, voiding by two, the minute to take a step back. */
export type MistakeDesk = ReturnType<typeof mistakeDesk>;

export function mistakeDesk(store: Store, { cases, drafts }: { cases: CaseDesk; drafts: Drafts }) {
  const recent = store.db.prepare<[string], { name: string; subject_id: string }>(
    `SELECT name, subject_id FROM (SELECT * FROM audit ORDER BY id DESC LIMIT 50)
     WHERE subject_kind = 'caseFile' AND actor_id = ?`,
  );

  const about = (id: string) => ({ kind: 'caseFile' as const, id });
  const endSlip = (file: CaseFile, place: SlipPlace) => {
    if (file.ending === null) throw new Error('a case that has not ended has no paper of its end');
    return endingSlip(file, file.ending, place);
  };
  /** A step that has no paper. */
  function quietly(acting: Acting, intent: Intent) {
    const performed = store.perform(acting, [intent]);
    if (performed.kind === 'refused') return performed;
    const subject = store.cases.get(intent.subject.id);
    if (subject === null) throw new Error('a case that was just written is not in the store');
    return { kind: 'done' as const, case: caseRow(store, subject) };
  }

  /** The last step that somebody took here, while it can still be taken back. */
  function latest(acting: Acting): { file: CaseFile; step: UndoableStep; leftMs: number } | null {
    const { installationId } = store.knowledge.place();
    const { actorId } = acting.actor;
    for (const { name, subject_id } of recent.all(actorId)) {
      if (!isUndoable(name)) continue;
      const file = store.cases.get(subject_id)?.state;
      const undo = file?.undo;
      if (!file || !undo || undo.step !== name) continue;
      if (undo.by !== actorId || undo.installationId !== installationId) continue;
      const leftMs = undoLeft(undo, store.evidence());
      if (leftMs > 0) return { file, step: name, leftMs };
    }
    return null;
  }

  /** What was entered for a case that is taken back stands in the form again, unless something else does by now. */
  function enterAgain(file: CaseFile): void {
    const visit = store.visits.get(file.visitId);
    if (visit?.state.status !== 'open' || drafts.of(file.visitId).matterCode !== null) return;
    drafts.save(file.visitId, {
      applicant: reveal(file.applicant),
      agent: file.agent && reveal(file.agent),
      matterCode: file.matter.code,
      situations: [...file.situations],
      tickedMaterialIds: file.materials.map(({ materialId }) => materialId),
    });
  }

  return {
    correct(acting: Acting, id: string, corrected: Corrected, reason: string) {
      const args = { corrected: { salt: newSalt(), personal: corrected }, reason };
      return cases.step(acting, { name: 'correctCase', subject: about(id), args }, correctionSlip);
    },

    withdraw(
      acting: Acting,
      id: string,
      wish: { name: string; relation: 'self' | 'agent' },
      args: Pick<CommandArgs<'withdrawCase'>, 'signed' | 'reason'>,
    ) {
      const full = { ...args, wish: { salt: newSalt(), personal: wish } };
      return cases.step(acting, { name: 'withdrawCase', subject: about(id), args: full }, endSlip);
    },

    terminate: (acting: Acting, id: string, args: CommandArgs<'terminateCase'>) =>
      cases.step(acting, { name: 'terminateCase', subject: about(id), args }, endSlip),

    merge: (acting: Acting, id: string, args: CommandArgs<'mergeCases'>) =>
      cases.step(acting, { name: 'mergeCases', subject: about(id), args }, endSlip),

    /** The open cases that this one could go on under: of the same applicant and matter. */
    mergeChoices(id: string): CaseRow[] {
      const file = store.cases.get(id)?.state;
      const applicant = file && reveal(file.applicant);
      if (!file || !applicant) return [];
      return store.cases
        .where(
          `status IN ('received', 'supplementing', 'accepted', 'decided', 'issued') AND id <> ?
             AND state ->> '$.matter.code' = ? AND state ->> '$.applicant.personal.idNumber' = ?
           ORDER BY case_number DESC LIMIT 20`,
          ...[id, file.matter.code, applicant.idNumber],
        )
        .map((subject) => caseRow(store, subject));
    },

    requestVoid: (acting: Acting, id: string, reason: string) =>
      quietly(acting, { name: 'requestVoid', subject: about(id), args: { reason } }),
    /** @param acting the second person, who may have said who they are for this one act alone */
    confirmVoid: (acting: Acting, id: string, reason: string) =>
      cases.step(acting, { name: 'confirmVoid', subject: about(id), args: { reason } }, endSlip),
    rejectVoid: (acting: Acting, id: string, reason: string) =>
      quietly(acting, { name: 'rejectVoid', subject: about(id), args: { reason } }),

    /** The step that whoever is at the desk can still take back, with how long they have for it. */
    undoable(acting: Acting | null): UndoView | null {
      const last = acting === null ? null : latest(acting);
      if (last === null) return null;
      const { file, step, leftMs } = last;
      const { name, means, paper } = undoable[step];
      return {
        ...{ caseId: file.id, step, name, means, paper, leftMs },
        ...{ matterName: file.matter.name, caseNumber: file.caseNumber },
      };
    },

    undo: (acting: Acting, id: string, step: UndoableStep) => {
      const file = store.cases.get(id)?.state;
      const undone = quietly(acting, { name: 'undoStep', subject: about(id), args: { step } });
      if (undone.kind === 'done' && step === 'receiveCase' && file !== undefined) enterAgain(file);
      return undone;
    },
  };
}

/** What was corrected, by the names that people know. */
export const correctedNames = (fields: readonly (keyof typeof correctable)[]): string[] =>
  fields.map((field) => correctable[field]);
