import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { CaseNumber } from '../ui/cases/case-number.tsx';

/** What the citizen leaves with: the case number, and by when. */
export function Receipt({ screen }: { readonly screen: Extract<CitizenScreen, { kind: 'taken' }> }) {
  return (
    <section className="citizen-receipt">
      <p className="citizen-receipt-state">{screen.statusName}</p>
      <h1>{screen.matterName}</h1>
      <dl>
        <div>
          <dt>办件编号</dt>
          <dd className="citizen-number">
            <CaseNumber number={screen.caseNumber} />
          </dd>
        </div>
        <div>
          <dt>承诺办结</dt>
          <dd>{screen.dueText}</dd>
        </div>
      </dl>
      <p>凭证由窗口打印，请您收好。查询进度或领取结果时，请出示办件编号或身份证。</p>
    </section>
  );
}
