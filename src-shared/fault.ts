/**
 * What may be logged of an error. Never its message nor the details that PostgreSQL adds: both quote the value at
 * fault, and that can be a citizen's name. Class, code, table, constraint and place lead to the cause as well.
 */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint, routine } = error as Partial<
    Record<'code' | 'table' | 'constraint' | 'routine', unknown>
  >;
  const at = error.stack
    ?.split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const cause = error.cause === undefined ? undefined : faultOf(error.cause);
  return { type: error.name, code, table, constraint, routine, at, cause };
}
