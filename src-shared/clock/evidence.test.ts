import { describe, expect, it } from 'vitest';
import { type Instant, instantSchema } from './beijing.ts';
import { type Evidence, momentOf, stampOf } from './evidence.ts';

const at = (time: string): Instant => instantSchema.parse(`2026-09-22T${time}.000Z`);
const evidence = (over: Partial<Evidence>): Evidence => ({
  capturedAt: at('02:00:00'),
  lastServerTime: null,
  monotonicMs: 1_000_000,
  lastServerMonotonicMs: null,
  bootId: 'boot-1',
  ...over,
});
const minutes = (count: number) => count * 60_000;

describe('the moment of an act', () => {
  it('is the wall clock where nothing speaks against it', () => {
    expect(momentOf(stampOf(evidence({}), null))).toBe(at('02:00:00'));
  });

  it('is not before the last time heard from the district, however far back the clock was set', () => {
    const stamp = stampOf(evidence({ capturedAt: at('01:00:00'), lastServerTime: at('01:50:00') }), null);
    expect(momentOf(stamp)).toBe(at('01:50:00'));
  });

  it('counts on from the last time heard by the monotonic clock, within one start of the machine', () => {
    const stamp = stampOf(
      evidence({
        capturedAt: at('01:00:00'),
        lastServerTime: at('01:50:00'),
        lastServerMonotonicMs: 1_000_000 - minutes(5),
      }),
      null,
    );
    expect(momentOf(stamp)).toBe(at('01:55:00'));
  });

  it('is not after the upload; a clock that runs ahead gives way to the earlier bound', () => {
    const ahead = evidence({ capturedAt: at('08:00:00'), lastServerTime: at('01:50:00') });
    const arrival = {
      uploadedAt: at('02:30:00'),
      sentMonotonicMs: 1_000_000 + minutes(10),
      sentBootId: 'boot-2',
    };
    const stamp = stampOf(ahead, arrival);
    expect(stamp.notAfter).toBe(at('02:30:00'));
    expect(momentOf(stamp)).toBe(at('01:50:00'));
  });

  it('is known by the sender’s monotonic clock where it has not been restarted since', () => {
    const arrival = {
      uploadedAt: at('02:30:00'),
      sentMonotonicMs: 1_000_000 + minutes(10),
      sentBootId: 'boot-1',
    };
    expect(stampOf(evidence({}), arrival).notAfter).toBe(at('02:20:00'));
  });
});
