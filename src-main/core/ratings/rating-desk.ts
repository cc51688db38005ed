import { createHmac } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { followRatingCode } from '#shared/cases/follow-token.ts';
import { type Done, refused } from '#shared/contracts/answer.ts';
import type { RatingLevel } from '#shared/ratings/rating.ts';
import type { Acting } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';

/** Codes of the latest so many results can be used at this counter. */
const mostCodes = 3_000;
/** After so many wrong codes none is looked at for a while: nobody tries them through. */
const mostWrong = 5;
const restMs = 10 * 60_000;

/** What citizens say of a service: on their own screen, or later by the code of their slip. */
export type RatingDesk = ReturnType<typeof ratingDesk>;

/**
 * The one-time code on the slip of a result, kept nowhere: of the case's token, and so known to the district as well; of
 * this counter's own key for a case that has none.
 */
export const ratingCodeOf = (
  store: Pick<Store, 'settings'>,
  { id, token }: Pick<CaseFile, 'id' | 'token'>,
): string =>
  token !== null
    ? followRatingCode(token)
    : String(
        createHmac('sha256', store.settings.get('privateKey') ?? '')
          .update(`rating ${id}`)
          .digest()
          .readUInt32BE(0) % 100_000_000,
      ).padStart(8, '0');

export function ratingDesk(store: Store) {
  let wrong = { count: 0, since: 0 };

  function give(
    acting: Acting,
    { id }: CaseFile,
    visitId: string | null,
    level: RatingLevel,
    comment: string,
  ): Done {
    const answer = store.perform(acting, [
      {
        name: 'rateCase',
        subject: { kind: 'caseFile', id },
        args: {
          ...{ ratingId: uuidv7(), visitId, level },
          comment: comment === '' ? null : { salt: newSalt(), personal: { text: comment } },
        },
      },
    ]);
    return answer;
  }

  return {
    /** The level that was given in this visit; null while none was. */
    of: ({ visitId, ratings }: CaseFile): RatingLevel | null =>
      ratings.find((each) => each.visitId === visitId)?.level ?? null,

    /** By the visit that is going on. */
    give: (acting: Acting, file: CaseFile, level: RatingLevel, comment: string): Done =>
      give(acting, file, file.visitId, level, comment),

    giveByCode(acting: Acting, code: string, level: RatingLevel, comment: string): Done {
      const now = performance.now();
      if (wrong.count >= mostWrong && now - wrong.since < restMs)
        return refused('tooMany', '评价码多次不对，请10分钟后再试，或请工作人员协助。');
      const file = store.cases
        .where(`status = 'delivered' ORDER BY case_number DESC LIMIT ${mostCodes}`)
        .find(({ state }) => ratingCodeOf(store, state) === code)?.state;
      if (file === undefined) {
        wrong = { count: now - wrong.since > restMs ? 1 : wrong.count + 1, since: now };
        return refused('codeUnknown', '没有找到这个评价码，请核对凭条上的8位数字。');
      }
      return give(acting, file, null, level, comment);
    },
  };
}
