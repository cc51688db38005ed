import { useQuery } from '@tanstack/react-query';
import type { DayFigures } from '#shared/contracts/hall-queue.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { queries } from '../desk.ts';
import { durationText } from './hall-now.tsx';

const serviceModes: Readonly<Record<string, string>> = {
  counter: '窗口',
  booking: '预约',
  lunch: '午间',
  afterHours: '延时',
  homeVisit: '上门',
};

/** The day in figures and as a curve. */
export function DayChart() {
  const { data } = useQuery(queries.queue.figures.queryOptions());
  if (data === undefined) return null;
  const told = (value: number | null) => (value === null ? '—' : durationText(value));
  const facts: ReadonlyArray<readonly [string, string]> = [
    ['取号', `${data.issued}`],
    ['办完', `${data.served}`],
    ['过号', `${data.missed}`],
    ['平均等候', told(data.averageWait)],
    ['最长等候', told(data.longestWait)],
    ['平均办理', told(data.averageService)],
    ...data.byServiceMode.map(
      ({ serviceMode, issued }) => [`${serviceModes[serviceMode] ?? serviceMode}服务`, `${issued}`] as const,
    ),
  ];
  return (
    <div className="hall-day">
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {data.curve.length === 0 ? (
        <p className="hall-note">今天还没有人取号，有人取号后这里会出现曲线。</p>
      ) : (
        <Curve curve={data.curve} />
      )}
      <ul className="hall-by-counter">
        {data.byCounter.map(({ counterName, served, averageService }) => (
          <li key={counterName}>
            {counterName}：办完 {served}，平均 {told(averageService)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const size = { width: 1000, height: 300, left: 44, bottom: 34, top: 30 };

/** By quarter of an hour: how many took a ticket, and how many were waiting. */
function Curve({ curve }: { readonly curve: DayFigures['curve'] }) {
  const { width, height, left, bottom, top } = size;
  const most = Math.max(4, ...curve.map(({ issued, waiting }) => Math.max(issued, waiting)));
  // Early in the day a few quarters must not fill the page.
  const step = Math.min(64, (width - left) / curve.length);
  const y = (value: number) => height - bottom - (value / most) * (height - bottom - top);
  const x = (index: number) => left + (index + 0.5) * step;
  const lines = [0, 0.5, 1].map((part) => Math.round(most * part));
  const labelled = Math.max(1, Math.ceil(curve.length / 12));
  return (
    <svg
      className="hall-curve"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="今天每一刻钟的取号和等候人数"
    >
      <g className="hall-curve-legend">
        <rect x={left} y={6} width={16} height={12} />
        <text x={left + 22} y={17}>
          取号人数
        </text>
        <line x1={left + 120} x2={left + 146} y1={12} y2={12} />
        <text x={left + 152} y={17}>
          等候人数
        </text>
      </g>
      {lines.map((value) => (
        <g key={value}>
          <line className="hall-curve-grid" x1={left} x2={width} y1={y(value)} y2={y(value)} />
          <text x={left - 8} y={y(value) + 5} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {curve.map(({ from, issued }, index) => (
        <g key={from}>
          <rect
            x={x(index) - step * 0.35}
            y={y(issued)}
            width={step * 0.7}
            height={height - bottom - y(issued)}
          >
            <title>{`${timeText(from)} 起一刻钟：取号${issued}人`}</title>
          </rect>
          {index % labelled === 0 && (
            <text x={x(index)} y={height - 10} textAnchor="middle">
              {timeText(from)}
            </text>
          )}
        </g>
      ))}
      <polyline points={curve.map(({ waiting }, index) => `${x(index)},${y(waiting)}`).join(' ')} />
      {curve.map(({ from, waiting }, index) => (
        <circle key={from} cx={x(index)} cy={y(waiting)} r={4} />
      ))}
    </svg>
  );
}
