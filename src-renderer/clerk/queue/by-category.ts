import type { TicketRow } from '#shared/contracts/views.ts';

export interface CategoryQueue {
  readonly name: string;
  readonly numbers: readonly string[];
}

/** Tickets under their categories, in the order in which each category's first ticket came. */
export function byCategory(
  tickets: ReadonlyArray<Pick<TicketRow, 'number' | 'categoryName'>>,
): readonly CategoryQueue[] {
  const queues = new Map<string, string[]>();
  for (const { categoryName, number } of tickets) {
    const numbers = queues.get(categoryName);
    if (numbers === undefined) queues.set(categoryName, [number]);
    else numbers.push(number);
  }
  return [...queues].map(([name, numbers]) => ({ name, numbers }));
}
