import { hallChanges } from '#shared/contracts/hall-changes.ts';
import { type HallQueue, noQueue } from '#shared/contracts/hall-queue.ts';

/**
 * The hall's queue as it is told to all who listen: looked at once after every change, and what leads to it from where
 * somebody stands written once for all who stand there.
 * @param version of the store; the queue is looked at again only where that has risen
 */
export function toldQueue(version: () => number, look: () => HallQueue) {
  let held = { version: 0, queue: noQueue };
  let texts = new Map<HallQueue, string>();

  return {
    /** The same object as long as nothing in it has changed. */
    now(): HallQueue {
      const at = version();
      if (held.version === at) return held.queue;
      const queue = look();
      const changes = hallChanges(held.queue, queue);
      if (changes !== null) texts = new Map([[held.queue, JSON.stringify(changes)]]);
      held = { version: at, queue: changes === null ? held.queue : queue };
      return held.queue;
    },
    /** The changes from a queue that was told before to the one of now, as JSON. */
    since(before: HallQueue): string {
      const text = texts.get(before) ?? JSON.stringify(hallChanges(before, held.queue) ?? {});
      texts.set(before, text);
      return text;
    },
  };
}
