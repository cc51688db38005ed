import type { Slip } from './slip.ts';

const mark = { kind: 'text', text: '（重打）', align: 'center' } as const;

/** The same slip, marked as a copy; one that is marked already stays as it is. */
export function asCopy(slip: Slip): Slip {
  const marked = slip.lines.some((line) => line.kind === 'text' && line.text === mark.text);
  return marked ? slip : { ...slip, lines: [mark, ...slip.lines] };
}
