import type { ContractRouterClient } from '@orpc/contract';
import { create } from 'zustand';
import type { BoardScreen, boardContract } from '#shared/contracts/board.ts';
import { openLink } from '../ui/link.ts';
import { sayNewCalls } from './voice.ts';

export const link = openLink<ContractRouterClient<typeof boardContract>>('board');

export const useScreen = create<{ readonly screen: BoardScreen | null }>(() => ({ screen: null }));

/** The counter over which this display hangs (`?counter=3`); null for a board of the whole hall. */
export const displayOf: number | null = Number(new URLSearchParams(location.search).get('counter')) || null;

link.watch(
  (client) => (displayOf === null ? client.watch() : client.display()),
  (screen) => {
    useScreen.setState({ screen });
    sayNewCalls(screen);
  },
);
