import type { Matter } from '#shared/matters/matter.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { type MatterIndex, matterIndexBuilder } from '#shared/matters/search.ts';

/** So many matters are entered at a time, some milliseconds, and so long the desk has for itself in between. */
const piece = 25;
const pauseMs = 10;

interface Building {
  readonly list: readonly Matter[];
  readonly builder: ReturnType<typeof matterIndexBuilder>;
  next: number;
}

/**
 * The index of the matters in force, made anew beside the work of the desk when the list has become another. Until it is
 * ready a search goes by the one before; where there is none, the first search waits for it.
 */
export function matterIndex() {
  let ready: { readonly list: readonly Matter[]; readonly index: MatterIndex } | null = null;
  let building: Building | null = null;
  let timer: NodeJS.Timeout | undefined;

  function enter(most: number): void {
    if (building === null) return;
    const { builder, list } = building;
    const end = Math.min(list.length, building.next + most);
    for (; building.next < end; building.next += 1) {
      const matter = list[building.next];
      if (matter !== undefined) builder.add(matter);
    }
    if (end < list.length) return;
    ready = { list, index: builder.index };
    building = null;
  }

  function proceed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      enter(piece);
      if (building !== null) proceed();
    }, pauseMs);
    timer.unref();
  }

  /** Begins with another list, unless it is that one already. */
  function prepare(list: readonly Matter[]): void {
    if (list === (building?.list ?? ready?.list)) return;
    building = { list, builder: matterIndexBuilder(pinyinOf), next: 0 };
    proceed();
  }

  return {
    prepare,
    /** The index of the list, or of the one before it. */
    of(list: readonly Matter[]): MatterIndex {
      prepare(list);
      if (ready === null) enter(Number.POSITIVE_INFINITY);
      return ready?.index ?? matterIndexBuilder(pinyinOf).index;
    },
  };
}
