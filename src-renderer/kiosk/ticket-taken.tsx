import { useEffect, useRef, useState } from 'react';
import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { useTouch } from './use-touch.ts';

type Ticket = NonNullable<KioskScreen['lastTicket']>;

const secondsShown = 15;
/** Whose paper did not come has to write the number down. */
const secondsShownWithoutPaper = 40;
/** The second tap of a double tap lands here, where the button was a moment ago. */
const deafFor = 900;

/** The ticket that was just taken, very large, until a touch or for some seconds. */
export function TicketTaken({ ticket, onDone }: { readonly ticket: Ticket; readonly onDone: () => void }) {
  const { print } = ticket;
  const paper = print === 'printed' || print === 'printing';
  const left = useCountdown(paper ? secondsShown : secondsShownWithoutPaper, print, onDone);
  const shownAt = useRef(performance.now());
  const back = useTouch(() => {
    if (performance.now() - shownAt.current > deafFor) onDone();
  });
  return (
    <section className="kiosk-ticket" aria-live="assertive">
      <p className="kiosk-ticket-category">
        {[ticket.categoryName, ...ticket.also].join('、')}
        {ticket.laneName !== '' && `　${ticket.laneName}`}
      </p>
      {ticket.matters.length > 0 && <p>手机预选：{ticket.matters.join('、')}</p>}
      {ticket.again && <p className="kiosk-ticket-again">您今天已经取过这个号，已重新打印，不用再取。</p>}
      <p className="kiosk-ticket-number" data-testid="ticket-number">
        {ticket.number}
      </p>
      <p className="kiosk-ticket-ahead">
        {ticket.ahead === 0 ? '前面没有人，请留意叫号' : `前面还有 ${ticket.ahead} 人`}
      </p>
      {ticket.expectedMinutes !== null && ticket.ahead > 0 && (
        <p>预计等候约 {ticket.expectedMinutes} 分钟，以实际叫号为准</p>
      )}
      {ticket.remark !== '' && <p className="kiosk-ticket-remark">{ticket.remark}</p>}
      <p className={paper ? 'kiosk-print' : 'kiosk-print kiosk-print-failed'}>{ticket.sentence}</p>
      <button type="button" className="kiosk-back" {...back}>
        返回{print === 'printing' ? '' : `（${left}秒）`}
      </button>
    </section>
  );
}

/** Counts down from `seconds`, anew whenever the state of the print changes, and not while it prints. */
function useCountdown(seconds: number, print: Ticket['print'], onEnd: () => void): number {
  const [left, setLeft] = useState(seconds);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    setLeft(seconds);
    // Even a print that never ends must not keep the kiosk from the next person.
    const total = print === 'printing' ? secondsShownWithoutPaper : seconds;
    let passed = 0;
    const timer = setInterval(() => {
      passed += 1;
      setLeft(total - passed);
      if (passed >= total) {
        clearInterval(timer);
        end.current();
      }
    }, 1_000);
    return () => clearInterval(timer);
  }, [seconds, print]);
  return Math.max(0, left);
}
