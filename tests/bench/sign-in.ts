import { newPersonKey, openKey } from '../../src-main/core/identity/sealed-key.ts';
import { type Goal, Samples } from './samples.ts';

const guesses = 12;

/**
 * What one guess at a password costs, right or wrong: long enough that guessing is no way in, short enough that nobody
 * waits. Whoever comes in without the district waits for this and for nothing else.
 */
export async function benchSignIn(): Promise<{ goals: Goal[]; lines: string[] }> {
  const { sealedKey } = await newPersonKey('a password of today');
  const samples = new Samples();
  for (let guess = 0; guess < guesses; guess += 1) {
    const right = guess % 2 === 0;
    const begun = performance.now();
    const key = await openKey(sealedKey, right ? 'a password of today' : 'a guess');
    samples.add(performance.now() - begun);
    if ((key !== null) !== right)
      throw new Error('the sealed key has opened for a guess, or not for its owner');
  }
  // The quickest is what it costs; whatever was longer waited for somebody else's work.
  const note = `quickest of ${samples.count}; median ${samples.quantile(0.5).toFixed(0)} ms`;
  const goal = (bound: Goal['bound']): Goal => ({
    name: 'sign-in: one guess at a password',
    value: samples.quantile(0),
    unit: 'ms',
    bound,
    note,
  });
  return {
    goals: [goal({ kind: 'atLeast', value: 150 }), goal({ kind: 'atMost', value: 500 })],
    lines: [],
  };
}
