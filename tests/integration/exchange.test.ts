import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import type { Store } from '../../src-main/core/store/store.ts';
import { districtClient } from '../../src-main/core/sync/district-client.ts';
import { exchangeWith } from '../../src-main/core/sync/exchange.ts';
import { silentLog, storeIn, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { startCounter } from '../support/hall.ts';

/** Cases that a counter took in without its line are handed in over a line of the test's, two commands at a time. */
describe('batches that are on their way at once', () => {
  const { file, codes } = hallFile();
  let district: DistrictProcess;
  let store: Store;

  beforeAll(async () => {
    district = await startDistrict(file);
    const folder = tempFolder();
    const counter = await startCounter({
      ...{ folder, districtUrl: district.url, enrolmentCode: codes.counter },
    });
    await counter.signIn();
    await district.stop();
    for (let taken = 0; taken < 10; taken += 1) await takeCase(counter.clerk);
    await counter.close();
    await district.start();
    store = storeIn(folder);
  }, 120_000);
  afterAll(() => store.close());

  /** @param onPush holds a push up, or breaks it: the first has number 1 */
  function exchange(onPush: (number: number) => Promise<void>) {
    let pushes = 0;
    const runId = randomUUID();
    const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      if ((input as Request).url.endsWith('/v1/push')) {
        pushes += 1;
        await onPush(pushes);
      }
      return fetch(input, init);
    };
    return exchangeWith({
      ...{ store, clock: machineClock, appVersion: '0.1.0', runId, log: silentLog, batchSize: 2 },
      district: districtClient(
        district.url,
        () => store.settings.get('enrolment')?.token ?? null,
        send as typeof fetch,
      ),
      signal: new AbortController().signal,
    });
  }
  const waiting = () => store.outbox.counts().pending;

  it('one that is lost leaves those behind it waiting as well: nothing has a gap', async () => {
    const before = waiting();
    const lost = exchange(async (number) => {
      if (number === 1) throw new TypeError('the request was lost');
    });
    await expect(lost.turn()).rejects.toThrow();
    expect(waiting()).toBe(before);
    expect(lost.blocked()).toBeNull();
  });

  it('one that overtakes the one before it is sent again, and everything is taken once in its order', async () => {
    let open = () => {};
    const overtaken = new Promise<void>((resolve) => {
      open = resolve;
    });
    let sent = 0;
    const before = waiting();
    const overtaking = exchange(async (number) => {
      sent = number;
      if (number === 1) await overtaken;
      // The second is on the line alone, and answered before the first arrives.
      if (number === 2) setTimeout(open, 500);
    });
    await overtaking.turn();
    expect(overtaking.blocked()).toBeNull();
    expect(store.outbox.counts()).toMatchObject({ pending: 0, attention: 0 });
    // More than there are batches: the one that came too early was wanted again.
    expect(sent).toBeGreaterThan(Math.ceil(before / 2));
  });
});
