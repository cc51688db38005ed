import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { CurrentTicket } from './current-ticket.tsx';
import { MissedTickets } from './missed-tickets.tsx';
import { useNumberActs } from './number-acts.tsx';
import { OwnCounter } from './own-counter.tsx';
import { ParkedTickets } from './parked-tickets.tsx';
import { PresentDialog } from './present-dialog.tsx';
import { VisitNow } from './visit-now.tsx';
import { WaitingTickets } from './waiting-tickets.tsx';
import './queue-column.css';

/** Who is called, who is served, who waits. */
export function QueueColumn({ desk }: { readonly desk: Desk }) {
  const { current, hall, counterId } = desk.queue;
  const { waiting, waitingCount, missed, parked, counters } = hall;
  const { visit } = desk;
  const numbers = useNumberActs(desk);
  const [presenting, setPresenting] = useState(false);
  // A station has no hall: people come in, and whoever is next is received.
  const queued = hall.categories.length > 0;
  // In a hall of one counter every number is called here.
  const byNumber = counters.length > 1;
  const callNext = useAction((ticketId?: string) =>
    clerk.queue.callNext(ticketId === undefined ? {} : { ticketId }),
  );
  const openVisit = useAction(() => clerk.visits.open());
  // Then the queue here is this counter's alone: whoever holds a number of the hall is not in it.
  const alone = desk.hallLink.mode === 'alone';
  const free = current === null && visit === null;
  // What was refused while somebody was here says nothing any more once they have gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever somebody else is called or received
  useEffect(() => {
    callNext.clear();
    openVisit.clear();
  }, [current?.id, visit?.id]);
  useKeys({
    [keyMap.callNext]: () => (queued ? callNext.run() : openVisit.run()),
    [keyMap.openVisit]: () => openVisit.run(),
    [keyMap.present]: () => byNumber && free && setPresenting(true),
  });

  const own = counters.find(({ id }) => id === counterId);
  return (
    <aside className="queue-column" aria-label="叫号">
      {current !== null && <CurrentTicket ticket={current} />}
      {visit !== null && <VisitNow visit={visit} />}
      {free && (
        <section className="queue-free">
          {queued ? (
            <>
              <p>
                {alone ? '本窗口' : waitingCount > 0 ? '' : '现在'}
                {waitingCount > 0 ? `有${waitingCount}人等候` : '没有人等候'}
              </p>
              <Button
                type="primary"
                size="large"
                block
                loading={callNext.slow}
                onClick={() => callNext.run()}
              >
                叫下一位
                <KeyHint>{keyMap.callNext}</KeyHint>
              </Button>
              <Button block loading={openVisit.slow} onClick={() => openVisit.run()}>
                无号直接接待
                <KeyHint>{keyMap.openVisit}</KeyHint>
              </Button>
            </>
          ) : (
            <Button
              type="primary"
              size="large"
              block
              loading={openVisit.slow}
              onClick={() => openVisit.run()}
            >
              接待下一位
              <KeyHint>{keyMap.callNext}</KeyHint>
            </Button>
          )}
          {byNumber && (
            <Button block onClick={() => setPresenting(true)}>
              按号接待
              <KeyHint>{keyMap.present}</KeyHint>
            </Button>
          )}
          {queued && <div className="ticket-now-more">{numbers.buttons}</div>}
        </section>
      )}
      <Refusal>{callNext.sentence || openVisit.sentence}</Refusal>
      {queued && (
        <>
          <ParkedTickets
            tickets={parked.filter((each) => each.counterId === counterId)}
            free={free}
            onCall={callNext.run}
          />
          <WaitingTickets tickets={waiting} count={waitingCount} alone={alone} />
          <MissedTickets tickets={missed} onCall={callNext.run} />
          {own !== undefined && <OwnCounter counter={own} />}
        </>
      )}
      <PresentDialog open={presenting} onClose={() => setPresenting(false)} />
      {numbers.dialogs}
    </aside>
  );
}
