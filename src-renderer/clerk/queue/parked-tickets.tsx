import { Button } from 'antd';
import type { TicketRow } from '#shared/contracts/views.ts';

/** Whoever was put aside at this counter, why, and calling them back. */
export function ParkedTickets({
  tickets,
  free,
  onCall,
}: {
  readonly tickets: readonly TicketRow[];
  /** Nobody is here now. */
  readonly free: boolean;
  readonly onCall: (ticketId: string) => void;
}) {
  if (tickets.length === 0) return null;
  return (
    <section className="queue-list queue-missed" aria-label="挂起">
      <h2>
        挂起 <strong>{tickets.length}</strong>
      </h2>
      <ul>
        {tickets.map(({ id, number, note }) => (
          <li key={id}>
            <span>
              <strong>{number}</strong> {note}
            </span>
            <Button
              size="small"
              disabled={!free}
              onClick={() => onCall(id)}
              aria-label={`继续办理${number}号`}
            >
              继续办理
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
