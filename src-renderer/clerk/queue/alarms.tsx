import { Button } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { clerk } from '../desk.ts';
import './alarms.css';

/** Who needs help at once, on every desk of the hall until somebody has seen to it; and what else to see to. */
export function Alarms({ queue }: { readonly queue: Desk['queue'] }) {
  const settle = useAction((counter: { id: string; name: string }) =>
    clerk.queue.arrange({ name: 'settleAlarm', args: { counter, note: '' } }),
  );
  return (
    <>
      {queue.hall.alarms.map(({ counter, at }) => (
        <div key={counter.id} className="alarm" role="alert">
          <strong>{counter.name} 紧急求助</strong>
          <span>
            {timeText(at)}，请就近的同事和保安立即到场。{settle.sentence}
          </span>
          <Button size="small" loading={settle.slow} onClick={() => settle.run(counter)}>
            已到场处理
          </Button>
        </div>
      ))}
      {queue.alerts.map((sentence) => (
        <div key={sentence} className="alarm alarm-look" role="status">
          {sentence}
        </div>
      ))}
    </>
  );
}
