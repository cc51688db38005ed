import { Button } from 'antd';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Visit } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

/** The person at the counter now, and who answers for them to the end (首问负责). */
export function VisitNow({ visit }: { readonly visit: Visit }) {
  const close = useAction(() => clerk.visits.close());
  useKeys({ [keyMap.closeVisit]: () => close.run() });
  return (
    <section className="ticket-now ticket-now-served" aria-label="正在接待">
      <p className="ticket-now-state">正在接待</p>
      <p className={visit.ticketNumber === null ? 'ticket-now-none' : 'ticket-now-number'}>
        {visit.ticketNumber ?? '无号来访'}
      </p>
      <p className="ticket-now-about">
        首问责任人　{visit.firstReceiver}
        <span>{timeText(visit.openedAt)} 开始</span>
      </p>
      <Button block loading={close.busy} onClick={() => close.run()}>
        结束接待
        <KeyHint>{keyMap.closeVisit}</KeyHint>
      </Button>
      <Refusal>{close.sentence}</Refusal>
    </section>
  );
}
