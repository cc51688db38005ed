import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijing } from '../../tests/support/domain.ts';
import { epochOf, type Instant, instantOfEpoch } from '../clock/beijing.ts';
import { claimOf, defaultWeights, fairOrder, type Lane, lanes, type Waiting } from './fair-order.ts';

const today = (time: string) => beijing(`2026-09-22 ${time}`);
const person = (lane: Lane, arrived: string, more: Partial<Waiting> = {}): Waiting => ({
  lane,
  arrivedAt: today(arrived),
  bookedFor: null,
  putFirstAt: null,
  ...more,
});

describe('who is called next', () => {
  it('is the first to come, where all are of one lane', () => {
    const [one, two, three] = [
      person('walkIn', '09:00'),
      person('walkIn', '09:01'),
      person('walkIn', '09:02'),
    ];
    expect(fairOrder([two, three, one], today('09:10'))).toEqual([one, two, three]);
  });

  it('is somebody with priority before others who have waited less than three times as long', () => {
    const old = person('priority', '09:20');
    const before = [person('walkIn', '09:00'), person('walkIn', '08:59')];
    // Ten minutes count as thirty.
    expect(fairOrder([...before, old], today('09:30'))[0]).toBe(before[1]);
    expect(fairOrder([...before, old], today('09:31'))[0]).toBe(old);
  });

  it('is a booking when its time has come, and no earlier than others before it', () => {
    const booked = person('booking', '08:30', { bookedFor: today('10:00') });
    const walkIn = person('walkIn', '08:29');
    expect(fairOrder([walkIn, booked], today('09:30'))[0]).toBe(walkIn);
    expect(fairOrder([walkIn, booked], today('10:30'))[0]).toBe(booked);
  });

  it('a booking that comes too late waits as everybody does, from its arrival', () => {
    const late = person('booking', '10:16', { bookedFor: today('10:00') });
    expect(claimOf(late, today('10:26'))).toBe(10);
    const justInTime = person('booking', '10:15', { bookedFor: today('10:00') });
    expect(claimOf(justInTime, today('10:25'))).toBe(30);
  });

  it('is whoever a manager has put to the front', () => {
    const front = person('walkIn', '09:29', { putFirstAt: today('09:30') });
    const earlier = person('walkIn', '09:28', { putFirstAt: today('09:29') });
    const order = fairOrder([person('priority', '08:00'), front, earlier], today('09:31'));
    expect(order.slice(0, 2)).toEqual([earlier, front]);
  });
});

describe('whatever comes', () => {
  const moment = fc
    .integer({ min: 0, max: 8 * 60 })
    .map((minute) => instantOfEpoch(epochOf(today('09:00')) + minute * 60_000));
  const anybody: fc.Arbitrary<Waiting> = fc
    .tuple(fc.constantFrom(...(Object.keys(lanes) as Lane[])), moment, fc.option(moment))
    .map(([lane, arrivedAt, bookedFor]) => ({
      lane,
      arrivedAt,
      bookedFor: lane === 'booking' ? bookedFor : null,
      putFirstAt: null,
    }));
  const everybody = fc.array(anybody, { minLength: 1, maxLength: 40 });
  const evening = today('18:00');

  it('nobody is lost and nobody is called twice', () => {
    fc.assert(
      fc.property(everybody, moment, (list, now) => {
        const order = fairOrder(list, now);
        expect(order).toHaveLength(list.length);
        expect(new Set(order)).toEqual(new Set(list));
      }),
    );
  });

  it('a claim never shrinks by waiting', () => {
    fc.assert(
      fc.property(anybody, moment, moment, (waiting, one, other) => {
        const [early, late] = [one, other].sort() as [Instant, Instant];
        expect(claimOf(waiting, late)).toBeGreaterThanOrEqual(claimOf(waiting, early));
      }),
    );
  });

  it('within a lane the earlier is never called after the later', () => {
    fc.assert(
      fc.property(everybody, (list) => {
        const order = fairOrder(list, evening);
        for (const lane of ['walkIn', 'priority', 'returning'] as const) {
          const arrivals = order.filter((each) => each.lane === lane).map(({ arrivedAt }) => arrivedAt);
          expect(arrivals).toEqual([...arrivals].sort());
        }
      }),
    );
  });

  it('no lane can starve another: a full lane of priority lets one in four others pass', () => {
    // A person with priority every minute, and one counter that takes a minute each: more than it can do.
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), (length) => {
        let waiting: Waiting[] = Array.from({ length: 30 }, () => person('walkIn', '09:00'));
        let served = 0;
        for (let minute = 0; minute < length; minute += 1) {
          const now = instantOfEpoch(epochOf(today('09:00')) + minute * 60_000);
          waiting.push({ ...person('priority', '09:00'), arrivedAt: now });
          const [next] = fairOrder(waiting, now);
          if (next?.lane === 'walkIn') served += 1;
          waiting = waiting.filter((each) => each !== next);
        }
        expect(served).toBeGreaterThanOrEqual(Math.floor(length / (1 + defaultWeights.priority)));
      }),
    );
  });
});
