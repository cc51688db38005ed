import { Button } from 'antd';
import type { TicketRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

/** Numbers that were called and did not come; they are called again, or wait again, whenever they turn up. */
export function MissedTickets({
  tickets,
  onCall,
}: {
  readonly tickets: readonly TicketRow[];
  /** Left out where nobody is called. */
  readonly onCall?: (ticketId: string) => void;
}) {
  const comeBack = useAction((ticketId: string) => clerk.queue.comeBack({ ticketId }));
  if (tickets.length === 0) return null;
  return (
    <section className="queue-list queue-missed" aria-label="过号">
      <h2>
        过号 <strong>{tickets.length}</strong>
      </h2>
      <ul>
        {tickets.map(({ id, number, categoryName }) => (
          <li key={id}>
            <span>
              <strong>{number}</strong> {categoryName}
            </span>
            <span className="queue-acts">
              {onCall !== undefined && (
                <Button size="small" onClick={() => onCall(id)} aria-label={`重新叫${number}号`}>
                  重新叫号
                </Button>
              )}
              <Button
                size="small"
                type="text"
                title="人已回来：保留一半等候时间，重新排队"
                onClick={() => comeBack.run(id)}
                aria-label={`${number}号重新排队`}
              >
                重新排队
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Refusal>{comeBack.sentence}</Refusal>
    </section>
  );
}
