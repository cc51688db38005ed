import { isConcluded } from '#shared/cases/case-file.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import './case-marks.css';

/** The light of a deadline: a colour, and always its meaning in words. */
export function Light({ row }: { readonly row: Pick<CaseRow, 'light' | 'lightText'> }) {
  return <span className={`light light-${row.light}`}>{row.lightText}</span>;
}

/** Where a case stands, with what makes it unlike the rest. */
export function CaseState({
  row,
}: {
  readonly row: Pick<CaseRow, 'status' | 'statusName' | 'pending' | 'owing' | 'attention' | 'voidRequested'>;
}) {
  return (
    <span className="case-state">
      <span className={`case-status case-status-${row.status}`}>{row.statusName}</span>
      {row.owing !== null && (
        <span className={row.owing.overdue ? 'case-owing case-owing-overdue' : 'case-owing'}>
          {row.owing.text}
        </span>
      )}
      {row.pending > 0 && <span className="case-pending">待上传</span>}
      {row.voidRequested && <span className="case-pending">待复核作废</span>}
      {row.attention !== null && <span className="case-attention">需处理</span>}
    </span>
  );
}

/** 下沉: the matter is received below, for the department above. */
export function SunkTag() {
  return <span className="sunk-tag">下沉</span>;
}

/** Whether a case has ended without a decision: then nothing falls due any more. */
export const endedUndecided = ({ status }: Pick<CaseRow, 'status'>): boolean =>
  isConcluded(status) && status !== 'delivered';
