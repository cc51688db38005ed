import { z } from 'zod';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';

/** The steps that can be taken back while nothing has left the building, and what is to be done about their paper. */
export const undoable = {
  receiveCase: {
    name: '收件',
    means: '办件编号作废、不再使用，填写的内容回到收件前',
    paper: '请收回刚打印的收件凭证',
  },
  acceptCase: { name: '受理', means: '办件回到已收件、尚未受理', paper: '请收回刚打印的受理通知书' },
  issueResult: { name: '发证', means: '办件回到待发证', paper: '请收回刚打印的领证单和证照' },
} as const;
export type UndoableStep = keyof typeof undoable;
const steps = Object.keys(undoable) as [UndoableStep, ...UndoableStep[]];
export const isUndoable = (name: string): name is UndoableStep => Object.hasOwn(undoable, name);

/** So long a step can be taken back, by the machine's monotonic clock, which nobody sets. */
export const undoMs = 60_000;

/** The last step of a case, while nothing has followed it. */
export interface Undo {
  step: UndoableStep;
  by: string;
  installationId: string;
  monotonicMs: number;
  bootId: string;
  /** Where the case stood before. */
  from: CaseFile['status'] | null;
}

/** Names the step, so that nobody takes back another one than they see. */
export const undoStepSchema = z.strictObject({ step: z.enum(steps) });

/** Notes on a step that it can be taken back. */
export function withUndo(
  decision: Decision<CaseEvent>,
  name: string,
  state: CaseFile | null,
  { actor, place, clock }: Facts,
): Decision<CaseEvent> {
  if (decision.kind === 'refusal' || !isUndoable(name)) return decision;
  const undo: Undo = {
    ...{ step: name, by: actor.actorId, installationId: place.installationId },
    ...{ monotonicMs: clock.monotonicMs, bootId: clock.bootId },
    from: state?.status ?? null,
  };
  return events(...decision.events.map((event) => ({ ...event, undo })));
}

/** Milliseconds that are left for taking a step back; 0 where none are. */
export const undoLeft = (
  { monotonicMs, bootId }: Pick<Undo, 'monotonicMs' | 'bootId'>,
  clock: Facts['clock'],
): number =>
  bootId === clock.bootId ? Math.max(0, Math.min(undoMs, undoMs - (clock.monotonicMs - monotonicMs))) : 0;

/** Takes the last step back: by whoever took it, where they took it, within a minute. */
export function undo(
  state: CaseFile,
  { step }: CommandArgs<'undoStep'>,
  { actor, place, clock, stamp }: Facts,
): Decision<CaseEvent> {
  const { name } = undoable[step];
  if (state.undo === null || state.undo.step !== step) {
    return state.decision !== null && step !== 'issueResult'
      ? refuse(
          'decided',
          `${state.matter.departmentName}已经签批，${name}不能撤销；请按签批结果办理，决定有错的请联系该部门。`,
        )
      : refuse('nothingToUndo', `${name}之后已有新的办理，不能撤销；有误的请用更正、撤回或作废办理。`);
  }
  const { by, installationId } = state.undo;
  if (by !== actor.actorId || installationId !== place.installationId)
    return refuse(
      'notYours',
      `${name}只能由刚才办理的本人在原窗口撤销；请由本人处理，或用更正、撤回、作废办理。`,
    );
  if (undoLeft(state.undo, clock) === 0)
    return refuse('undoTooLate', `${name}已超过一分钟，不能撤销；有误的请用更正、撤回或作废办理。`);
  return events({ type: 'StepUndone', taken: state.undo, at: stamp });
}

/** The case as it was before a step; a number that was given stays used. */
export function undone(
  state: CaseFile,
  { taken: { step, by, from }, at }: Extract<CaseEvent, { type: 'StepUndone' }>,
): CaseFile {
  switch (step) {
    case 'receiveCase':
      return {
        ...state,
        status: 'voided',
        ending: {
          ...{ kind: 'voided', reason: '收件后一分钟内由本人撤销', into: null, by, confirmedBy: null, at },
          ...{ ground: null, basis: null, wish: null, signed: null },
        },
      };
    case 'acceptCase':
      return { ...state, status: from ?? 'received', accepted: null, owed: [] };
    case 'issueResult':
      return { ...state, status: 'decided', issued: null };
  }
}
