import { describe, expect, it } from 'vitest';
import { beijing, calendar2026, facts, matter, stamp, stateAfter } from '../../tests/support/domain.ts';
import type { Instant } from '../clock/beijing.ts';
import type { Matter } from '../matters/matter.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import { deadlineText, statusName } from './wording.ts';

interface Taken {
  receivedAt: Instant;
  uploadedAt?: Instant;
  acceptedAt?: Instant;
  matter?: Partial<Record<keyof Matter, unknown>>;
}

function taken({ receivedAt, uploadedAt, acceptedAt, matter: changes }: Taken): CaseFile {
  const received = stateAfter(
    null,
    'receiveCase',
    facts({ matters: [matter(changes)], stamp: stamp(receivedAt, uploadedAt) }),
  );
  return acceptedAt === undefined
    ? received
    : stateAfter(received, 'acceptCase', facts({ stamp: stamp(acceptedAt, uploadedAt) }));
}
const promised = (file: CaseFile) =>
  deadlineText(deadlinesOf(file, calendar2026).promised, file.matter.promised);
const statutory = (file: CaseFile) =>
  deadlineText(deadlinesOf(file, calendar2026).statutory, file.matter.statutory);

const tuesday = beijing('2026-09-22 09:05');

describe('the promised limit in words', () => {
  it('of a sunk matter waits for the upload: 时限以上传时间为准', () => {
    expect(promised(taken({ receivedAt: tuesday }))).toBe('时限以上传时间为准');
  });

  it('of a sunk matter runs from the district’s stamp, over the holiday', () => {
    // Five working days after Thursday the 24th: 28, 29, 30 September, then 8 and 9 October.
    const file = taken({ receivedAt: tuesday, uploadedAt: beijing('2026-09-24 08:00') });
    expect(promised(file)).toBe('2026年10月9日前');
  });

  it('of a sunk matter that was uploaded after midnight in Beijing runs from the new day', () => {
    const file = (uploadedAt: Instant) => taken({ receivedAt: tuesday, uploadedAt });
    expect(promised(file(beijing('2026-09-22 23:59')))).toBe('2026年9月30日前');
    expect(promised(file(beijing('2026-09-23 00:00')))).toBe('2026年10月8日前');
  });

  it('of every other matter runs from the receipt, uploaded or not', () => {
    const changes = { sunk: false };
    const offline = taken({ receivedAt: tuesday, matter: changes });
    const later = taken({ receivedAt: tuesday, uploadedAt: beijing('2026-09-29 08:00'), matter: changes });
    expect(promised(offline)).toBe('2026年9月30日前');
    expect(promised(later)).toBe('2026年9月30日前');
  });

  it('is provisional where it reaches into a year whose calendar is not announced yet', () => {
    const file = taken({
      receivedAt: beijing('2026-12-29 10:00'),
      matter: { sunk: false, promised: { kind: 'workingDays', days: 5 } },
    });
    expect(promised(file)).toBe('2027年1月5日前（暂定：该年度工作日安排尚未公布）');
  });

  it('in calendar days needs no calendar, into the next year as well', () => {
    const file = taken({
      receivedAt: beijing('2026-12-29 10:00'),
      matter: { sunk: false, promised: { kind: 'calendarDays', days: 15 } },
    });
    expect(promised(file)).toBe('2027年1月13日前');
  });

  it('on the spot names the day', () => {
    const changes = { sunk: false, promised: { kind: 'onTheSpot' } };
    expect(promised(taken({ receivedAt: tuesday, matter: changes }))).toBe('当场办结（2026年9月22日）');
  });

  it('that does not exist says so', () => {
    expect(promised(taken({ receivedAt: tuesday, matter: { promised: { kind: 'none' } } }))).toBe('无');
  });
});

describe('the statutory limit in words', () => {
  it('begins with the acceptance', () => {
    expect(statutory(taken({ receivedAt: tuesday }))).toBe('受理后起算');
    const file = taken({
      receivedAt: tuesday,
      acceptedAt: beijing('2026-09-28 09:00'),
      matter: { statutory: { kind: 'calendarDays', days: 60 } },
    });
    expect(statutory(file)).toBe('2026年11月27日前');
  });
});

describe('a status in words', () => {
  it('names a decision by its outcome', () => {
    const decision = { opinion: '', decidedBy: 'x', decided: stamp(tuesday) };
    expect(statusName({ status: 'received', decision: null })).toBe('已收件');
    expect(statusName({ status: 'accepted', decision: null })).toBe('已受理');
    expect(statusName({ status: 'decided', decision: { outcome: 'approved', ...decision } })).toBe(
      '已批准，待发证',
    );
    expect(statusName({ status: 'decided', decision: { outcome: 'rejected', ...decision } })).toBe(
      '不予批准，待送达决定',
    );
    expect(statusName({ status: 'issued', decision: { outcome: 'rejected', ...decision } })).toBe('已发证');
    expect(statusName({ status: 'delivered', decision: { outcome: 'approved', ...decision } })).toBe(
      '已送达',
    );
  });
});
