import type { ContractRouterClient } from '@orpc/contract';
import { create } from 'zustand';
import type { Tray, trayContract } from '#shared/contracts/tray.ts';
import { entryToken } from '../link/entry-tokens.ts';
import { type Link, openLink } from '../link.ts';

type TrayClient = ContractRouterClient<typeof trayContract>;

export const useTray = create<{ readonly tray: Tray | null }>(() => ({ tray: null }));

let link: Link<TrayClient> | null = null;

/**
 * Looks for a tray, once the page's own link has taken the tokens from the address. A shell without one does not
 * answer, and the page stays without.
 */
export function openTray(): void {
  if (link !== null) return;
  if (window.yichuang?.shell !== 'electron' && entryToken('tray') === null) return;
  link = openLink<TrayClient>('tray');
  link.watch(
    (client) => client.watch(),
    (tray) => useTray.setState({ tray }),
  );
}

/** The tray's procedures; there is a tray where this is called from. */
export function trayClient(): TrayClient {
  if (link === null) throw new Error('there is no tray');
  return link.client;
}
