import type { RouterClient } from '@orpc/server';
import type { deskRouter, trayRouter } from '../desk-router.ts';
import { openLink } from './probe.ts';

const { client, told } = openLink<RouterClient<typeof deskRouter>>();
const tray = openLink<RouterClient<typeof trayRouter>>('tray');

const greet = (name: string): Promise<string> => client().greet(name);

/** Sends so many bytes and says whether the same came back, last first. */
async function turn(size: number): Promise<boolean> {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
  const turned = new Uint8Array(await (await client().turn(new File([bytes], '扫描.bin'))).arrayBuffer());
  bytes.reverse();
  return turned.length === size && turned.every((byte, at) => byte === bytes[at]);
}

export const probe = { told, greet, turn, askTray: (): Promise<string> => tray.client().name() };
Object.assign(window, { probe });
