import type { ContractRouterClient } from '@orpc/contract';
import { create } from 'zustand';
import type { BoardScreen, boardContract } from '#shared/contracts/board.ts';
import { openLink } from '../ui/link.ts';

export const link = openLink<ContractRouterClient<typeof boardContract>>('board');

export const useScreen = create<{ readonly screen: BoardScreen | null }>(() => ({ screen: null }));

link.watch(
  (client) => client.watch(),
  (screen) => useScreen.setState({ screen }),
);
