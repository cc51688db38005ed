import type { TicketRow } from '#shared/contracts/views.ts';
import { byCategory } from './by-category.ts';

/** Who waits, by category: the first of them where there are very many. */
export function WaitingTickets({
  tickets,
  count,
  alone,
}: {
  readonly tickets: readonly TicketRow[];
  readonly count: number;
  /** The hall is out of reach: these are the numbers of this counter. */
  readonly alone: boolean;
}) {
  return (
    <section className="queue-list" aria-label="等候">
      <h2>
        {alone && '本窗口'}等候 <strong>{count}</strong>
      </h2>
      {tickets.length === 0 ? (
        <p className="queue-nobody">
          {alone
            ? '大厅中断，在本窗口取的号才出现在这里。'
            : '取号后会出现在这里。有人来到窗口时，也可无号直接接待。'}
        </p>
      ) : (
        <ul>
          {byCategory(tickets).map(({ name, numbers }) => (
            <li key={name}>
              <div className="queue-category">
                <span>{name}</span>
                <strong>{numbers.length}人</strong>
              </div>
              <p className="queue-numbers">{numbers.join('　')}</p>
            </li>
          ))}
        </ul>
      )}
      {count > tickets.length && <p className="queue-nobody">还有{count - tickets.length}人</p>}
    </section>
  );
}
