import { z } from 'zod';
import type { Instant } from '../clock/beijing.ts';
import type { Stamp } from '../clock/evidence.ts';
import { type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';

/** Why the district took a command in but did not apply it, each as a supervisor reads it. */
export const quarantineReasons = {
  revoked: '设备登记已撤销后上传',
  notPosted: '经办人办理时没有有效任职，或不能确认',
  follows: '前一步尚在核查，随同核查',
  unreadable: '内容无法识别',
  idReused: '编号与另一步操作重复',
  badSignature: '缺少本人签名或签名不符',
  failed: '区级平台处理出错',
} as const;
export type QuarantineReason = keyof typeof quarantineReasons;

export const quarantineCommands = {
  /**
   * Released, it is applied as it was given, under the stamp of its arrival; dismissed, it stays on record only. What
   * waits with it goes the same way.
   */
  disposeQuarantined: z.strictObject({
    outcome: z.enum(['released', 'dismissed']),
    reason: paragraphSchema(500).refine((value) => value.trim() !== '', '请写明理由'),
  }),
} as const;

/** A command that the district holds back. Nothing in it is personal: the command itself stays where it was stored. */
export interface QuarantineItem {
  id: string;
  revision: number;
  status: 'held' | 'released' | 'dismissed';
  reason: QuarantineReason;
  installationId: string;
  seq: number;
  commandId: string;
  /** Null where the command could not be read. */
  given: {
    name: string;
    subjectKind: string;
    subjectId: string;
    actorId: string;
    capturedAt: Instant;
  } | null;
  stampedAt: Instant;
  disposal: { by: string; at: Stamp; outcome: 'released' | 'dismissed'; reason: string } | null;
}

export type QuarantineEvent = {
  type: 'QuarantineDisposed';
  disposal: NonNullable<QuarantineItem['disposal']>;
};

type QuarantineCommand = {
  name: 'disposeQuarantined';
  args: CommandArgs<'disposeQuarantined'>;
  id: string;
};

/** Reasons after which a command may still be right in itself, so that what builds upon it waits with it. */
export const awaited: readonly QuarantineReason[] = ['revoked', 'notPosted', 'follows', 'failed'];
/**
 * Reasons after which people may release a command. Its person's signature is looked at once more then: a restored
 * district may have got their key back meanwhile.
 */
export const releasable: readonly QuarantineReason[] = [...awaited, 'badSignature'];

/** The rules about what the district holds back. */
export const quarantineDecider: Decider<QuarantineItem, QuarantineCommand, QuarantineEvent> = {
  decide(state, { args }, { actor, stamp }) {
    if (state === null) return refuse('itemUnknown', '没有找到这条隔离记录，请刷新后再试。');
    if (state.status !== 'held') return refuse('alreadyDisposed', '这条隔离记录已经处理过了，请刷新后查看。');
    if (state.reason === 'follows')
      return refuse(
        'follows',
        '这一步随同前一步处理：请处理同一事项最早的一条，后面的会按同样的结论一并处理。',
      );
    if (args.outcome === 'released' && !releasable.includes(state.reason))
      return refuse('notReleasable', '这一步的内容有问题，不能放行；请写明情况后作退回处理。');
    if (state.given?.actorId === actor.actorId)
      return refuse('ownAct', '不能处理自己经办的操作，请由另一位安全管理员处理。');
    return events({ type: 'QuarantineDisposed', disposal: { ...args, by: actor.actorId, at: stamp } });
  },

  evolve(state, event) {
    if (state === null) throw new Error(`${event.type} before quarantine`);
    return {
      ...state,
      revision: state.revision + 1,
      status: event.disposal.outcome,
      disposal: event.disposal,
    };
  },
};
