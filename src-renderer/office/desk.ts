import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { create } from 'zustand';
import type { OfficeDesk, officeContract } from '#shared/contracts/office.ts';
import { openLink } from '../ui/link.ts';
import { deskQueryClient } from '../ui/theme/query-client.ts';

/** The office page's one link, and the one store that its snapshots go into. */
export const link = openLink<ContractRouterClient<typeof officeContract>>('office');
export const office = link.client;
export const queries = createTanstackQueryUtils(office);
export const queryClient = deskQueryClient();

export const useDesk = create<{ readonly desk: OfficeDesk | null }>(() => ({ desk: null }));

link.watch(
  (client) => client.watch(),
  (desk) => {
    useDesk.setState({ desk });
    void queryClient.invalidateQueries();
  },
);
