import { formatBeijing } from '#shared/clock/beijing.ts';
import type { MatterChangeRow } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';

/** Who proposed a change and why, and what the keepers of the lists have said to it so far. */
export function ChangeHistory({ change }: { readonly change: MatterChangeRow }) {
  const { status, statusName, proposed, opinions, awaited, pending, attention } = change;
  const tone =
    status === 'approved' ? 'office-tag-good' : status === 'proposed' ? 'office-tag-warn' : 'office-tag-bad';
  return (
    <div className="matter-history">
      <p>
        <span className={`office-tag ${tone}`}>{statusName}</span>{' '}
        {pending && <span className="office-tag office-tag-warn">待上传</span>} {proposed.name}于
        {formatBeijing(proposed.at)}提出：{proposed.reason}
      </p>
      {opinions.map(({ keeperName, name, at, outcomeName, reason }) => (
        <p key={keeperName} className="office-faint">
          {keeperName} {name}于{formatBeijing(at)}
          {outcomeName}：{reason}
        </p>
      ))}
      {awaited.length > 0 && <p className="office-faint">还在等{awaited.join('、')}审核</p>}
      <Refusal>{attention ?? ''}</Refusal>
    </div>
  );
}
