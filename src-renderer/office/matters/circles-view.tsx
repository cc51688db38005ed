import { useQuery } from '@tanstack/react-query';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';

/** Circular requirements: matters that each ask for a paper of the other, so that nobody can begin. */
export function CirclesView() {
  const { data, error, isPending } = useQuery(queries.matters.circles.queryOptions());
  return (
    <>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      <div className="desk-page-body matters-report">
        {isPending ? (
          <p>正在核对…</p>
        ) : data === undefined || data.length === 0 ? (
          <EmptyHint title="没有循环证明">
            <p>已核对全部事项的必要材料和办理结果，也核对了正在报审的调整：没有互为前提的。</p>
          </EmptyHint>
        ) : (
          <ul>
            {data.map(({ sentence, proposed }) => (
              <li key={sentence}>
                <span className={`office-tag ${proposed ? 'office-tag-warn' : 'office-tag-bad'}`}>
                  {proposed ? '报审中' : '现行清单'}
                </span>{' '}
                {sentence}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
