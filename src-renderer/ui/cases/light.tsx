import type { CaseRow } from '#shared/contracts/views.ts';
import './case-marks.css';

const words: Readonly<Record<CaseRow['light'], string>> = {
  normal: '时限正常',
  prompt: '即将到期',
  yellow: '已超承诺时限',
  red: '已超法定时限',
};

/** The light of a deadline: a colour, and always its meaning in words. */
export function Light({ light }: { readonly light: CaseRow['light'] }) {
  return <span className={`light light-${light}`}>{words[light]}</span>;
}

/** Where a case stands, with what makes it unlike the rest. */
export function CaseState({
  row,
}: {
  readonly row: Pick<CaseRow, 'status' | 'statusName' | 'pending' | 'attention'>;
}) {
  return (
    <span className="case-state">
      <span className={`case-status case-status-${row.status}`}>{row.statusName}</span>
      {row.pending > 0 && <span className="case-pending">待上传</span>}
      {row.attention !== null && <span className="case-attention">需处理</span>}
    </span>
  );
}

/** 下沉: the matter is received below, for the department above. */
export function SunkTag() {
  return <span className="sunk-tag">下沉</span>;
}
