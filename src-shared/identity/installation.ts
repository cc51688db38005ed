import { z } from 'zod';
import type { Instant } from '../clock/beijing.ts';
import type { Stamp } from '../clock/evidence.ts';
import type { InstallationKind } from '../contracts/district.ts';
import { type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';

/** What an installation is, in words. */
export const installationKindNames: Readonly<Record<InstallationKind, string>> = {
  counter: '窗口',
  department: '部门工作台',
  office: '管理端',
  kiosk: '取号机',
  backOffice: '大厅后台',
};

/** The commands about an installation: given by the district's administrators, never by the machine itself. */
export const installationCommands = {
  approveInstallation: z.strictObject({}),
  revokeInstallation: z.strictObject({
    reason: paragraphSchema(500).refine((value) => value.trim() !== '', '请写明理由'),
  }),
} as const;

/** An installation (一台电脑上的程序) as the district's administrators see it. The district makes it at enrolment. */
export interface InstallationRecord {
  id: string;
  revision: number;
  /** One that came by a hall's file and is not on its list waits until somebody approves it. */
  status: 'pending' | 'active' | 'revoked';
  kind: InstallationKind;
  counterId: string | null;
  organisationId: string;
  hallId: string | null;
  areaCode: string;
  series: string;
  /** The machine's own name, as it gave it at enrolment; for finding the PC, not for trusting it. */
  machineName: string;
  /** The installation whose place, cases and numbers it took over. */
  replaces: string | null;
  enrolledAt: Instant;
  approved: { by: string; at: Stamp } | null;
  revoked: { by: string; at: Stamp; reason: string } | null;
  /** When two programs were heard at once that both claim to be this one; both have to enrol anew. */
  clonedAt: Instant | null;
}

export type InstallationEvent =
  | { type: 'InstallationApproved'; approved: NonNullable<InstallationRecord['approved']> }
  | { type: 'InstallationRevoked'; revoked: NonNullable<InstallationRecord['revoked']> };

type Name = keyof typeof installationCommands;
type InstallationCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules about an installation. */
export const installationDecider: Decider<InstallationRecord, InstallationCommand, InstallationEvent> = {
  decide(state, command, { actor, place, stamp }) {
    if (state === null) return refuse('installationUnknown', '没有找到这台设备，请刷新后再试。');
    if (state.status === 'revoked') return refuse('alreadyRevoked', '这台设备已经撤销；要再用请重新登记。');
    if (command.name === 'approveInstallation') {
      if (state.status !== 'pending') return refuse('alreadyApproved', '这台设备已经批准过了。');
      return events({ type: 'InstallationApproved', approved: { by: actor.actorId, at: stamp } });
    }
    if (state.id === place.installationId)
      return refuse('ownInstallation', '不能撤销正在使用的这台设备，请到另一台管理电脑上操作。');
    return events({
      type: 'InstallationRevoked',
      revoked: { by: actor.actorId, at: stamp, reason: command.args.reason },
    });
  },

  evolve(state, event) {
    if (state === null) throw new Error(`${event.type} before enrolment`);
    const next = { ...state, revision: state.revision + 1 };
    return event.type === 'InstallationApproved'
      ? { ...next, status: 'active', approved: event.approved }
      : { ...next, status: 'revoked', revoked: event.revoked };
  },
};
