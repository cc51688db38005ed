import { z } from 'zod';
import { assertNever, type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile, CustodyEntry } from './case-file.ts';

/**
 * Where the papers of a case are, hand to hand (物料转移单, M8): papers stay inside the centre, each hand-over has two
 * sides, and a volume leaves only for a reason that the law knows.
 */

/** The reasons for which a volume may leave the centre; the policy's item 4 keeps it inside otherwise. */
export const takeOutReasons = {
  court: '诉讼、行政复议举证',
  supervision: '监察、审计机关依法调阅',
  judicial: '公安、司法机关依法调取',
  archive: '按档案法移交档案馆',
  survey: '现场勘验、专家评审须携带原卷',
  law: '法律、法规规定的其他情形',
} as const;
export type TakeOutReason = keyof typeof takeOutReasons;

const volumes = z.int().min(1).max(99);
const written = (max: number) => lineSchema(max).refine((text) => text.trim() !== '', '不能为空');

export const custodyCommands = {
  /** From the counter to the department, or from there back. The other side confirms with `takeOverPapers`. */
  handOverPapers: z.strictObject({ volumes }),
  /** The other side has counted and signs. */
  takeOverPapers: z.strictObject({ volumes }),
  /** The hand-over did not take place: the papers are where they were. */
  cancelHandOver: z.strictObject({ reason: written(200) }),
  takeOutPapers: z.strictObject({
    volumes,
    reason: z.enum(Object.keys(takeOutReasons) as [TakeOutReason, ...TakeOutReason[]]),
    /** The document and what it asks for. */
    details: written(300),
    /** Who takes it: unit and name. */
    to: written(120),
  }),
  bringBackPapers: z.strictObject({ volumes }),
} as const;

type Name = keyof typeof custodyCommands;
export type CustodyCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** Where the papers are now. */
export interface PapersNow {
  /** Counter or department that has them. */
  holder: string;
  /** In its hands; null as long as nobody has counted. */
  volumes: number | null;
  /** Handed over and not confirmed yet. */
  onTheWay: CustodyEntry | null;
  /** Taken out of the centre and not back. */
  out: CustodyEntry | null;
}

/** Works out from the entries where the papers are: from the receipt on they lie at the receiving counter. */
export function papersNow({ receivingCounterId, custody }: CaseFile): PapersNow {
  let now: PapersNow = { holder: receivingCounterId, volumes: null, onTheWay: null, out: null };
  for (const entry of custody) {
    switch (entry.step) {
      case 'handOver':
      case 'return':
        if (entry.taken === null) now = { ...now, volumes: entry.volumes, onTheWay: entry };
        else now = { ...now, holder: entry.to, volumes: entry.volumes, onTheWay: null };
        break;
      case 'takeOut':
        now = { ...now, out: entry, volumes: now.volumes === null ? null : now.volumes - entry.volumes };
        break;
      case 'bringBack':
        now = { ...now, out: null, volumes: (now.volumes ?? 0) + entry.volumes };
        break;
    }
  }
  return now;
}

const elsewhere = () => refuse('papersElsewhere', '卷宗现在不在您这里，请在办件上查看它在谁手上。');

/** The rules of custody. */
export function decideCustody(state: CaseFile, command: CustodyCommand, facts: Facts): Decision<CaseEvent> {
  const { place, actor, stamp } = facts;
  const now = papersNow(state);
  const here = place.counterId ?? place.organisationId;
  const by = actor.actorId;
  const entered = (entry: Omit<CustodyEntry, 'by' | 'at' | 'taken'>) =>
    events<CaseEvent>({ type: 'PapersMoved', entry: { ...entry, by, at: stamp, taken: null } });
  if (now.out !== null && command.name !== 'bringBackPapers')
    return refuse('papersOut', '卷宗已被取出中心，请先登记归还。');
  if (now.onTheWay !== null && !['takeOverPapers', 'cancelHandOver'].includes(command.name))
    return refuse('papersOnTheWay', '卷宗正在交接，请先由接收方签收，或由交出方撤回交接。');
  switch (command.name) {
    case 'handOverPapers': {
      if (now.holder !== here) return elsewhere();
      const fault = countFault(now.volumes, command.args.volumes);
      if (fault !== null) return fault;
      const toDepartment = here === state.receivingCounterId;
      return entered({
        step: toDepartment ? 'handOver' : 'return',
        volumes: command.args.volumes,
        from: here,
        to: toDepartment ? state.decidingDepartmentId : state.receivingCounterId,
        reason: null,
      });
    }
    case 'takeOverPapers': {
      if (now.onTheWay === null) return refuse('nothingOnTheWay', '没有等待签收的卷宗，请刷新后查看。');
      if (now.onTheWay.to !== here) return refuse('notForHere', '这份卷宗不是交给您这里的，请由接收方签收。');
      const fault = countFault(now.onTheWay.volumes, command.args.volumes);
      if (fault !== null) return fault;
      return events({ type: 'PapersTakenOver', taken: { by, at: stamp } });
    }
    case 'cancelHandOver':
      if (now.onTheWay === null) return refuse('nothingOnTheWay', '没有等待签收的卷宗，请刷新后查看。');
      if (![now.onTheWay.from, now.onTheWay.to].includes(here)) return elsewhere();
      return events({ type: 'HandOverCancelled', reason: command.args.reason, by, at: stamp });
    case 'takeOutPapers': {
      if (now.holder !== here) return elsewhere();
      const { volumes: taken, reason, details, to } = command.args;
      if (now.volumes !== null && taken > now.volumes)
        return refuse('moreThanThere', `这里只有${now.volumes}卷，请核对取出的卷数。`);
      return entered({
        step: 'takeOut',
        volumes: taken,
        from: here,
        to,
        reason: `${takeOutReasons[reason]}：${details}`,
      });
    }
    case 'bringBackPapers': {
      if (now.out === null) return refuse('nothingOut', '没有取出未还的卷宗，请刷新后查看。');
      if (now.holder !== here) return elsewhere();
      const fault = countFault(now.out.volumes, command.args.volumes);
      if (fault !== null) return fault;
      return entered({
        step: 'bringBack',
        volumes: command.args.volumes,
        from: now.out.to,
        to: here,
        reason: null,
      });
    }
    default:
      return assertNever(command);
  }
}

function countFault(expected: number | null, counted: number) {
  return expected === null || expected === counted
    ? null
    : refuse('countDiffers', `应有${expected}卷，清点到${counted}卷，请双方当面核对后再签收。`);
}
