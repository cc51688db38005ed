import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { Desk } from '#shared/contracts/clerk.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { CaseState, endedUndecided, Light } from '../../ui/cases/light.tsx';
import type { Visit } from '../desk.ts';
import { MatterForPublic } from '../matters/chosen-matter.tsx';
import { openCase } from '../shell/place.ts';
import { LastPrint } from './last-print.tsx';
import './visit-column.css';

/** The cases of this visit, what the public is told about the matter at hand, and what the printer did last. */
export function VisitColumn({
  visit,
  lastPrint,
}: {
  readonly visit: Visit | null;
  readonly lastPrint: Desk['lastPrint'];
}) {
  const cases = visit?.cases ?? [];
  const matter = visit?.draft.matter ?? null;
  return (
    <aside className="visit-column" aria-label="本次办件">
      <section
        className={matter === null ? 'visit-cases' : 'visit-cases visit-cases-few'}
        hidden={matter !== null && cases.length === 0}
      >
        <h2>本次办件{cases.length > 0 && `（${cases.length}）`}</h2>
        {cases.length === 0 && matter === null ? (
          <p className="visit-cases-none">收件后，办件编号和到期日显示在这里。以前的办件请按 Alt+2 查询。</p>
        ) : (
          <ul>
            {cases.toReversed().map((row) => (
              <li key={row.id}>
                <CaseCard row={row} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {matter !== null && <MatterForPublic key={matter.code} matter={matter} />}
      <LastPrint print={lastPrint} onA4={cases.length > 0} />
    </aside>
  );
}

function CaseCard({ row }: { readonly row: CaseRow }) {
  return (
    <button type="button" className="case-card" onClick={() => openCase(row.id)}>
      <strong>{row.matterName}</strong>
      <CaseNumber number={row.caseNumber} />
      <CaseState row={row} />
      {!endedUndecided(row) && (
        <>
          <span>{row.promisedText}</span>
          <Light row={row} />
        </>
      )}
      {row.attention !== null && <span className="case-card-attention">{row.attention}</span>}
    </button>
  );
}
