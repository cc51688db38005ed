import { Button } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/views.ts';
import { outcomeNames } from './outcome-names.ts';

/** The decision as it stands; after the signature, the way to the next case. */
export function Signed({ detail, onNext }: { readonly detail: CaseDetail; readonly onNext?: () => void }) {
  const { decision } = detail;
  return (
    <aside className="department-sign" aria-label="签批">
      <h3>签批</h3>
      {decision === null ? (
        <p>窗口受理后才能签批，当前状态：{detail.statusName}。请在左边选择其他办件。</p>
      ) : (
        <>
          <p className={`department-signed department-signed-${decision.outcome}`}>
            已签批：{outcomeNames[decision.outcome]}
          </p>
          <p>{decision.opinion}</p>
          <p className="department-faint">
            {decision.decidedBy}　{formatBeijing(decision.decidedAt)}
          </p>
          <p className="department-faint">
            {detail.pending > 0
              ? '结果已保存，连通后自动送回原收件窗口。'
              : '结果已送回原收件窗口，由窗口发证、送达。'}
          </p>
          {onNext !== undefined && (
            <Button type="primary" autoFocus onClick={onNext}>
              看下一件
            </Button>
          )}
        </>
      )}
    </aside>
  );
}
