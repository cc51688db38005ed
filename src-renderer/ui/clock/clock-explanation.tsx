import { addCalendarDays, type BeijingDate, formatDate, weekday } from '#shared/clock/beijing.ts';
import type { CaseExplanationView } from '#shared/contracts/case-clock.ts';
import './clock-explanation.css';

type Limit = CaseExplanationView['limits'][number];
type DayKind = Limit['days'][number]['as'] | 'start' | 'outside';

const kindNames = { counted: '计入', extension: '延期', suspended: '扣除', off: '不计' } as const;

/** Why a case is due when it is due: the limits side by side, each as a calendar, then step by step with the article. */
export function ClockExplanation({ explanation }: { readonly explanation: CaseExplanationView }) {
  return (
    <div className="clock-explanation">
      {explanation.notes.map((note) => (
        <p key={note} className="clock-note">
          {note}
        </p>
      ))}
      <div className="clock-limits">
        {explanation.limits.map((limit) => (
          <section key={limit.name} aria-label={limit.name}>
            <header>
              <span>
                {limit.name}　{limit.limitText}
              </span>
              <strong>{limit.dueText}</strong>
            </header>
            {limit.days.length > 0 && <ClockCalendar limit={limit} today={explanation.today} />}
            <ol>
              {limit.steps.map((step) => (
                <li key={step.date + step.text}>
                  {step.text}
                  {step.basis !== null && <span>{step.basis}</span>}
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </div>
  );
}

/** The days of a limit in weeks, as a calendar on the wall has them. */
function ClockCalendar({ limit, today }: { readonly limit: Limit; readonly today: BeijingDate }) {
  const shown = new Map<BeijingDate, { kind: DayKind; count: number }>();
  let count = 0;
  for (const { date, as } of limit.days) {
    if (as === 'counted' || as === 'extension') count += 1;
    shown.set(date, { kind: as, count });
  }
  const first = limit.days[0]?.date;
  if (first === undefined) return null;
  const start = addCalendarDays(first, -1);
  const monday = addCalendarDays(start, 1 - weekday(start));
  const last = limit.days.at(-1)?.date ?? start;
  const weeks: BeijingDate[] = [];
  for (let week = monday; week <= last; week = addCalendarDays(week, 7)) weeks.push(week);
  const kindOf = (date: BeijingDate): DayKind =>
    date === start ? 'start' : (shown.get(date)?.kind ?? 'outside');
  const used = new Set(limit.days.map(({ as }) => as));
  return (
    <figure className="clock-calendar" aria-label={`${limit.name}逐日计算`}>
      <div className="clock-week clock-week-head" aria-hidden="true">
        <span />
        {[...'一二三四五六日'].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      {weeks.map((week, index) => {
        const days = Array.from({ length: 7 }, (_, day) => addCalendarDays(week, day));
        const turn =
          days.find((date) => date.endsWith('-01') && date <= last) ?? (index === 0 ? week : undefined);
        return (
          <div key={week} className="clock-week">
            <span className="clock-month">{turn === undefined ? '' : `${Number(turn.slice(5, 7))}月`}</span>
            {days.map((date) => {
              const kind = kindOf(date);
              const name = kind === 'start' ? '起算日，不计' : kind === 'outside' ? '' : kindNames[kind];
              const number = shown.get(date)?.count;
              const isCounted = kind === 'counted' || kind === 'extension';
              return (
                <span
                  key={date}
                  className={`clock-day clock-day-${kind}`}
                  data-due={date === limit.due || undefined}
                  data-today={date === today || undefined}
                  title={`${formatDate(date)} ${name}${isCounted ? `，第${number}天` : ''}${date === limit.due ? '，届满' : ''}`}
                >
                  {Number(date.slice(8))}
                  <small>
                    {kind === 'start' ? '起' : isCounted ? number : kind === 'suspended' ? '停' : ''}
                  </small>
                </span>
              );
            })}
          </div>
        );
      })}
      <figcaption>
        {(['counted', 'extension', 'suspended', 'off'] as const)
          .filter((kind) => used.has(kind))
          .map((kind) => (
            <span key={kind}>
              <i className={`clock-day-${kind}`} />
              {kindNames[kind]}
            </span>
          ))}
        <span>
          <i data-due />
          届满
        </span>
      </figcaption>
    </figure>
  );
}
