import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const clock = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'clock.ts'), 'explain', ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};
const json = (...args: string[]) => JSON.parse(clock(...args, '--json').stdout);

// 22–24 September make 3, the hearing ends on 12 October, 13–21 October make 10; ten more make 4 November.
it('explains a sunk matter from its upload, with a hearing and an extension', () => {
  const answer = json(
    ...['--uploaded', '2026-09-21T17:40:00+08:00', '--promised', '10', '--statutory', '20'],
    ...[
      '--accepted',
      '2026-09-21T18:00:00+08:00',
      '--suspend',
      'hearing:2026-09-28:2026-10-12',
      '--extend',
      '10',
    ],
  );
  expect(answer).toMatchObject({
    promisedDue: '2026-11-04',
    statutoryDue: '2026-11-18',
    provisional: false,
  });
  const promised = answer.steps.filter((step: { limit: string }) => step.limit === 'promised');
  expect(promised[0]).toMatchObject({ date: '2026-09-21', basis: '管政〔2016〕20号第十项' });
  expect(promised.at(-1)).toMatchObject({ date: '2026-11-04' });
});

it('has no statutory date before acceptance, and is provisional into a year without a calendar', () => {
  const answer = json('--received', '2026-12-28T09:00:00+08:00', '--promised', '10', '--statutory', '20');
  expect(answer).toMatchObject({ promisedDue: '2027-01-11', statutoryDue: null, provisional: true });
});

it('is read by people as well', () => {
  const { stdout } = clock('--received', '2026-09-21T09:00:00+08:00', '--promised', '3');
  expect(stdout).toBe(
    [
      '承诺时限',
      '  2026-09-21  2026年9月21日窗口收件，当日不计，次日起算。（管政〔2016〕20号第十项）',
      '  2026-09-24  承诺时限3个工作日，2026年9月24日届满。',
      '',
    ].join('\n'),
  );
});

it('reads every kind of suspension by its word, and counts only the lawful ones out', () => {
  const due = (kind: string) =>
    json(
      ...['--received', '2026-09-01T09:00:00+08:00', '--promised', '5'],
      ...['--suspend', `${kind}:2026-09-02:2026-09-03`],
    ).promisedDue;
  for (const kind of [
    'hearing',
    'bidding',
    'auction',
    'inspection',
    'testing',
    'quarantine',
    'appraisal',
    'expert-review',
  ])
    expect(due(kind), kind).toBe('2026-09-10');
  for (const kind of ['collective-study', 'site-survey', 'assessment', 'argumentation'])
    expect(due(kind), kind).toBe('2026-09-08');
});

it('starts again at the completing supplement, counts two suspensions that overlap once, and adds an extension', () => {
  const answer = json(
    ...['--received', '2026-09-01T09:00:00+08:00', '--supplemented', '2026-09-03T09:00:00+08:00'],
    ...['--promised', '5', '--extend', '2'],
    ...['--suspend', 'hearing:2026-09-04:2026-09-07', '--suspend', 'testing:2026-09-07:2026-09-08'],
  );
  // 4, 7 and 8 September are out; 9, 10, 11, 14, 15 make five, 16 and 17 two more.
  expect(answer.promisedDue).toBe('2026-09-17');
});

it('ends with 0 and counts by the calendar that is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-clock-'));
  const calendar = join(folder, 'calendar.json');
  const years = { 2026: { off: ['2026-09-02'], worked: [] } };
  writeFileSync(calendar, JSON.stringify({ version: 'own', years }));
  const { status, stdout } = clock(
    ...['--received', '2026-09-01T09:00:00+08:00', '--promised', '1', '--calendar', calendar, '--json'],
  );
  rmSync(folder, { recursive: true });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ promisedDue: '2026-09-03', provisional: false });
});

it.each([
  [['--promised', '10'], '二者选一'],
  [['--received', '2026-09-21T09:00:00+08:00'], '--promised'],
  [
    ['--received', '2026-09-21T09:00:00+08:00', '--uploaded', '2026-09-21T09:00:00+08:00', '--promised', '3'],
    '二者选一',
  ],
  [['--received', '2026-09-21T09:00:00+08:00', '--promised', '3', '--extend', '-1'], '--extend'],
  [['--received', '2026-09-21T09:00:00+08:00', '--promised', '9999'], '过长'],
  [['--received', '2026-02-30', '--promised', '3'], '带时区'],
  [['--received', '2026-09-21', '--promised', '10'], '带时区'],
  [['--received', '2026-09-21T09:00:00+08:00', '--promised', 'ten'], '工作日天数'],
  [
    [
      '--received',
      '2026-09-21T09:00:00+08:00',
      '--promised',
      '3',
      '--suspend',
      'lunch:2026-09-21:2026-09-22',
    ],
    '种类',
  ],
  [['--received', '2026-09-21T09:00:00+08:00', '--promised', '3', '--calendar', '/nowhere.json'], '日历文件'],
  [['--sooner', '1'], '看不懂的参数：没有 --sooner。'],
])('says what is wrong with %j', (args, sentence) => {
  const { status, stderr, stdout } = clock(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});
