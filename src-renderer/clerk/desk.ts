import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { create } from 'zustand';
import type { clerkContract, Desk } from '#shared/contracts/clerk.ts';
import { reportPageDevices } from '../ui/devices/page-devices.ts';
import { openLink } from '../ui/link.ts';
import { deskQueryClient } from '../ui/theme/query-client.ts';
import { openTray } from '../ui/tray/tray-link.ts';

/** The clerk page's one link, and the one store that its snapshots go into. */
export const link = openLink<ContractRouterClient<typeof clerkContract>>('clerk');
export const clerk = link.client;
export const queries = createTanstackQueryUtils(clerk);
export const queryClient = deskQueryClient();

export const useDesk = create<{ readonly desk: Desk | null }>(() => ({ desk: null }));

link.watch(
  (client) => client.watch(),
  (desk) => {
    useDesk.setState({ desk });
    void queryClient.invalidateQueries();
  },
);
openTray();
reportPageDevices((report) => clerk.devices.report(report));

export type Visit = NonNullable<Desk['visit']>;
export type Draft = Visit['draft'];
