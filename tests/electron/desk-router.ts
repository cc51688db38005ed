import { os } from '@orpc/server';
import { z } from 'zod';

/** A desk that answers in text and in bytes. */
export const deskRouter = {
  greet: os.input(z.string()).handler(({ input }) => `您好，${input}`),
  turn: os.input(z.instanceof(File)).handler(async ({ input }) => {
    const bytes = new Uint8Array(await input.arrayBuffer()).reverse();
    return new File([bytes], input.name, { type: input.type });
  }),
};

/** A demo hall's tray, as far as one can tell it apart from a desk. */
export const trayRouter = { name: os.handler(() => '托盘') };
