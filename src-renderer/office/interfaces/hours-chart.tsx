import { formatBeijing } from '#shared/clock/beijing.ts';
import type { InterfaceHour } from '#shared/contracts/interface-log.ts';

const colours = { in: '#1c8f96', out: '#8fc9c6', failed: '#b3261e' } as const;
const height = 56;

/** What went in and out in each of the last twenty-four hours; what failed stands in red at the foot. */
export function HoursChart({ hours }: { readonly hours: readonly InterfaceHour[] }) {
  const most = Math.max(1, ...hours.map((hour) => Math.max(hour.in, hour.out)));
  const total = hours.reduce(
    (sum, hour) => ({
      in: sum.in + hour.in,
      out: sum.out + hour.out,
      failed: sum.failed + hour.inFailed + hour.outFailed,
    }),
    { in: 0, out: 0, failed: 0 },
  );
  const said = `调用${total.in}次，推送${total.out}次，其中失败${total.failed}次`;
  return (
    <section aria-label="每小时调用">
      <h2>
        每小时调用{' '}
        <small>
          24小时内{said}
          <span className="interface-key" style={{ background: colours.in }} />
          调用
          <span className="interface-key" style={{ background: colours.out }} />
          推送
          <span className="interface-key" style={{ background: colours.failed }} />
          失败
        </small>
      </h2>
      <svg className="interface-hours" viewBox="0 0 720 80" role="img" aria-label={`最近24小时${said}`}>
        {hours.map((hour, index) => {
          const x = index * 30;
          const clock = formatBeijing(hour.from).slice(-5);
          return (
            <g key={hour.from}>
              <title>{`${clock}起一小时：调用${hour.in}次（失败${hour.inFailed}），推送${hour.out}次（失败${hour.outFailed}）`}</title>
              <rect x={x} y={0} width="30" height="80" fill="transparent" />
              <Bar x={x + 4} all={hour.in} failed={hour.inFailed} most={most} colour={colours.in} />
              <Bar x={x + 16} all={hour.out} failed={hour.outFailed} most={most} colour={colours.out} />
              {index % 3 === 2 && (
                <text x={x + 15} y="76" textAnchor="middle">
                  {clock}
                </text>
              )}
            </g>
          );
        })}
        <path d={`M0 ${height + 4.5}H720`} stroke="#c3ccc9" />
      </svg>
    </section>
  );
}

function Bar({
  x,
  all,
  failed,
  most,
  colour,
}: {
  readonly x: number;
  readonly all: number;
  readonly failed: number;
  readonly most: number;
  readonly colour: string;
}) {
  // One call of ten thousand is still to be seen.
  const tall = all === 0 ? 0 : Math.max(2, (all / most) * height);
  const red = failed === 0 ? 0 : Math.max(2, (failed / most) * height);
  const foot = height + 4;
  return (
    <>
      <rect x={x} y={foot - tall} width="10" height={tall} rx="1.5" fill={colour} />
      <rect x={x} y={foot - red} width="10" height={red} rx="1.5" fill={colours.failed} />
    </>
  );
}
