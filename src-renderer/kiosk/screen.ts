import type { ContractRouterClient } from '@orpc/contract';
import { create } from 'zustand';
import type { KioskScreen, kioskContract } from '#shared/contracts/kiosk.ts';
import { openLink } from '../ui/link.ts';
import { openTray } from '../ui/tray/tray-link.ts';

export const link = openLink<ContractRouterClient<typeof kioskContract>>('kiosk');
export const kiosk = link.client;

export const useScreen = create<{ readonly screen: KioskScreen | null }>(() => ({ screen: null }));

link.watch(
  (client) => client.watch(),
  (screen) => useScreen.setState({ screen }),
);
openTray();
