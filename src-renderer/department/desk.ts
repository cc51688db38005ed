import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { create } from 'zustand';
import type { DepartmentDesk, departmentContract } from '#shared/contracts/department.ts';
import { openLink } from '../ui/link.ts';
import { deskQueryClient } from '../ui/theme/query-client.ts';

/** The department page's one link, and the one store that its snapshots go into. */
export const link = openLink<ContractRouterClient<typeof departmentContract>>('department');
export const department = link.client;
export const queries = createTanstackQueryUtils(department);
export const queryClient = deskQueryClient();

export const useDesk = create<{ readonly desk: DepartmentDesk | null }>(() => ({ desk: null }));

link.watch(
  (client) => client.watch(),
  (desk) => {
    useDesk.setState({ desk });
    void queryClient.invalidateQueries();
  },
);
