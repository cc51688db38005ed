import { describe, expect, it } from 'vitest';
import {
  actor,
  beijing,
  counter4,
  facts,
  refusalOf,
  stamp,
  stateAfter as stateOf,
} from '../../tests/support/domain.ts';
import type { CommandName } from '../subjects.ts';
import type { HallDay } from './hall-day.ts';

const manager = facts({ actor: actor('hallManager') });
const stateAfter = (state: HallDay | null, name: CommandName, known = manager, changed = {}) =>
  stateOf<HallDay>(state, name, known, changed);
const today = stateAfter(null, 'openHallDay', facts());

describe('a hall’s day', () => {
  it('begins with what stood before, and once', () => {
    expect(today).toMatchObject({ businessDay: '2026-09-22', notice: '', closed: {}, revision: 1 });
    expect(refusalOf(today, 'openHallDay', manager).code).toBe('dayOpen');
    expect(refusalOf(null, 'setNotice', manager).code).toBe('dayUnknown');
    expect(refusalOf(null, 'openHallDay', manager, { hallId: 'hall-2' }).code).toBe('otherHall');
  });

  it('is weighted by whoever runs the hall, with a reason, and by nobody else', () => {
    expect(stateAfter(today, 'setLaneWeights').weights.priority).toBe(5);
    expect(refusalOf(today, 'setLaneWeights', facts()).code).toBe('notAuthorised');
  });

  it('closes a category with a reason, and opens it again', () => {
    const closed = stateAfter(today, 'closeCategory');
    expect(closed.closed.civil).toEqual({
      name: '民政社保',
      reason: '系统升级，下午恢复。',
      at: beijing('2026-09-22 09:05'),
    });
    expect(stateAfter(closed, 'openCategory').closed).toEqual({});
    expect(refusalOf(today, 'closeCategory', facts()).code).toBe('notAuthorised');
  });

  it('lets a counter rest with a reason and come back, each for itself', () => {
    const resting = stateAfter(today, 'pauseCounter', facts());
    expect(resting.paused).toEqual({ 'counter-3': { reason: 'lunch', since: beijing('2026-09-22 09:05') } });
    const counter = { id: 'counter-4', name: '4号综合窗口' };
    const both = stateAfter(resting, 'pauseCounter', facts({ place: counter4 }), { counter, reason: 'away' });
    expect(Object.keys(both.paused)).toEqual(['counter-3', 'counter-4']);
    expect(Object.keys(stateAfter(both, 'resumeCounter', facts()).paused)).toEqual(['counter-4']);
    const elsewhere = { counter: { id: 'counter-9', name: '9号综合窗口' } };
    expect(refusalOf(today, 'pauseCounter', facts(), elsewhere).code).toBe('counterUnknown');
  });

  it('keeps a call for help until somebody has seen to it', () => {
    const later = facts({ stamp: stamp(beijing('2026-09-22 09:06')) });
    const raised = stateAfter(stateAfter(today, 'raiseAlarm', facts()), 'raiseAlarm', later);
    // Pressed twice it is one.
    expect(raised.alarms).toEqual([
      { counter: { id: 'counter-3', name: '3号综合窗口' }, at: beijing('2026-09-22 09:06') },
    ]);
    expect(stateAfter(raised, 'settleAlarm').alarms).toEqual([]);
    expect(refusalOf(today, 'settleAlarm', manager).code).toBe('noAlarm');
  });

  it('calls by itself at the counters that want it', () => {
    const on = stateAfter(today, 'setAutoCall', facts());
    expect(on.autoCall).toEqual(['counter-3']);
    expect(stateAfter(on, 'setAutoCall', facts(), { on: false }).autoCall).toEqual([]);
  });
});
