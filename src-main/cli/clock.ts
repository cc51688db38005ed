/**
 * The clock of a case, for disputes and support:
 *   npm run -s clock -- explain --uploaded 2026-09-21T17:40:00+08:00 --promised 10
 *     [--received <instant>] instead of --uploaded, for a matter that is not sunk
 *     [--statutory 20 --accepted <instant>] [--supplemented <instant>] [--extend 10]
 *     [--suspend hearing:2026-09-28:2026-10-12]… [--calendar <file>] [--json]
 *
 * Prints both due dates and the steps that lead to them; with `--json` as
 * `{"promisedDue", "statutoryDue", "provisional", "steps": [{"limit", "date", "text", "basis"}]}`. Exits 2 with a sentence
 * where the question cannot be read. The packaged program takes the same words behind `clock`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import { type Calendar, calendarSchema } from '#shared/clock/calendar.ts';
import {
  type ExplainedDeadline,
  explainPromised,
  explainStatutory,
  type TimeLimit,
  timeLimitSchema,
} from '#shared/clock/deadline.ts';
import { type Suspension, specialProcedureKinds, suspensionSchema } from '#shared/clock/suspension.ts';
import { assetsFolder } from './assets-folder.ts';
import { optionComplaint } from './options.ts';

const usage = `用法：clock explain --received 2026-09-21T17:40:00+08:00 --promised 10
  --received 收件时间；下沉事项用 --uploaded 上传时间    --promised 承诺工作日
  [--statutory 20 --accepted 受理时间] [--supplemented 补齐时间] [--extend 10]
  [--suspend hearing:2026-09-28:2026-10-12]… [--calendar 日历文件] [--json]`;

/** A question that cannot be answered as it was asked. */
class BadQuestion extends Error {}

function instant(name: string, text: string): Instant {
  // A time without a zone would be read in the zone of whatever machine this is.
  if (!/T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new BadQuestion(`--${name} 应为带时区的时间，例如 2026-09-21T17:40:00+08:00。`);
  return instantOfEpoch(Date.parse(text));
}

function wholeDays(name: string, text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new BadQuestion(`--${name} 应为工作日天数，例如 10。`);
  return Number(text);
}

function limitOf(name: string, text: string): TimeLimit {
  const days = wholeDays(name, text);
  if (days === 0) return { kind: 'onTheSpot' };
  const limit = timeLimitSchema.safeParse({ kind: 'workingDays', days });
  if (!limit.success) throw new BadQuestion(`--${name} 的天数过长。`);
  return limit.data;
}

function suspension(text: string): Suspension {
  const [kind, first, last, ...rest] = text.split(':');
  const parsed = suspensionSchema.safeParse({ kind, first, last });
  if (!parsed.success || rest.length > 0)
    throw new BadQuestion(
      `--suspend 应为 种类:首日:末日，例如 hearing:2026-09-28:2026-10-12；种类有 ${specialProcedureKinds.join('、')}。`,
    );
  return parsed.data;
}

function calendarFrom(file: string): Calendar {
  try {
    return calendarSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new BadQuestion(`日历文件 ${file} 读不出来或内容不对。`);
  }
}

function answer(args: string[]) {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      uploaded: { type: 'string' },
      received: { type: 'string' },
      promised: { type: 'string' },
      statutory: { type: 'string' },
      accepted: { type: 'string' },
      supplemented: { type: 'string' },
      suspend: { type: 'string', multiple: true, default: [] },
      extend: { type: 'string', default: '0' },
      calendar: {
        type: 'string',
        default: join(assetsFolder(), 'calendar.json'),
      },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.join(' ') !== 'explain') throw new BadQuestion(usage);
  const { uploaded, received, accepted, supplemented, promised, statutory } = values;
  if ((uploaded === undefined) === (received === undefined))
    throw new BadQuestion(
      '请给出 --uploaded（下沉事项的上传时间）或 --received（其他事项的收件时间），二者选一。',
    );
  if (promised === undefined && statutory === undefined)
    throw new BadQuestion('请给出 --promised（承诺工作日）或 --statutory（法定工作日）。');
  const calendar = calendarFrom(values.calendar);
  const start = instant(uploaded === undefined ? 'received' : 'uploaded', uploaded ?? received ?? '');
  const moves = {
    supplementedAt: supplemented === undefined ? null : instant('supplemented', supplemented),
    suspensions: values.suspend.map(suspension),
    extensionDays: wholeDays('extend', values.extend),
  };
  const none: ExplainedDeadline = { kind: 'none', steps: [], days: [] };
  const promisedDeadline =
    promised === undefined
      ? none
      : explainPromised(
          {
            sunk: uploaded !== undefined,
            receivedAt: start,
            uploadedAt: uploaded === undefined ? null : start,
            limit: limitOf('promised', promised),
            ...moves,
          },
          calendar,
        );
  const statutoryDeadline =
    statutory === undefined
      ? none
      : explainStatutory(
          {
            acceptedAt: accepted === undefined ? null : instant('accepted', accepted),
            limit: limitOf('statutory', statutory),
            ...moves,
          },
          calendar,
        );
  return { json: values.json, promised: promisedDeadline, statutory: statutoryDeadline };
}

const dueOf = (deadline: ExplainedDeadline) => (deadline.kind === 'due' ? deadline.date : null);
const isProvisional = (deadline: ExplainedDeadline) => deadline.kind === 'due' && deadline.provisional;
const line = ({ date, text, basis }: ExplainedDeadline['steps'][number]) =>
  `  ${date}  ${text}${basis === null ? '' : `（${basis}）`}`;

function print({ json, promised, statutory }: ReturnType<typeof answer>): void {
  if (json) {
    const steps = (limit: string, deadline: ExplainedDeadline) =>
      deadline.steps.map((step) => ({ limit, ...step }));
    console.log(
      JSON.stringify({
        promisedDue: dueOf(promised),
        statutoryDue: dueOf(statutory),
        provisional: isProvisional(promised) || isProvisional(statutory),
        steps: [...steps('promised', promised), ...steps('statutory', statutory)],
      }),
    );
    return;
  }
  if (promised.kind !== 'none') console.log(`承诺时限\n${promised.steps.map(line).join('\n')}`);
  if (statutory.kind === 'notYet')
    console.log('法定时限\n  尚未受理，还没有开始计算；受理后请加 --accepted。');
  if (statutory.kind === 'due') console.log(`法定时限\n${statutory.steps.map(line).join('\n')}`);
}

let exitCode = 0;
try {
  const words = process.argv.slice(2);
  if (words.includes('--help')) console.log(usage);
  else print(answer(words));
} catch (error) {
  const complaint = optionComplaint(error);
  if (!(error instanceof BadQuestion) && complaint === null) throw error;
  console.error(complaint ?? (error as Error).message);
  exitCode = 2;
}
// In the packaged program a process does not end because nothing is left to do, nor may it while it still begins.
setImmediate(() => process.exit(exitCode));
