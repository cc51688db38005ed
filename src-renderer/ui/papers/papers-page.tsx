import type { CustodyView } from '#shared/contracts/papers.ts';
import { CaseNumber } from '../cases/case-number.tsx';
import { EmptyHint } from '../theme/empty-hint.tsx';
import { type CustodyClient, CustodyPanel } from './custody-panel.tsx';

/** The papers that lie at this desk, or are on their way from or to it. */
export function PapersPage({
  list,
  client,
}: {
  readonly list: readonly CustodyView[];
  readonly client: CustodyClient;
}) {
  const toSign = list.filter(({ can }) => can.includes('takeOver')).length;
  return (
    <section className="desk-page" aria-label="卷宗交接">
      <header className="desk-page-head">
        <div>
          <h1>卷宗交接</h1>
          <p>
            本处卷宗和往来途中的卷宗，最近动过的在前
            {toSign > 0 ? `，其中${toSign}件等您签收。` : '。卷宗须在中心内运行，取出要有法定事由。'}
          </p>
        </div>
      </header>
      <div className="desk-page-body">
        {list.length === 0 ? (
          <EmptyHint title="本处没有卷宗">
            <p>收件后卷宗在收件窗口；移交、退回的卷宗签收后列在这里。</p>
          </EmptyHint>
        ) : (
          <ul className="papers-list">
            {list.map((view) => (
              <li key={view.caseId}>
                <p className="papers-case">
                  <b>{view.matterName}</b>
                  <CaseNumber number={view.caseNumber} />
                </p>
                <CustodyPanel view={view} client={client} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
