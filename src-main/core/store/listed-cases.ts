/**
 * Cases that stand in a list, as the partial indexes of the schema have them: a question finds its index only where it
 * says the very same. Migrations that have shipped stand on these words, so another wording is another name here.
 */

/** The list of the desk that a case stands in, as `searchScopeOf` has it. */
export const listOf = (row: 'old' | 'new') => `CASE
      WHEN ${row}.status IN ('received', 'supplementing', 'accepted') THEN 'open'
      WHEN ${row}.status IN ('decided', 'issued') THEN 'results' END`;

/** Cases whose applicant still has to bring something: on a notice, or after a tolerant acceptance. */
export const owingCases = `(status = 'supplementing' OR (status IN ('accepted', 'decided', 'issued') AND
  instr(state -> '$.owed', '"supplied":null') > 0))`;

/** Cases that somebody has asked to void, which a second person has to look at. */
export const voidingCases = `(status IN ('received', 'supplementing', 'accepted') AND
  state ->> '$.voidRequested' IS NOT NULL)`;

/** Cases that are over and whose volume is not at the archive yet; `+` keeps the index by status out of it. */
export const unarchivedCases = `(+status IN ('delivered', 'notAccepted', 'withdrawn', 'terminated', 'merged', 'voided')
  AND state ->> '$.archive.handed' IS NULL)`;

/** Cases that were taken in outside the hall and that the centre has not approved. */
export const outsideCases = `(status IN ('received', 'supplementing', 'accepted') AND
  state ->> '$.outside' IS NOT NULL AND state ->> '$.outside.approvals.centre' IS NULL)`;

/** Cases with a rating on one of the two bad levels. */
export const badlyRatedCases = `(json_array_length(state, '$.ratings') > 0 AND
  state ->> '$.ratings' LIKE '%issatisfied"%')`;
