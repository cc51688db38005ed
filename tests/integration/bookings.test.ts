import { beforeAll, describe, expect, it } from 'vitest';
import { beijingDateSchema, type Instant } from '#shared/clock/beijing.ts';
import { protocolVersion } from '#shared/contracts/protocol-version.ts';
import { eraseConcluded } from '../../src-server/cases/erase.ts';
import { beijing, day } from '../support/domain.ts';
import { bookingToken, startDistrict, type TestDistrict } from './district.ts';
import { clerk, enrolInstallation, kiosk, type TestInstallation, uuidv7 } from './installation.ts';

let district: TestDistrict;
let counter: TestInstallation;
let other: TestInstallation;
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  other = await enrolInstallation(district.url, 'CODE-ZIYOU-1');
  district.clock.now = new Date(beijing('2026-09-22 09:00'));
});

const ask = async (path: string, body?: unknown, token: string | null = bookingToken) => {
  const response = await fetch(`${district.url}${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const at = beijing('2026-09-23 10:00');
const order = (changes: object = {}) => ({
  ...{ bookingId: uuidv7(), hallId: 'hanghai-hall', at, categoryId: 'civil' },
  booker: { name: '豫小满', idNumber: '41010419900321998X', phone: '13812345678' },
  ...changes,
});
const pulled = ({ client }: TestInstallation) =>
  client.pull({ protocolVersion, cookie: null, referenceVersion: null });

describe('bookings for the public', () => {
  it('are made by whoever has the token, and by nobody else', async () => {
    expect((await ask('/v1/bookings', order(), null)).status).toBe(404);
    expect((await ask('/v1/bookings', order(), 'a guess')).status).toBe(404);
    expect((await ask('/v1/halls/hanghai-hall/slots?day=2026-09-23', undefined, null)).status).toBe(404);
  });

  it('take the slots of a day one after the other, each once, and the last place once', async () => {
    const slots = async () =>
      (
        (await ask('/v1/halls/hanghai-hall/slots?day=2026-09-23')).body.slots as {
          at: Instant;
          free: number;
        }[]
      ).find((slot) => slot.at === at)?.free;
    // Two counters: two places.
    expect(await slots()).toBe(2);
    const first = order();
    const made = await ask('/v1/bookings', first);
    expect(made).toMatchObject({ status: 201, body: { bookingId: first.bookingId, status: 'booked' } });
    expect(made.body.code).toMatch(/^\d{6}$/);
    // Asked again after a lost answer it is the same booking.
    expect((await ask('/v1/bookings', first)).body).toEqual(made.body);
    const rush = await Promise.all(Array.from({ length: 6 }, () => ask('/v1/bookings', order())));
    expect(rush.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(rush.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'slotTaken',
      message: expect.stringContaining('随时到大厅取号'),
    });
    expect(await slots()).toBe(0);
    expect((await ask(`/v1/bookings/${first.bookingId}/cancel`, { reason: '改天再来' })).status).toBe(200);
    expect(await slots()).toBe(1);
    expect((await ask(`/v1/bookings/${first.bookingId}/cancel`, {})).body.code).toBe('bookingSettled');
  });

  it.each([
    ['a hall that nobody knows', { hallId: 'nowhere' }, 404],
    ['a category that it has not', { categoryId: 'business' }, 404],
    ['a time between two slots', { at: beijing('2026-09-23 10:10') }, 409],
    ['a time that is past', { at: beijing('2026-09-22 09:00') }, 409],
    ['a day too far ahead', { at: beijing('2026-11-23 10:00') }, 409],
    ['nobody by name', { booker: { name: '', idNumber: '', phone: '' } }, 400],
  ])('are not made for %s', async (_, changes, status) => {
    expect((await ask('/v1/bookings', order(changes))).status).toBe(status);
  });
});

describe('following a ticket', () => {
  const issue = (number: string, token: string) =>
    [
      'issueTicket',
      uuidv7(),
      {
        ...{ number, token, categoryId: 'civil', categoryName: '民政社保', hallId: 'hanghai-hall' },
        ...{ businessDay: day('2026-09-22'), also: [], matters: [], priority: null, booking: null },
        lane: 'walkIn' as const,
        serviceMode: 'counter' as const,
        holder: null,
      },
    ] as const;
  const page = async (token: string) => {
    const response = await fetch(`${district.url}/t/${token}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('shows whoever holds its paper how far the hall is, and nothing of anybody', async () => {
    const [first, second] = [issue('A001', 'a'.repeat(22)), issue('A002', 'b'.repeat(22))];
    await counter.push([counter.give(...first, kiosk), counter.give(...second, kiosk)]);
    const shown = await page('b'.repeat(22));
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('A002');
    expect(shown.text).toContain('前面还有 1 人');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const own = { id: 'hanghai-1', name: '1号综合窗口' };
    await counter.push([counter.give('callTicket', second[1], { counter: own }, clerk)]);
    expect((await page('b'.repeat(22))).text).toContain('请到1号综合窗口');
  });

  it('finds nothing by a guess', async () => {
    expect((await page('c'.repeat(22))).status).toBe(404);
    expect((await page("' or true --")).status).toBe(404);
  });
});

describe('what was booked', () => {
  it('comes to the counters of that hall, and to no other office', async () => {
    const bookings = (changes: { kind: string; state: unknown }[]) =>
      changes.filter(({ kind }) => kind === 'booking');
    const [here, there] = [await pulled(counter), await pulled(other)];
    expect(bookings(here.changes).length).toBeGreaterThan(0);
    expect(bookings(there.changes)).toEqual([]);
  });

  it('is forgotten after its day, and not before', async () => {
    const named = async () =>
      (await district.db.queries.selectFrom('booking').select('state').execute()).filter(({ state }) =>
        JSON.stringify(state).includes('豫小满'),
      ).length;
    const before = await named();
    await eraseConcluded(
      district.db.queries,
      beijingDateSchema.parse('2026-09-23'),
      beijing('2026-10-01 09:00'),
    );
    expect(await named()).toBe(before);
    await eraseConcluded(
      district.db.queries,
      beijingDateSchema.parse('2026-09-24'),
      beijing('2026-10-01 09:00'),
    );
    expect(await named()).toBe(0);
  });
});
