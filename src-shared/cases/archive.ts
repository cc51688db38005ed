/**
 * The archive volume after the case: it closes by itself with the step that makes it whole, at the hand-over or with what
 * was still missing then, and goes to the archive by a list (管政〔2016〕20号: 归档资料从系统中打印后入卷). How long it is kept follows from the kind of power; the figures are suggestions, which the
 * district's own archive may set otherwise.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateOf, beijingDateSchema } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import type { ArchiveEvent, CaseEvent } from './case-events.ts';
import { type CaseFile, isConcluded } from './case-file.ts';
import { papersNow } from './custody.ts';
import { type DocumentKind, documentTitles } from './documents/document.ts';
import { isPrinted } from './documents/to-print-now.ts';
import { stillOwed } from './intake.ts';
import { openProcedures } from './procedures.ts';

export const archiveCommands = {
  /** 立卷归档, for a volume that was whole before volumes closed by themselves. */
  closeVolume: z.strictObject({}),
  /** Handed to the archive with others, by a list of this number. */
  handToArchive: z.strictObject({
    listNumber: lineSchema(40).refine((value) => value.trim() !== '', '不能为空'),
    receiver: lineSchema(120).refine((value) => value.trim() !== '', '不能为空'),
  }),
} as const;

type Name = keyof typeof archiveCommands;
export type ArchiveCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isArchiveCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, ArchiveCommand> => Object.hasOwn(archiveCommands, command.name);

/** Permits are kept for thirty years, everything else for ten. */
const retentionYears = (powerType: string | undefined): number => (powerType === '01' ? 30 : 10);

/** When a case was over; null while it is not. */
export const concludedAt = (state: CaseFile): Stamp | null =>
  state.delivered?.at ?? state.ending?.at ?? state.nonAcceptance?.at ?? null;

/** The last day of the retention: whole years, counted from the one after the end of the case. */
export function keptUntil(end: Stamp, powerType: string | undefined): { years: number; until: BeijingDate } {
  const years = retentionYears(powerType);
  const year = Number(beijingDateOf(momentOf(end)).slice(0, 4)) + years;
  return { years, until: beijingDateSchema.parse(`${year}-12-31`) };
}

/** What a volume still lacks, one sentence each; none where it is whole. */
export function volumeGaps(state: CaseFile): readonly string[] {
  const gaps: string[] = [];
  if (!isConcluded(state.status)) return ['办件还没有办结，办结送达后再归档。'];
  const wanted: readonly (readonly [DocumentKind, boolean])[] = [
    ['receipt', true],
    ['acceptance', state.accepted !== null],
    ['oneTimeNotice', state.notices.length > 0],
    ['nonAcceptance', state.nonAcceptance !== null],
    ['extension', state.extensions.length > 0],
    ['specialProcedure', state.procedures.length > 0],
    ['approval', state.decision?.outcome === 'approved'],
    ['rejection', state.decision?.outcome === 'rejected'],
    ['deliveryReceipt', state.delivered !== null],
  ];
  const missing = wanted
    .filter(([kind, is]) => is && !isPrinted(state, kind))
    .map(([kind]) => documentTitles[kind]);
  if (missing.length > 0) gaps.push(`还没有从系统打印入卷：${missing.join('、')}。`);
  const owed = stillOwed(state);
  if (owed.length > 0) gaps.push(`容缺材料没有补齐：${owed.map(({ name }) => name).join('、')}。`);
  if (state.decision !== null && openProcedures(state).length > 0) gaps.push('特别程序还没有登记意见。');
  const { onTheWay, out, holder } = papersNow(state);
  if (out !== null) gaps.push('卷宗取出未还，归还后再归档。');
  else if (onTheWay !== null) gaps.push('卷宗正在交接，签收后再归档。');
  else if (holder !== state.receivingCounterId) gaps.push('卷宗还在部门，退回原收件窗口后再归档。');
  return gaps;
}

/** The end of the volume of a case that has come this far, by whoever made it whole; null while it lacks something. */
export function closingOf(state: CaseFile, { actor, stamp, matter }: Facts): ArchiveEvent | null {
  const end = concludedAt(state);
  if (state.archive !== null || end === null || volumeGaps(state).length > 0) return null;
  const { powerType } = matter(state.matter.code, state.matter.version) ?? {};
  return { type: 'VolumeClosed', closed: { by: actor.actorId, at: stamp, ...keptUntil(end, powerType) } };
}

/** The rules of archiving. */
export function decideArchive(state: CaseFile, command: ArchiveCommand, facts: Facts): Decision<CaseEvent> {
  const { actor, place, stamp } = facts;
  const entered = { by: actor.actorId, at: stamp };
  if (place.organisationId !== state.receivingOrganisationId || place.counterId === null)
    return refuse('otherOrganisation', '归档由收件的中心（站）办理，请联系原收件窗口。');
  if (command.name === 'closeVolume') {
    if (state.archive !== null) return refuse('closed', '这个办件已经立卷归档，不用重复办理。');
    const closed = closingOf(state, facts);
    return closed === null
      ? refuse('volumeIncomplete', volumeGaps(state)[0] ?? '办件还没有办结。')
      : events<ArchiveEvent>(closed);
  }
  if (state.archive === null) return refuse('notClosed', '这个办件还没有立卷归档，请先归档再移交。');
  if (state.archive.handed !== null) return refuse('handed', '这一卷已经移交档案部门，请刷新后查看。');
  return events<ArchiveEvent>({ type: 'VolumeHanded', handed: { ...command.args, ...entered } });
}

export const isArchiveEvent = (event: CaseEvent): event is ArchiveEvent =>
  event.type === 'VolumeClosed' || event.type === 'VolumeHanded';

/** The case after such an event. @param next the state with its revision raised */
export function evolveArchive(next: CaseFile, event: ArchiveEvent): CaseFile {
  if (event.type === 'VolumeClosed') return { ...next, archive: { ...event.closed, handed: null } };
  return next.archive === null ? next : { ...next, archive: { ...next.archive, handed: event.handed } };
}
