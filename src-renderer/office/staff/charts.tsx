import { useQuery } from '@tanstack/react-query';
import { queries } from '../desk.ts';
import './charts.css';

/** Staffing of centres and stations against the two or three that they should have, and certificates that run out. */
export function StaffCharts({ onOrganisation }: { readonly onOrganisation: (id: string) => void }) {
  const { data } = useQuery(queries.staff.overview.queryOptions());
  if (data === undefined) return <div className="staff-charts" />;
  const short = data.staffing.filter(({ finding }) => finding !== null);
  // Where something is amiss comes first; the rest is one sentence.
  const shown = [...short, ...data.staffing.filter(({ finding }) => finding === null)].slice(0, 3);
  return (
    <div className="staff-charts">
      <section aria-label="各中心、站专职人员">
        <h2>
          专职人员 <small>每处应配2至3名，{short.length === 0 ? '全部符合' : `${short.length}处不符`}</small>
        </h2>
        {shown.length === 0 ? (
          <p>机构名录里还没有中心和站。</p>
        ) : (
          <ul>
            {shown.map(({ organisationId, name, people, finding }) => (
              <li key={organisationId}>
                <button type="button" title={finding ?? name} onClick={() => onOrganisation(organisationId)}>
                  <span className="staff-charts-name">{name}</span>
                  <People count={people} right={finding === null} />
                  <span className={finding === null ? '' : 'staff-charts-alert'}>{people}名</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label="执法证到期">
        <h2>
          执法证到期 <small>今后12个月，按月</small>
        </h2>
        <Months months={data.certificates} />
      </section>
    </div>
  );
}

/** A place for each person; the two or three that there should be are marked. */
function People({ count, right }: { readonly count: number; readonly right: boolean }) {
  const places = Array.from({ length: 6 }, (_, index) => index);
  return (
    <svg width="132" height="18" viewBox="0 0 132 18" aria-hidden="true" focusable="false">
      <rect x="22" y="1" width="44" height="16" rx="4" fill="#dcefed" />
      {places.map((place) => (
        <circle
          key={place}
          cx={11 + place * 22}
          cy="9"
          r="5"
          fill={place < count ? (right ? '#0f6d71' : '#b46a00') : 'none'}
          stroke={place < count ? 'none' : '#c3ccc9'}
        />
      ))}
    </svg>
  );
}

function Months({ months }: { readonly months: ReadonlyArray<{ month: string; people: number }> }) {
  const most = Math.max(4, ...months.map(({ people }) => people));
  const total = months.reduce((sum, { people }) => sum + people, 0);
  return (
    <svg
      className="staff-charts-months"
      viewBox="0 0 480 84"
      role="img"
      aria-label={`今后12个月共${total}人的执法证到期`}
    >
      {months.map(({ month, people }, index) => {
        const height = (people / most) * 44;
        const x = index * 40;
        return (
          <g key={month}>
            <title>{`${month.replace('-', '年')}月：${people}人`}</title>
            <rect x={x + 9} y={62 - height} width="22" height={height} rx="3" fill="#1c8f96" />
            {people > 0 && (
              <text x={x + 20} y={57 - height} textAnchor="middle">
                {people}
              </text>
            )}
            <text x={x + 20} y="78" textAnchor="middle" className="staff-charts-month">
              {Number(month.slice(5)) === 1 || index === 0
                ? `${month.slice(2, 4)}/${Number(month.slice(5))}`
                : `${Number(month.slice(5))}月`}
            </text>
          </g>
        );
      })}
      <path d="M0 62.5H480" stroke="#c3ccc9" />
    </svg>
  );
}
