import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { usePageFocus } from '../../ui/keys/page-focus.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { OutboxPage } from '../../ui/sync/outbox-page.tsx';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { CalendarPage } from '../clock/calendar-page.tsx';
import { office, queries } from '../desk.ts';
import { InterfacesPage } from '../interfaces/interfaces-page.tsx';
import { InstallationsPage } from '../machines/installations-page.tsx';
import { QuarantinePage } from '../machines/quarantine-page.tsx';
import { MattersPage } from '../matters/matters-page.tsx';
import { ChangesPage } from '../staff/changes-page.tsx';
import { StaffPage } from '../staff/staff-page.tsx';
import { UnmaskingsPage } from '../staff/unmaskings-page.tsx';
import { OfficeBar } from './office-bar.tsx';
import { type OfficePage, pageKeys, pagesFor } from './pages.ts';

/** The office's pages: people, their changes, machines, what is held back, what still has to be sent, the list of matters. */
export function OfficeWorkplace({
  desk,
  person,
}: {
  readonly desk: OfficeDesk;
  readonly person: NonNullable<OfficeDesk['person']>;
}) {
  const pages = pagesFor(desk);
  const [chosen, setPage] = useState<OfficePage>('staff');
  const page = pages.some(([name]) => name === chosen) ? chosen : 'outbox';
  useKeys({
    ...Object.fromEntries(pages.map(([name]) => [pageKeys[name], () => setPage(name)])),
    Escape: page === 'staff' ? undefined : () => setPage('staff'),
  });
  return (
    <>
      <OfficeBar desk={desk} person={person} page={page} onPage={setPage} />
      <main className="office-page" {...usePageFocus(page)}>
        {page === 'staff' && <StaffPage desk={desk} />}
        {page === 'changes' && <ChangesPage desk={desk} />}
        {page === 'installations' && <InstallationsPage desk={desk} />}
        {page === 'quarantine' && <QuarantinePage desk={desk} />}
        {page === 'calendar' && <CalendarPage desk={desk} />}
        {page === 'unmaskings' && <UnmaskingsPage />}
        {page === 'interfaces' && <InterfacesPage desk={desk} />}
        {page === 'matters' && <MattersPage desk={desk} />}
        {page === 'outbox' &&
          (pages.length > 1 ? (
            <Outbox desk={desk} />
          ) : (
            <EmptyHint title="您的岗位不使用管理端">
              <p>管理端供中心负责人、首席代表和系统、安全、审计、监察人员使用。请到窗口或部门工作台登录。</p>
            </EmptyHint>
          ))}
      </main>
    </>
  );
}

function Outbox({ desk }: { readonly desk: OfficeDesk }) {
  const { data = [] } = useQuery(queries.outbox.list.queryOptions());
  const sendNow = useAction(() => office.outbox.sendNow());
  const acknowledge = useAction((commandId: string) => office.outbox.acknowledge({ commandId }));
  const giveAgain = useAction((commandId: string) => office.outbox.giveAgain({ commandId }));
  return (
    <OutboxPage
      sync={desk.sync}
      rows={data}
      {...{ sendNow, acknowledge, giveAgain }}
      carried={office.outbox}
    />
  );
}
