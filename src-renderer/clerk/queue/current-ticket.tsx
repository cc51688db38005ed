import { Button } from 'antd';
import type { TicketRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { SetAside } from './set-aside.tsx';

/** The number that was called and has not come yet. */
export function CurrentTicket({ ticket }: { readonly ticket: TicketRow }) {
  const arrive = useAction(() => clerk.queue.arrive());
  const recall = useAction(() => clerk.queue.recall());
  const miss = useAction(() => clerk.queue.miss());
  useKeys({
    [keyMap.arrive]: () => arrive.run(),
    [keyMap.recall]: () => recall.run(),
    [keyMap.miss]: () => miss.run(),
  });
  return (
    <section className="ticket-now" aria-label="当前叫号">
      <p className="ticket-now-state">已呼叫{ticket.calls > 1 ? `${ticket.calls}次` : ''}</p>
      <p className="ticket-now-number" data-testid="current-ticket">
        {ticket.number}
      </p>
      <p className="ticket-now-about">
        {ticket.categoryName}
        {ticket.holderName !== null && `　${ticket.holderName}`}
        {ticket.also.length > 0 && <span>一并办理：{ticket.also.join('、')}</span>}
        {ticket.matters.length > 0 && (
          <span>手机预选：{ticket.matters.map(({ name }) => name).join('、')}</span>
        )}
        {ticket.laneText !== '' && <span>{ticket.laneText}</span>}
        {ticket.note !== null && <span className="ticket-now-note">{ticket.note}</span>}
        {ticket.calledAt !== null && <span>{timeText(ticket.calledAt)} 呼叫</span>}
      </p>
      <Button type="primary" size="large" block loading={arrive.slow} onClick={() => arrive.run()}>
        开始办理
        <KeyHint>{keyMap.arrive}</KeyHint>
      </Button>
      <div className="ticket-now-more">
        <Button loading={recall.slow} onClick={() => recall.run()}>
          重呼
          <KeyHint>{keyMap.recall}</KeyHint>
        </Button>
        <Button loading={miss.slow} onClick={() => miss.run()}>
          过号
          <KeyHint>{keyMap.miss}</KeyHint>
        </Button>
      </div>
      <SetAside />
      <Refusal>{arrive.sentence || recall.sentence || miss.sentence}</Refusal>
    </section>
  );
}
