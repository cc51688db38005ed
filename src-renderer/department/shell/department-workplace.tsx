import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DepartmentDesk } from '#shared/contracts/department.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { ClockDialog } from '../../ui/clock/clock-dialog.tsx';
import { usePageFocus } from '../../ui/keys/page-focus.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { PapersPage } from '../../ui/papers/papers-page.tsx';
import { OutboxPage } from '../../ui/sync/outbox-page.tsx';
import { CasesPage } from '../cases/cases-page.tsx';
import { InboxPage } from '../cases/inbox-page.tsx';
import { RenewalsPage } from '../cases/renewals-page.tsx';
import { department, queries } from '../desk.ts';
import { DepartmentBar } from './department-bar.tsx';
import { type DepartmentPage, pageKeys } from './pages.ts';

const explain = (caseId: string) => department.cases.explain({ caseId });

/** The chief representative's page: what is to be signed, what was signed, what still has to be sent. */
export function DepartmentWorkplace({
  desk,
  person,
}: {
  readonly desk: DepartmentDesk;
  readonly person: NonNullable<DepartmentDesk['person']>;
}) {
  const [page, setPage] = useState<DepartmentPage>('inbox');
  useKeys({
    [pageKeys.inbox]: () => setPage('inbox'),
    [pageKeys.decided]: () => setPage('decided'),
    [pageKeys.ended]: () => setPage('ended'),
    [pageKeys.outbox]: () => setPage('outbox'),
    [pageKeys.owing]: () => setPage('owing'),
    [pageKeys.papers]: () => setPage('papers'),
    [pageKeys.asked]: () => setPage('asked'),
    [pageKeys.supervised]: () => setPage('supervised'),
    [pageKeys.renewals]: () => setPage('renewals'),
    Escape: page === 'inbox' ? undefined : () => setPage('inbox'),
  });
  return (
    <>
      <DepartmentBar desk={desk} person={person} page={page} onPage={setPage} />
      <main className="department-page" {...usePageFocus(page)}>
        {page === 'outbox' && <Outbox desk={desk} />}
        {page === 'papers' && <Papers />}
        {page === 'renewals' && <RenewalsPage />}
        {page === 'inbox' && <InboxPage key="review" kind="review" counts={desk.inbox} />}
        {(page === 'asked' || page === 'supervised') && (
          <InboxPage key={page} kind={page} counts={desk.inbox} />
        )}
        {(page === 'decided' || page === 'ended' || page === 'owing') && (
          <CasesPage key={page} scope={page} />
        )}
      </main>
      <ClockDialog explain={explain} />
    </>
  );
}

function Papers() {
  const { data = [] } = useQuery(queries.custody.here.queryOptions());
  return <PapersPage list={data} client={department.custody} />;
}

function Outbox({ desk }: { readonly desk: DepartmentDesk }) {
  const { data = [] } = useQuery(queries.outbox.list.queryOptions());
  const sendNow = useAction(() => department.outbox.sendNow());
  const acknowledge = useAction((commandId: string) => department.outbox.acknowledge({ commandId }));
  const giveAgain = useAction((commandId: string) => department.outbox.giveAgain({ commandId }));
  return (
    <OutboxPage
      sync={desk.sync}
      rows={data}
      {...{ sendNow, acknowledge, giveAgain }}
      carried={department.outbox}
    />
  );
}
