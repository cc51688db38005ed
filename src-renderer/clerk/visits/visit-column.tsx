import type { Desk } from '#shared/contracts/clerk.ts';
import type { CaseRow } from '#shared/contracts/views.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { CaseState, Light } from '../../ui/cases/light.tsx';
import type { Visit } from '../desk.ts';
import { openCase } from '../shell/place.ts';
import { LastPrint } from './last-print.tsx';
import './visit-column.css';

/** The cases of this visit, and what the printer did last. */
export function VisitColumn({
  visit,
  lastPrint,
}: {
  readonly visit: Visit | null;
  readonly lastPrint: Desk['lastPrint'];
}) {
  const cases = visit?.cases ?? [];
  return (
    <aside className="visit-column" aria-label="本次办件">
      <section className="visit-cases">
        <h2>本次办件{cases.length > 0 && `（${cases.length}）`}</h2>
        {cases.length === 0 ? (
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
      <LastPrint print={lastPrint} caseId={cases.at(-1)?.id} />
    </aside>
  );
}

function CaseCard({ row }: { readonly row: CaseRow }) {
  return (
    <button type="button" className="case-card" onClick={() => openCase(row.id)}>
      <strong>{row.matterName}</strong>
      <CaseNumber number={row.caseNumber} />
      <CaseState row={row} />
      <span>{row.promisedText}</span>
      <Light light={row.light} />
      {row.attention !== null && <span className="case-card-attention">{row.attention}</span>}
    </button>
  );
}
