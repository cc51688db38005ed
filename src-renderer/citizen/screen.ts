import type { ContractRouterClient } from '@orpc/contract';
import { create } from 'zustand';
import type { CitizenScreen, citizenContract } from '#shared/contracts/citizen.ts';
import { openLink } from '../ui/link.ts';

export const link = openLink<ContractRouterClient<typeof citizenContract>>('citizen');
export const citizen = link.client;

export const useScreen = create<{ readonly screen: CitizenScreen | null }>(() => ({ screen: null }));

link.watch(
  (client) => client.watch(),
  (screen) => useScreen.setState({ screen }),
);
