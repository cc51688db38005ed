import { Button } from 'antd';
import type { TicketRow } from '#shared/contracts/views.ts';

/** Numbers that were called and did not come; they may be called again whenever they turn up. */
export function MissedTickets({
  tickets,
  onCall,
}: {
  readonly tickets: readonly TicketRow[];
  readonly onCall: (ticketId: string) => void;
}) {
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
            <Button size="small" onClick={() => onCall(id)} aria-label={`重新叫${number}号`}>
              重新叫号
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
