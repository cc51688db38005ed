import { statfs } from 'node:fs/promises';
import { faultOf } from '#shared/fault.ts';
import { NoRoomForBackup } from './backup.ts';
import type { Store } from './store.ts';

const hour = 3_600_000;
/** The first backup waits until the desk is up. */
const firstMs = 10_000;
const lookMs = 60_000;
/** With less room than this the desk says so; a day's work needs a tenth of it. In bytes. */
const roomWanted = 500 * 1024 * 1024;

/** What a core does for its store beside its work. */
export interface Upkeep {
  /** What somebody has to see to before it is too late; null while all is well. */
  warning(): string | null;
  close(): Promise<void>;
}

/** Makes a backup every hour, the first where there is none soon, and looks at the room on the disk every minute. */
export function keepUp(
  store: Store,
  options: {
    folder: string;
    everyMs?: number;
    log: {
      info(details: Readonly<Record<string, unknown>>, message: string): void;
      warn(details: Readonly<Record<string, unknown>>, message: string): void;
    };
  },
): Upkeep {
  const { folder, everyMs = hour, log } = options;
  let isFull = false;
  let closed = false;
  let working: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  async function backUp(): Promise<void> {
    const begun = performance.now();
    try {
      const { bytes } = await store.backUp();
      log.info({ bytes, ms: Math.round(performance.now() - begun) }, 'the store is backed up');
    } catch (error) {
      const noRoom = error instanceof NoRoomForBackup;
      log.warn({ noRoom, fault: faultOf(error) }, 'the store could not be backed up');
    }
    plan();
  }
  function plan(): void {
    if (closed) return;
    const [newest] = store.backups();
    const age = newest === undefined ? everyMs : Math.max(0, Date.parse(store.now()) - Date.parse(newest.at));
    timer = setTimeout(
      () => {
        working = backUp();
      },
      Math.max(Math.min(firstMs, everyMs), everyMs - age),
    );
    timer.unref();
  }
  async function look(): Promise<void> {
    const { bavail, bsize } = await statfs(folder).catch(() => ({
      bavail: Number.POSITIVE_INFINITY,
      bsize: 1,
    }));
    const now = bavail * bsize < roomWanted;
    if (now === isFull) return;
    isFull = now;
    log.warn({ isFull }, 'the disk is nearly full, or is no longer');
    store.changed();
  }
  const looking = setInterval(() => void look(), lookMs);
  looking.unref();
  void look();
  plan();

  return {
    warning: () =>
      isFull ? '电脑磁盘快满了，请尽快联系运维清理；磁盘写满后将不能继续收件，已保存的不受影响。' : null,
    async close() {
      closed = true;
      clearInterval(looking);
      clearTimeout(timer);
      await working;
    },
  };
}
