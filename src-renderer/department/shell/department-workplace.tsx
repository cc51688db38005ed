import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DepartmentDesk } from '#shared/contracts/department.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { OutboxPage } from '../../ui/sync/outbox-page.tsx';
import { CasesPage } from '../cases/cases-page.tsx';
import { department, queries } from '../desk.ts';
import { DepartmentBar } from './department-bar.tsx';
import { type DepartmentPage, pageKeys } from './pages.ts';

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
    [pageKeys.outbox]: () => setPage('outbox'),
    Escape: page === 'inbox' ? undefined : () => setPage('inbox'),
  });
  return (
    <>
      <DepartmentBar desk={desk} person={person} page={page} onPage={setPage} />
      <main className="department-page">
        {page === 'outbox' ? <Outbox desk={desk} /> : <CasesPage key={page} scope={page} />}
      </main>
    </>
  );
}

function Outbox({ desk }: { readonly desk: DepartmentDesk }) {
  const { data = [] } = useQuery(queries.outbox.list.queryOptions());
  const sendNow = useAction(() => department.outbox.sendNow());
  return <OutboxPage sync={desk.sync} rows={data} sendNow={sendNow} />;
}
