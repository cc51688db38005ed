/**
 * 好差评: five levels, given by the citizen alone, on their own screen or later by the one-time code of their slip; never
 * by default, never twice for one service. The two bad ones are followed up until somebody closes them (M31).
 */
import { z } from 'zod';
import type { CaseEvent, RatingEvent } from '../cases/case-events.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { type Decision, events, type Facts, type Place, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { personalSchema } from '../sync/personal.ts';
import { paragraphSchema } from '../text.ts';

export const ratingLevels = [
  'verySatisfied',
  'satisfied',
  'fairlySatisfied',
  'dissatisfied',
  'veryDissatisfied',
] as const;
export type RatingLevel = (typeof ratingLevels)[number];
export const ratingLevelNames: Readonly<Record<RatingLevel, string>> = {
  verySatisfied: '非常满意',
  satisfied: '满意',
  fairlySatisfied: '基本满意',
  dissatisfied: '不满意',
  veryDissatisfied: '非常不满意',
};
export const isBad = (level: RatingLevel): boolean =>
  level === 'dissatisfied' || level === 'veryDissatisfied';
/** Working days within which a bad one is called back; where the district says nothing else. */
export const followUpWithinDays = 15;

export const ratingCommands = {
  rateCase: z.strictObject({
    ratingId: z.uuidv7(),
    /** The visit that it is about; null where the code of the slip was used. */
    visitId: z.uuidv7().nullable(),
    level: z.enum(ratingLevels),
    comment: personalSchema(z.strictObject({ text: paragraphSchema(300) })).nullable(),
  }),
  /** What was found and done about a bad one; `closed` ends it. */
  followUpRating: z.strictObject({
    ratingId: z.uuidv7(),
    text: paragraphSchema(500).refine((value) => value.trim() !== '', '不能为空'),
    closed: z.boolean(),
  }),
} as const;

type Name = keyof typeof ratingCommands;
export type RatingCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isRatingCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, RatingCommand> => Object.hasOwn(ratingCommands, command.name);

/** The rules of a rating; who may give one at all is in `may-give.ts`: nobody of the staff. */
export function decideRating(
  state: CaseFile,
  command: RatingCommand,
  facts: Pick<Facts, 'actor' | 'stamp' | 'demo'> & { place: Pick<Place, 'organisationId' | 'counterId'> },
): Decision<CaseEvent> {
  const { actor, place, stamp, demo } = facts;
  if (state.receivingOrganisationId !== place.organisationId)
    return refuse('otherOrganisation', '评价在办理这件事的中心（站）进行，请到原大厅评价。');
  if (command.name === 'followUpRating') {
    const { ratingId, text, closed } = command.args;
    const rating = state.ratings.find((each) => each.ratingId === ratingId);
    if (rating === undefined) return refuse('ratingUnknown', '没有找到这条评价，请刷新后再试。');
    if (!isBad(rating.level)) return refuse('notBad', '这条评价不是差评，不用回访。');
    if (rating.followUps.some((each) => each.closed))
      return refuse('followedUp', '这条差评已经办结回访，请刷新后查看。');
    return events<RatingEvent>({
      type: 'RatingFollowedUp',
      ratingId,
      followUp: { text, closed, by: actor.actorId, at: stamp },
    });
  }
  const { visitId, ...given } = command.args;
  if (visitId === null && state.delivered === null)
    return refuse('notOver', '这件事还没有办结，办结后再凭评价码评价。');
  if (state.ratings.some((each) => each.visitId === visitId))
    return refuse(
      'rated',
      visitId === null ? '这个评价码已经用过，谢谢您的评价。' : '这次服务您已经评价过，谢谢您的评价。',
    );
  return events<RatingEvent>({
    type: 'CaseRated',
    rating: { ...given, visitId, at: stamp, counterId: place.counterId, demo, followUps: [] },
  });
}

export const isRatingEvent = (event: CaseEvent): event is RatingEvent =>
  event.type === 'CaseRated' || event.type === 'RatingFollowedUp';

/** The case after such an event. @param next the state with its revision raised */
export const evolveRating = (next: CaseFile, event: RatingEvent): CaseFile =>
  event.type === 'CaseRated'
    ? { ...next, ratings: [...next.ratings, event.rating] }
    : {
        ...next,
        ratings: next.ratings.map((each) =>
          each.ratingId === event.ratingId
            ? { ...each, followUps: [...each.followUps, event.followUp] }
            : each,
        ),
      };
