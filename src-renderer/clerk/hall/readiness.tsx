import { useQuery } from '@tanstack/react-query';
import type { ReadinessRow } from '#shared/contracts/queue.ts';
import { queries } from '../desk.ts';

const groups = { counters: '窗口', devices: '设备和纸张', roster: '值班', system: '系统' } as const;
const words = { good: '正常', look: '请看一下', bad: '要处理' } as const;

/** Before the doors open: everything on one page, green or red, with what to do. */
export function Readiness() {
  const { data = [] } = useQuery(queries.queue.readiness.queryOptions());
  const count = (state: ReadinessRow['state']) => data.filter((each) => each.state === state).length;
  return (
    <div className="hall-ready">
      <p className={count('bad') > 0 ? 'hall-ready-sum hall-bad' : 'hall-ready-sum hall-good'} role="status">
        {count('bad') > 0 ? `有${count('bad')}项要处理` : '可以开门'}
        {count('look') > 0 && `，${count('look')}项请看一下`}，{count('good')}项正常。
      </p>
      <div className="hall-ready-groups">
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <section key={group}>
            <h3>{groups[group]}</h3>
            <ul>
              {data
                .filter((each) => each.group === group)
                .map(({ name, state, sentence }) => (
                  <li key={name} className={`hall-${state}`}>
                    <strong>{name}</strong>
                    <b>{words[state]}</b>
                    <span>{sentence}</span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="hall-note">
        取号机列全大厅的；窗口设备只列本机接的，其他窗口的请在各窗口的“设备”页查看。
      </p>
    </div>
  );
}
