import { Button } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { CurrentTicket } from './current-ticket.tsx';
import { MissedTickets } from './missed-tickets.tsx';
import { VisitNow } from './visit-now.tsx';
import { WaitingTickets } from './waiting-tickets.tsx';
import './queue-column.css';

/** Who is called, who is served, who waits. */
export function QueueColumn({ desk }: { readonly desk: Desk }) {
  const { current, waiting, missed } = desk.queue;
  const { visit } = desk;
  const callNext = useAction((ticketId?: string) =>
    clerk.queue.callNext(ticketId === undefined ? {} : { ticketId }),
  );
  const openVisit = useAction(() => clerk.visits.open());
  useKeys({ [keyMap.callNext]: () => callNext.run(), [keyMap.openVisit]: () => openVisit.run() });

  const free = current === null && visit === null;
  return (
    <aside className="queue-column" aria-label="叫号">
      {current !== null && <CurrentTicket ticket={current} />}
      {visit !== null && <VisitNow visit={visit} />}
      {free && (
        <section className="queue-free">
          <p>{waiting.length > 0 ? `有${waiting.length}人等候` : '现在没有人等候'}</p>
          <Button type="primary" size="large" block loading={callNext.busy} onClick={() => callNext.run()}>
            叫下一位
            <KeyHint>{keyMap.callNext}</KeyHint>
          </Button>
          <Button block loading={openVisit.busy} onClick={() => openVisit.run()}>
            无号直接接待
            <KeyHint>{keyMap.openVisit}</KeyHint>
          </Button>
        </section>
      )}
      <Refusal>{callNext.sentence || openVisit.sentence}</Refusal>
      <WaitingTickets tickets={waiting} />
      <MissedTickets tickets={missed} onCall={callNext.run} />
    </aside>
  );
}
