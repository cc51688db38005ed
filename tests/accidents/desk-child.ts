import { mkdirSync } from 'node:fs';
import { type CoreChild, Killed, startCore } from './core-child.ts';
import type { CoreOrder } from './core-process.ts';
import { lookAt, mustBeSound, type StoreOnDisk } from './soundness.ts';

/** A desk whose core is killed and started again, with whoever works in front of it. */
export interface Desk {
  /** Opens the core on what the disk has, holds the store against what is known, and goes to work. */
  start(): Promise<void>;
  /** Opens it for the last time: nobody works there any more. */
  rest(): Promise<void>;
  /** In the middle of whatever it does. */
  kill(): Promise<void>;
  /** Kills what is left, whatever state it is in. */
  end(): Promise<void>;
  look<Result>(at: (store: StoreOnDisk) => Result): Result;
}

interface Options {
  order: CoreOrder;
  /** A folder for what was compiled once. */
  compiled: string;
  /** Holds a store that was just opened against whoever remembers. */
  hold: (store: StoreOnDisk) => void;
  /** Works until the core is killed. */
  work: (core: CoreChild, port: number) => Promise<void>[];
  /** Told what went wrong at work. */
  onFault: (error: unknown) => void;
}

export function deskOf({ order, compiled, hold, work, onFault }: Options): Desk {
  mkdirSync(order.folder, { recursive: true });
  // The next one is loaded while this one works, so that a restart costs what opening costs.
  let spare = startCore(compiled);
  let core = spare;
  let working: Promise<unknown> = Promise.resolve();
  const look = <Result>(at: (store: StoreOnDisk) => Result) => lookAt(order.folder, at);

  async function open(): Promise<number> {
    core = spare;
    const { port } = await core.open(order);
    look((store) => {
      mustBeSound(store, { thoroughly: false });
      hold(store);
    });
    return port;
  }

  return {
    look,
    async start() {
      const opened = open();
      spare = startCore(compiled);
      const untilKilled = work(core, await opened).map((each) =>
        each.catch((error: unknown) => {
          if (!(error instanceof Killed)) onFault(error);
        }),
      );
      working = Promise.all(untilKilled);
    },
    async rest() {
      await open();
    },
    async kill() {
      await core.kill();
      await working;
    },
    async end() {
      await Promise.all([core.kill(), spare.kill()]);
    },
  };
}
