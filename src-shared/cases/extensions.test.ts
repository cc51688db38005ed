import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  calendar2026,
  caseThrough,
  chief,
  chiefGrant,
  day,
  facts,
  matter,
  postingOf,
  refusalOf,
  reviewer,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Instant } from '../clock/beijing.ts';
import { signingGrantSchema } from '../organisation/signing-grant.ts';
import { deadlinesOf, explainedDeadlines } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';

const uploaded = beijing('2026-09-22 09:06');
/** Received and accepted on Tuesday 22 September; promised in 5 working days, statutory in 20. */
const { accepted } = caseThrough({}, facts({ stamp: stamp(beijing('2026-09-22 09:05'), uploaded) }));
const at = (moment: Instant) => atDepartment({ stamp: stamp(moment) });
const monday = at(beijing('2026-09-28 09:00'));
const reviewing = { ...monday, actor: reviewer };
const due = (file: CaseFile, today = day('2026-09-28')) => {
  const { promised, statutory } = deadlinesOf(file, calendar2026, today);
  return [promised, statutory].map((each) => (each.kind === 'due' ? each.date : each.kind));
};

describe('an extension (行政许可法 Art 42)', () => {
  it('is asked for by whoever reviews, and adds its working days to both limits once it is approved', () => {
    const asked = stateAfter(accepted, 'requestExtension', reviewing);
    expect(due(asked)).toEqual(due(accepted));
    expect(refusalOf(asked, 'requestExtension', reviewing).code).toBe('extensionRequested');
    const extended = stateAfter(asked, 'extendCase', monday);
    expect(due(extended)).toEqual(['2026-10-20', '2026-11-10']);
    expect(extended.extensionRequest).toBeNull();
    expect(extended.extensions).toEqual([
      {
        ...{ days: 10, reason: '需要向外地核查收入情况。', by: chief.actorId, at: monday.stamp },
        requested: { by: reviewer.actorId, at: monday.stamp },
        grant: { kind: 'chief', document: '管民授〔2026〕1号' },
      },
    ]);
  });

  it('is approved by somebody with a dated grant of the matter, as themselves, and by nobody else', () => {
    expect(refusalOf(accepted, 'extendCase', reviewing)).toMatchObject({
      code: 'notGranted',
      message: expect.stringContaining('须经本机关负责人批准'),
    });
    const ended = signingGrantSchema.parse({ ...chiefGrant, to: '2026-09-27' });
    const over = { ...monday, postings: [postingOf(chief, { grants: [ended] })] };
    expect(refusalOf(accepted, 'extendCase', over).code).toBe('notGranted');
    const substitute = signingGrantSchema.parse({ ...chiefGrant, kind: 'substitute' });
    const standsIn = { ...reviewing, postings: [postingOf(reviewer, { grants: [substitute] })] };
    expect(stateAfter(accepted, 'extendCase', standsIn).extensions).toMatchObject([
      { by: reviewer.actorId, requested: null, grant: { kind: 'substitute' } },
    ]);
  });

  it('is approved on the very terms that were asked for', () => {
    const asked = stateAfter(accepted, 'requestExtension', reviewing);
    expect(refusalOf(asked, 'extendCase', monday, { days: 5 }).code).toBe('requestChanged');
    expect(refusalOf(asked, 'extendCase', monday, { reason: '另有原因。' }).code).toBe('requestChanged');
  });

  it('is not granted with a reason, and can be asked for again', () => {
    const asked = stateAfter(accepted, 'requestExtension', reviewing);
    expect(refusalOf(accepted, 'rejectExtension', monday).code).toBe('notRequested');
    expect(refusalOf(asked, 'rejectExtension', reviewing).code).toBe('notGranted');
    const rejected = stateAfter(asked, 'rejectExtension', monday);
    expect(rejected.extensionRequest?.rejected).toMatchObject({ by: chief.actorId });
    expect(due(rejected)).toEqual(due(accepted));
    expect(stateAfter(rejected, 'requestExtension', reviewing).extensionRequest?.rejected).toBeNull();
  });

  it('is at most what the matter’s version allows, all extensions together', () => {
    const six = stateAfter(accepted, 'extendCase', monday, { days: 6 });
    expect(stateAfter(six, 'extendCase', monday, { days: 4 }).extensions).toHaveLength(2);
    expect(refusalOf(six, 'extendCase', monday, { days: 5 }).message).toContain('最多还能延长4个工作日');
    const strict = { ...monday, matter: () => matter({ longestExtension: 0 }) };
    expect(refusalOf(accepted, 'extendCase', strict, { days: 1 }).code).toBe('tooManyDays');
    const joint = { ...monday, matter: () => matter({ longestExtension: 15 }) };
    expect(stateAfter(accepted, 'extendCase', joint, { days: 15 }).extensions).toHaveLength(1);
    expect(refusalOf(accepted, 'extendCase', { ...monday, matter: () => undefined }).code).toBe(
      'matterUnknown',
    );
  });

  it('comes before the limit has passed: on the last day it does, on the next it does not', () => {
    expect(stateAfter(accepted, 'extendCase', at(beijing('2026-10-27 23:59'))).extensions).toHaveLength(1);
    expect(refusalOf(accepted, 'extendCase', at(beijing('2026-10-28 00:00'))).code).toBe('limitPast');
  });

  it('does not bring a promise back that was broken before it', () => {
    const late = stateAfter(accepted, 'extendCase', at(beijing('2026-10-12 09:00')));
    expect(due(late)).toEqual(['2026-09-30', '2026-11-10']);
  });

  it('joint handling is 45 working days, and 15 more (Art 26, 42)', () => {
    const joint = matter({
      sunk: false,
      promised: { kind: 'workingDays', days: 45 },
      statutory: { kind: 'workingDays', days: 45 },
      longestExtension: 15,
    });
    const known = facts({ matters: [joint], stamp: stamp(beijing('2026-03-02 09:00')) });
    const file = stateAfter(stateAfter(null, 'receiveCase', known), 'acceptCase', known);
    expect(due(file, day('2026-03-02'))).toEqual(['2026-05-04', '2026-05-04']);
    const extended = stateAfter(
      file,
      'extendCase',
      { ...at(beijing('2026-04-20 09:00')), matter: () => joint },
      {
        days: 15,
      },
    );
    expect(due(extended, day('2026-04-20'))).toEqual(['2026-05-25', '2026-05-25']);
  });

  it('explains itself with the days that it added', () => {
    const { statutory } = explainedDeadlines(stateAfter(accepted, 'extendCase', monday), calendar2026);
    expect(statutory.days.filter(({ as }) => as === 'extension')).toHaveLength(10);
    expect(statutory.steps.map(({ text }) => text).join()).toContain('经批准延长10个工作日');
  });
});
