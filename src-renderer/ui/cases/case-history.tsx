import { Alert } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import './case-history.css';

/** What went wrong with a case and how it was put right: nothing where nothing did. */
export function CaseHistory({ detail }: { readonly detail: CaseDetail }) {
  const { ending, voidRequest, voidRejected, corrections } = detail;
  return (
    <>
      {ending !== null && (
        <Alert
          type="info"
          showIcon
          title={`${ending.name}：${ending.reason}`}
          description={
            <ul className="case-history-facts">
              {ending.facts.map(({ label, value }) => (
                <li key={label}>
                  {label}：{value}
                </li>
              ))}
              <li>
                {ending.by}　{formatBeijing(ending.at)}　编号保留，不再使用。
              </li>
            </ul>
          }
        />
      )}
      {voidRequest !== null && ending === null && (
        <Alert
          type="warning"
          showIcon
          title={`已申请作废，等另一位同事复核：${voidRequest.reason}`}
          description={`${voidRequest.by}　${formatBeijing(voidRequest.at)}`}
        />
      )}
      {voidRejected !== null && (
        <Alert
          type="info"
          showIcon
          title={`作废申请没有通过：${voidRejected.reason}`}
          description={`${voidRejected.by}　${formatBeijing(voidRejected.at)}`}
        />
      )}
      {corrections.length > 0 && (
        <section>
          <h3>更正记录</h3>
          <ol className="case-history-corrections">
            {corrections.map(({ at, by, reason, before }) => (
              <li key={at}>
                <span>
                  {formatBeijing(at)}　{by}　{reason}
                </span>
                {before.map(({ label, value }) => (
                  <span key={label} className="case-history-before">
                    {label} 原为：{value}
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
