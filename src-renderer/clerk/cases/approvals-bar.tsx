import { Button } from 'antd';
import { showCases } from '../shell/place.ts';
import '../queue/alarms.css';

/** Tells whoever leads the centre that something taken in outside the hall waits for their approval. */
export function ApprovalsBar({ waiting }: { readonly waiting: number }) {
  if (waiting === 0) return null;
  return (
    <div className="alarm alarm-look" role="status">
      有{waiting}件厅外收件等待中心批准，批准前不能签批、发证。
      <Button size="small" onClick={() => showCases('outside')}>
        查看
      </Button>
    </div>
  );
}
