import type { BoardScreen } from '#shared/contracts/board.ts';

const largeCalls = 3;
const recentCalls = 4;

/** The newest calls very large, those before them smaller. A new or repeated call blinks. */
export function Calls({ calls }: { readonly calls: BoardScreen['calls'] }) {
  if (calls.length === 0) {
    return (
      <section className="board-calls" aria-label="正在叫号">
        <p className="board-no-calls">请先取号，在此等候叫号</p>
      </section>
    );
  }
  const large = calls.slice(0, largeCalls);
  const recent = calls.slice(largeCalls, largeCalls + recentCalls);
  return (
    <section className="board-calls" aria-label="正在叫号" aria-live="polite">
      <ol className="board-large">
        {large.map((call, index) => (
          // A repeated call is a new row, so that it blinks again.
          <li key={`${call.ticketId}/${call.calls}`} className={index === 0 ? 'board-newest' : undefined}>
            <strong>{call.number}</strong>
            <span>请到</span>
            <b>{call.counterName}</b>
          </li>
        ))}
      </ol>
      {recent.length > 0 && (
        <ol className="board-recent">
          {recent.map((call) => (
            <li key={call.ticketId}>
              <strong>{call.number}</strong>
              <b>{call.counterName}</b>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
