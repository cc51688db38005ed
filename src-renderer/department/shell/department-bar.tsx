import type { DepartmentDesk } from '#shared/contracts/department.ts';
import { DeskBar } from '../../ui/theme/desk-bar.tsx';
import { type DepartmentPage, pageKeys } from './pages.ts';

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
  const tab = (name: DepartmentPage, label: string, count: number) => ({
    ...{ page: name, label, count },
    keyName: pageKeys[name],
  });
  return (
    <DeskBar<DepartmentPage>
      {...{ desk, person, page, onPage }}
      name={<strong className="desk-bar-name">{desk.departmentName}</strong>}
      unit="件"
      tabs={[
        tab('inbox', '待签批', desk.inbox.review),
        tab('decided', '已签批', desk.counts.decided),
        tab('ended', '已终结', 0),
        tab('outbox', '待上传', desk.counts.outbox),
        tab('owing', '待补材料', desk.counts.owing),
        tab('papers', '卷宗', 0),
        tab('asked', '待答复', desk.inbox.asked),
        tab('supervised', '监管', desk.inbox.supervised),
        tab('renewals', '到期换证', 0),
      ]}
    />
  );
}
