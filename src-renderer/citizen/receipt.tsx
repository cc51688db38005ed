import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { CaseNumber } from '../ui/cases/case-number.tsx';
import { RatingPanel } from './rating-panel.tsx';
import { citizen } from './screen.ts';

/** What the citizen leaves with: the case number, and by when. */
export function Receipt({ screen }: { readonly screen: Extract<CitizenScreen, { kind: 'taken' }> }) {
  // Where there is more to say than the number, that comes first for the eye.
  const says = screen.sentences.length + screen.toBring.length > 0;
  return (
    <section className={says ? 'citizen-receipt citizen-receipt-says' : 'citizen-receipt'}>
      <p className={`citizen-receipt-state citizen-receipt-${screen.tone}`}>{screen.statusName}</p>
      <h1>{screen.matterName}</h1>
      <dl>
        <div>
          <dt>办件编号</dt>
          <dd className="citizen-number">
            <CaseNumber number={screen.caseNumber} />
          </dd>
        </div>
        {screen.dueText !== '——' && (
          <div>
            <dt>承诺办结</dt>
            <dd>{screen.dueText}</dd>
          </div>
        )}
      </dl>
      {screen.sentences.map((sentence) => (
        <p key={sentence} className="citizen-plain">
          {sentence}
        </p>
      ))}
      {screen.toBring.length > 0 && (
        <ol className="citizen-bring">
          {screen.toBring.map(({ name, note }) => (
            <li key={name}>
              <strong>{name}</strong>
              <span>{note}</span>
            </li>
          ))}
        </ol>
      )}
      <RatingPanel
        rated={screen.rated}
        rate={(given) => citizen.rate({ caseNumber: screen.caseNumber, ...given })}
      />
      <p>凭证由窗口打印，请您收好。查询进度或领取结果时，请出示办件编号或身份证。</p>
    </section>
  );
}
