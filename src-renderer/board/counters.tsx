import type { BoardScreen } from '#shared/contracts/board.ts';

type Counter = BoardScreen['counters'][number];

/** What is at each counter of the hall. */
export function Counters({ counters }: { readonly counters: readonly Counter[] }) {
  return (
    <section className="board-counters" aria-label="窗口">
      <ul>
        {counters.map((counter) => (
          <li key={counter.number} className={`board-counter-${counter.state}`}>
            <span>{counter.name}</span>
            <strong>{told(counter)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

const told = ({ ticketNumber, pausedFor }: Counter): string =>
  ticketNumber ?? (pausedFor === null ? '—' : '暂停');

/** The display over one counter: its number and whom it serves, as large as it goes. */
export function CounterDisplay({ counter }: { readonly counter: Counter }) {
  const { name, state, ticketNumber, pausedFor } = counter;
  return (
    <section className={`counter-display counter-display-${state}`} aria-live="polite">
      <h2>{name}</h2>
      <p className="counter-display-number">
        {ticketNumber ?? (state === 'paused' ? pausedFor : '欢迎办理')}
      </p>
      <p>
        {state === 'calling'
          ? '请到本窗口'
          : state === 'serving'
            ? '正在办理'
            : state === 'paused'
              ? '请到其他窗口，或稍候'
              : '请等候叫号'}
      </p>
    </section>
  );
}
