import { type Refused, refused } from '#shared/contracts/answer.ts';
import { OutOfReach, TurnedAway } from '../identity/district-answer.ts';
import type { Store } from '../store/store.ts';

/** What is asked for from the district has this long; whoever waits can ask again. */
const fetchMs = 20_000;

/** Asks the district for a blob; null as long as it does not have it. */
export interface BlobSource {
  fetch(hash: string, signal: AbortSignal): Promise<Buffer | null>;
}

/** Scans, files and prints of cases, from here or from the district. */
export type FetchedBlobs = ReturnType<typeof fetchedBlobs>;

export function fetchedBlobs(store: Store, wire: BlobSource) {
  return {
    /** What is not here is fetched and kept, so that it is there the next time without the line. */
    async get(hash: string): Promise<Buffer | Refused> {
      const here = store.blobs.get(hash);
      if (here !== null) return here;
      if (!store.caseBlobs.isNamed(hash)) return refused('pageUnknown', '没有这一页，请刷新后再试。');
      try {
        const bytes = await wire.fetch(hash, AbortSignal.timeout(fetchMs));
        if (bytes === null)
          return refused(
            'pageNotArrived',
            '这一页还没有传到区级平台，收件窗口上传后即可查看，不影响先行办理。',
          );
        store.blobs.put(bytes);
        return bytes;
      } catch (error) {
        if (error instanceof TurnedAway) return refused('turnedAway', error.standing.message);
        if (!(error instanceof OutOfReach)) throw error;
        return refused('outOfReach', '这一页不在本机，区级平台现在连不上，请稍后再试。');
      }
    },
  };
}
