/**
 * Extensions of a limit (延期): asked for by whoever reviews the case, approved by somebody who may decide it for the
 * department, as themselves (行政许可法 Art 42: 经本行政机关负责人批准), and told to the applicant with the reason.
 */
import { z } from 'zod';
import { beijingDateOf } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';
import { deadlinesOf, isPast } from './case-clock.ts';
import type { ExtensionEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';
import { signingGrant } from './may-sign.ts';

const said = paragraphSchema(2000).refine((value) => value.trim() !== '', '不能为空');
/** By how many working days, and why. */
const terms = z.strictObject({ days: z.int().min(1).max(365), reason: said });

export const extensionCommands = {
  /** Asks for an extension: it waits for its approval. */
  requestExtension: terms,
  /**
   * Approves one and tells the applicant (延期决定书). Names the terms, so that the approver's own signature stands
   * below them; whoever may approve needs nobody to ask first.
   */
  extendCase: terms,
  rejectExtension: z.strictObject({ reason: said }),
} as const;

type Name = keyof typeof extensionCommands;
export type ExtensionCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** What is left of the longest extension that the matter's law allows, in working days. */
export const extensionLeft = ({ extensions }: Pick<CaseFile, 'extensions'>, longest: number): number =>
  Math.max(0, longest - extensions.reduce((sum, { days }) => sum + days, 0));

/** The request that still waits for its approval. */
export const openRequest = ({ extensionRequest: request }: Pick<CaseFile, 'extensionRequest'>) =>
  request !== null && request.rejected === null ? request : null;

/** The rules of extensions, for a case that is accepted and not signed, at the desk of its department. */
export function decideExtension(
  state: CaseFile,
  command: ExtensionCommand,
  facts: Facts,
): Decision<ExtensionEvent> {
  const { actor, stamp } = facts;
  const entered = { by: actor.actorId, at: stamp };
  const request = openRequest(state);
  if (command.name === 'requestExtension') {
    if (request !== null) return refuse('extensionRequested', '已有一份延期申请在等批准，不用重复提出。');
    return (
      fault(state, command.args.days, facts) ??
      events<ExtensionEvent>({
        type: 'ExtensionRequested',
        request: { ...command.args, ...entered, rejected: null },
      })
    );
  }
  const granted = signingGrant(state, facts, beijingDateOf(momentOf(stamp)));
  if (granted.kind === 'refusal')
    return granted.refusal.code === 'notGranted'
      ? refuse(
          'notGranted',
          `延期须经本机关负责人批准：请由有《${state.matter.name}》签批授权的人员本人批准，或先提交申请。`,
        )
      : granted;
  if (command.name === 'rejectExtension')
    return request === null
      ? refuse('notRequested', '没有等待批准的延期申请，请刷新后查看。')
      : events<ExtensionEvent>({
          type: 'ExtensionRejected',
          rejected: { reason: command.args.reason, ...entered },
        });
  const { days, reason } = command.args;
  if (request !== null && (request.days !== days || request.reason !== reason))
    return refuse('requestChanged', '有一份延期申请在等批准，天数或理由与它不同；请刷新后按申请批准或退回。');
  const { kind, document } = granted.grant;
  return (
    fault(state, days, facts) ??
    events<ExtensionEvent>({
      type: 'LimitExtended',
      extension: {
        ...{ days, reason, ...entered },
        requested: request && { by: request.by, at: request.at },
        grant: { kind, document },
      },
    })
  );
}

/** Why the limits of a case cannot be extended by so many working days now; null where they can. */
function fault(state: CaseFile, days: number, facts: Facts): Decision<never> | null {
  const { stamp, calendar } = facts;
  const today = beijingDateOf(momentOf(stamp));
  const matter = facts.matter(state.matter.code, state.matter.version);
  if (matter === undefined)
    return refuse('matterUnknown', '本机没有这个版本的事项，不知道最长可延多少天；联网取得后再办理。');
  const left = extensionLeft(state, matter.longestExtension);
  if (days > left)
    return refuse(
      'tooManyDays',
      left === 0
        ? `这个事项最多延长${matter.longestExtension}个工作日，已经用完，不能再延期。`
        : `这个事项最多还能延长${left}个工作日，请减少天数。`,
    );
  const { promised, statutory } = deadlinesOf(state, calendar, today);
  if (promised.kind !== 'due' && statutory.kind !== 'due')
    return refuse('noLimit', '这个办件还没有到期日，不能延期。');
  // What the law gives is what can be extended; where it gives nothing, the promise.
  if (isPast(statutory.kind === 'due' ? statutory : promised, today))
    return refuse('limitPast', '期限已经届满，不能再延期；请尽快作出决定，并说明超期的情况。');
  return null;
}

/** The case after such an event. @param next the state with its revision raised */
export function evolveExtension(next: CaseFile, event: ExtensionEvent): CaseFile {
  switch (event.type) {
    case 'ExtensionRequested':
      return { ...next, extensionRequest: event.request };
    case 'ExtensionRejected':
      return next.extensionRequest === null
        ? next
        : { ...next, extensionRequest: { ...next.extensionRequest, rejected: event.rejected } };
    case 'LimitExtended':
      return { ...next, extensions: [...next.extensions, event.extension], extensionRequest: null };
  }
}
