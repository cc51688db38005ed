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
  /** One start of the program for all: what a request still on its way says of another one would be news to the district. */
  const runId = randomUUID();

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
  });
  afterAll(() => store.close());

  /** @param onPush sends a push on, later or not at all: the first has number 1 */
  function exchange(onPush: (number: number, sendOn: () => Promise<Response>) => Promise<Response>) {
    let pushes = 0;
    const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const sendOn = () => fetch(input, init);
      if (!(input as Request).url.endsWith('/v1/push')) return sendOn();
      pushes += 1;
      return onPush(pushes, sendOn);
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
    const lost = exchange(async (number, sendOn) => {
      if (number === 1) throw new TypeError('the request was lost');
      return sendOn();
    });
    await expect(lost.turn()).rejects.toThrow();
    expect(waiting()).toBe(before);
    expect(lost.blocked()).toBeNull();
  });

  it('one that overtakes the one before it is sent again, and everything is taken once in its order', async () => {
    const overtaken = Promise.withResolvers<void>();
    let sent = 0;
    const before = waiting();
    const overtaking = exchange(async (number, sendOn) => {
      sent = number;
      if (number === 1) await overtaken.promise;
      const answer = await sendOn();
      if (number === 2) overtaken.resolve();
      return answer;
    });
    await overtaking.turn();
    expect(overtaking.blocked()).toBeNull();
    expect(store.outbox.counts()).toMatchObject({ pending: 0, attention: 0 });
    // More than there are batches: the one that came too early was wanted again.
    expect(sent).toBeGreaterThan(Math.ceil(before / 2));
  });
});
