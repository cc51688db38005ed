import { QueryClient } from '@tanstack/react-query';

/**
 * Queries ask the core on this very PC: whether the PC has a network says nothing about it. They are asked again
 * with every snapshot, so a failure needs no retries of its own.
 */
export const deskQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: Infinity, refetchOnWindowFocus: false },
    },
  });
