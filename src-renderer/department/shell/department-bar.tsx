import { Button } from 'antd';
import type { DepartmentDesk } from '#shared/contracts/department.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { dayText, timeText, useCoreTime } from '../../ui/clock/wall-clock.ts';
import { SyncStatus } from '../../ui/sync/sync-status.tsx';
import { Mark } from '../../ui/theme/mark.tsx';
import { department } from '../desk.ts';
import { type DepartmentPage, pageKeys } from './pages.ts';
import './department-bar.css';

/** The department, its pages, the person, and how the district is. */
export function DepartmentBar({
  desk,
  person,
  page,
  onPage,
}: {
  readonly desk: DepartmentDesk;
  readonly person: NonNullable<DepartmentDesk['person']>;
  readonly page: DepartmentPage;
  readonly onPage: (page: DepartmentPage) => void;
}) {
  const time = useCoreTime(desk.now);
  const signOut = useAction(() => department.signOut());
  const pages: ReadonlyArray<readonly [DepartmentPage, string, number]> = [
    ['inbox', '待签批', desk.counts.inbox],
    ['decided', '已签批', desk.counts.decided],
    ['outbox', '待上传', desk.counts.outbox],
  ];
  return (
    <header className="department-bar">
      <Mark size={32} />
      <strong className="department-name">{desk.departmentName}</strong>
      <nav aria-label="页面">
        {pages.map(([name, label, count]) => (
          <button
            key={name}
            type="button"
            aria-current={page === name ? 'page' : undefined}
            aria-label={count > 0 ? `${label}，${count}件` : label}
            onClick={() => onPage(name)}
          >
            {label}
            {count > 0 && <b>{count}</b>}
            <span className="key-line" aria-hidden="true">
              {pageKeys[name]}
            </span>
          </button>
        ))}
      </nav>
      <SyncStatus sync={desk.sync} onOpen={() => onPage('outbox')} />
      <div className="department-person">
        <strong>{person.name}</strong>
        <span>
          {person.staffNumber} {person.roleName}
        </span>
      </div>
      <Button size="small" ghost loading={signOut.busy} onClick={() => signOut.run()}>
        退出登录
      </Button>
      <Refusal>{signOut.sentence}</Refusal>
      <time title={dayText(time)}>{timeText(time)}</time>
    </header>
  );
}
