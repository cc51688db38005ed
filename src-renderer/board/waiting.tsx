import type { BoardScreen } from '#shared/contracts/board.ts';

/** How many wait, by category. */
export function Waiting({ waiting }: { readonly waiting: BoardScreen['waiting'] }) {
  return (
    <section className="board-waiting" aria-label="等候人数">
      <h2>等候人数</h2>
      <ul>
        {waiting.map(({ prefix, categoryName, count }) => (
          <li key={prefix}>
            <i>{prefix}</i>
            <span>{categoryName}</span>
            <strong className="board-count">{count}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
