import type { CaseStatus } from '../cases/case-file.ts';

/** How a visit ended, each in the words of the hall. The first five follow from what was done; the others are chosen. */
export const visitOutcomes = {
  taken: '已收件',
  noticed: '已一次性告知',
  refused: '已告知不予受理',
  delivered: '已领取结果',
  handled: '已处理原有办件',
  advised: '已解答咨询',
  referred: '已引导到其他窗口或部门',
  left: '群众先离开了',
  noShow: '没有人到窗口',
} as const;
export type VisitOutcome = keyof typeof visitOutcomes;
export const outcomeNames = Object.keys(visitOutcomes) as [VisitOutcome, ...VisitOutcome[]];

/** Those that a clerk says, where nothing that was done says it. */
export const chosenOutcomes = ['advised', 'referred', 'left', 'noShow'] as const satisfies VisitOutcome[];
export type ChosenOutcome = (typeof chosenOutcomes)[number];

/**
 * How a visit ended, where that can be seen from what was done; null where the clerk has to say it.
 * @param cases where the cases that were taken in it stand
 * @param given the commands that were given on cases while it was open
 */
export function derivedOutcome(cases: readonly CaseStatus[], given: readonly string[]): VisitOutcome | null {
  // A number that was voided again is no case that was taken.
  const standing = cases.filter((status) => status !== 'voided');
  if (standing.some((status) => status !== 'notAccepted' && status !== 'supplementing')) return 'taken';
  if (standing.includes('supplementing')) return 'noticed';
  if (standing.includes('notAccepted')) return 'refused';
  if (given.includes('deliverResult')) return 'delivered';
  return given.some((name) => name !== 'receiveCase' && name !== 'undoStep') ? 'handled' : null;
}
