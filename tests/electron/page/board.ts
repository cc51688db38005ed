import type { ContractRouterClient } from '@orpc/contract';
import type { boardContract } from '#shared/contracts/board.ts';
import { openLink, runsText } from './probe.ts';

const { client, told } = openLink<ContractRouterClient<typeof boardContract>>();

/** The core's process, out of one screen of the board. */
async function corePid(): Promise<number> {
  for await (const screen of await client().watch()) return Number(screen.hallName);
  throw new Error('no screen came');
}

export const probe = { told, corePid, runsText };
Object.assign(window, { probe });
