import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import type { Store } from '../../src-main/core/store/store.ts';
import { districtClient } from '../../src-main/core/sync/district-client.ts';
import { exchangeWith } from '../../src-main/core/sync/exchange.ts';
import { mostInPush } from '../../src-shared/contracts/district.ts';
import { silentLog, storeIn, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { startCounter } from '../support/hall.ts';
import { clerk, openVisit } from '../support/stores.ts';

/** The store of a counter that took some cases in without its line, and the district, which is there again. */
async function afterOutage(cases: number): Promise<{ district: DistrictProcess; store: Store }> {
  const { file, codes } = hallFile();
  const district = await startDistrict(file);
  const folder = tempFolder();
  const counter = await startCounter({
    ...{ folder, districtUrl: district.url, enrolmentCode: codes.counter },
  });
  await counter.signIn();
  await district.stop();
  for (let taken = 0; taken < cases; taken += 1) await takeCase(counter.clerk);
  await counter.close();
  await district.start();
  return { district, store: storeIn(folder) };
}

/** What goes over the line, in the hands of the test. */
type Line = (number: number, sendOn: () => Promise<Response>, push: Request) => Promise<Response>;

/** @param onPush sends a push on, later or not at all: the first has number 1 */
function exchangeOver(
  onPush: Line,
  {
    store,
    district,
    ...more
  }: { store: Store; district: DistrictProcess; runId: string; batchSize?: number },
) {
  let pushes = 0;
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const sendOn = () => fetch(input, init);
    const request = input as Request;
    if (!request.url.endsWith('/v1/push')) return sendOn();
    pushes += 1;
    return onPush(pushes, sendOn, request);
  };
  return exchangeWith({
    ...{ store, clock: machineClock, appVersion: '0.1.0', log: silentLog, ...more },
    district: districtClient(
      district.url,
      () => store.settings.get('enrolment')?.token ?? null,
      send as typeof fetch,
    ),
    signal: new AbortController().signal,
  });
}

/** Cases that a counter took in without its line are handed in over a line of the test's, two commands at a time. */
describe('batches that are on their way at once', () => {
  let district: DistrictProcess;
  let store: Store;
  /** One start of the program for all: what a request still on its way says of another one would be news to the district. */
  const runId = randomUUID();

  beforeAll(async () => {
    ({ district, store } = await afterOutage(10));
  });
  afterAll(() => store.close());

  const exchange = (onPush: Line) => exchangeOver(onPush, { store, district, runId, batchSize: 2 });
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

describe('how much goes up at once', () => {
  let district: DistrictProcess;
  let store: Store;
  const runId = randomUUID();
  let sizes: number[] = [];
  beforeAll(async () => {
    ({ district, store } = await afterOutage(1));
  });
  afterAll(() => store.close());

  /** @param takes how many commands the line lets through at once */
  const exchange = (takes: number) =>
    exchangeOver(
      async (_, sendOn, push) => {
        const { commands } = (await push.clone().json()) as { commands: readonly unknown[] };
        sizes.push(commands.length);
        return commands.length > takes ? new Response('{}', { status: 400 }) : sendOn();
      },
      { store, district, runId },
    );
  function workOfDays(): void {
    sizes = [];
    const acts = Array.from({ length: 3 * mostInPush }, openVisit);
    expect(store.perform(clerk, acts)).toEqual({ kind: 'done' });
  }

  it('is what every district takes, until this one has said that it takes more', async () => {
    workOfDays();
    await exchange(mostInPush).turn();
    expect(sizes.slice(0, 2)).toEqual([200, 200]);
    expect(Math.max(...sizes)).toBe(mostInPush);
    expect(store.outbox.counts()).toMatchObject({ pending: 0, attention: 0 });
  });

  it('is that again for good once more went unanswered: an older node stands behind the address as well', async () => {
    workOfDays();
    const mixed = exchange(200);
    await expect(mixed.turn()).rejects.toThrow();
    expect(sizes.at(-1)).toBe(mostInPush);
    sizes = [];
    await mixed.turn();
    expect(Math.max(...sizes)).toBe(200);
    expect(store.outbox.counts()).toMatchObject({ pending: 0, attention: 0 });
  });
});
