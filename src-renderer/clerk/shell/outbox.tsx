import { useQuery } from '@tanstack/react-query';
import type { SyncView } from '#shared/contracts/views.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { OutboxPage } from '../../ui/sync/outbox-page.tsx';
import { clerk, queries } from '../desk.ts';
import { openCase } from './place.ts';

export function Outbox({ sync }: { readonly sync: SyncView }) {
  const { data = [] } = useQuery(queries.outbox.list.queryOptions());
  const sendNow = useAction(() => clerk.outbox.sendNow());
  const acknowledge = useAction((commandId: string) => clerk.outbox.acknowledge({ commandId }));
  const giveAgain = useAction((commandId: string) => clerk.outbox.giveAgain({ commandId }));
  return (
    <OutboxPage
      {...{ sync, sendNow, acknowledge, giveAgain }}
      rows={data}
      carried={clerk.outbox}
      onOpenCase={openCase}
    />
  );
}
