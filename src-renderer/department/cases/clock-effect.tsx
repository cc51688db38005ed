import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ClockStep } from '#shared/contracts/case-clock.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { queries } from '../desk.ts';

/**
 * What a step would do to the due dates of a case, before it is taken.
 * @param step null while something of it is missing
 * @returns `sentence`: why it would be refused; empty where it would not
 */
export function useClockEffect(
  caseId: string,
  step: ClockStep | null,
): { readonly effect: ReactNode; readonly sentence: string } {
  const { data, error } = useQuery({
    ...queries.cases.foresee.queryOptions({ input: { caseId, step: step ?? neverAsked } }),
    enabled: step !== null,
    placeholderData: (before) => before,
  });
  if (step === null) return { effect: null, sentence: '' };
  if (error !== null) return { effect: null, sentence: sentenceOf(error) };
  if (data === undefined) return { effect: null, sentence: '' };
  if (data.kind === 'refused') return { effect: null, sentence: data.refusal.message };
  const { before, after } = data;
  return {
    effect: (
      <section className="clock-effect" aria-label="对期限的影响">
        {after.limits.map(({ name, dueText }, index) => (
          <Effect key={name} name={name} before={before.limits[index]?.dueText ?? ''} after={dueText} />
        ))}
      </section>
    ),
    sentence: '',
  };
}

/** The question waits until there is a step. */
const neverAsked: ClockStep = { name: 'requestExtension', days: 1, reason: '—' };

function Effect({
  name,
  before,
  after,
}: {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}) {
  return (
    <>
      <span>{name}</span>
      <span>{before}</span>
      <span>→</span>
      {before === after ? <span>不变</span> : <b>{after}</b>}
    </>
  );
}
