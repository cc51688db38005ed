import { describe, expect, it } from 'vitest';
import { chosenOutcomes, derivedOutcome, outcomeNames } from './outcome.ts';

describe('how a visit ended', () => {
  it.each([
    ['taken', ['received'], ['receiveCase']],
    ['taken', ['voided', 'accepted'], ['receiveCase', 'undoStep', 'receiveCase', 'acceptCase']],
    // One of several things was taken: that is what the visit came to.
    ['taken', ['notAccepted', 'supplementing', 'accepted'], []],
    ['taken', ['withdrawn'], ['receiveCase', 'withdrawCase']],
    ['noticed', ['supplementing', 'notAccepted'], []],
    ['refused', ['notAccepted'], []],
    ['delivered', [], ['issueResult', 'deliverResult']],
    ['handled', [], ['withdrawCase']],
    ['handled', [], ['issueResult']],
  ] as const)('is %s from what was done: %j, %j', (outcome, cases, given) => {
    expect(derivedOutcome(cases, given)).toBe(outcome);
  });

  it('has to be said where nothing was done, or what was done was taken back', () => {
    expect(derivedOutcome([], [])).toBeNull();
    expect(derivedOutcome(['voided'], ['receiveCase', 'undoStep'])).toBeNull();
  });

  it('what can be said is never what has to be on record', () => {
    const onRecord = outcomeNames.filter((each) => !chosenOutcomes.some((chosen) => chosen === each));
    expect(onRecord).toEqual(['taken', 'noticed', 'refused', 'delivered', 'handled']);
  });
});
