import { type RawBuilder, sql } from 'kysely';

/** What a type is called inside PostgreSQL (pg_type.oid, fixed for ever), and what stands before its text on the wire. */
const wireForms = { json: { oid: 114, head: [] }, jsonb: { oid: 3802, head: [1] } } as const;

/** A column: the texts of JSON documents, or values of another type as `pg` writes them. */
export type Column =
  | readonly [type: keyof typeof wireForms, texts: readonly (string | null)[]]
  | readonly [type: 'int' | 'text' | 'timestamptz' | 'uuid', values: readonly unknown[]];

/** Rows as one array a column: a statement stays the same text, however many rows it has. */
export function unnested(columns: Record<string, Column>): RawBuilder<unknown> {
  const arrays = Object.values(columns).map(
    (column) => sql`${isDocuments(column) ? binaryArray(...column) : column[1]}::${sql.raw(column[0])}[]`,
  );
  const names = Object.keys(columns).map((name) => sql.ref(name));
  return sql`unnest(${sql.join(arrays)}) as new (${sql.join(names)})`;
}

const isDocuments = (column: Column): column is Extract<Column, readonly ['json' | 'jsonb', unknown]> =>
  column[0] in wireForms;

/**
 * Documents as an array in PostgreSQL's binary form (`array_recv`), which `pg` passes on as it is: as an array's text
 * every quotation mark in them would be escaped here and read back there, which costs more than deciding about them.
 */
function binaryArray(type: keyof typeof wireForms, texts: readonly (string | null)[]): Buffer {
  const { oid, head } = wireForms[type];
  // Three bytes are the most that a character of a text takes; counting them first costs as much as writing them.
  const most = texts.reduce((sum, text) => sum + head.length + 3 * (text?.length ?? 0), 0);
  const bytes = Buffer.allocUnsafe(20 + 4 * texts.length + most);
  // One dimension, whether there are nulls, the type; then how many, counted from 1.
  let at = 0;
  for (const part of [1, texts.includes(null) ? 1 : 0, oid, texts.length, 1])
    at = bytes.writeInt32BE(part, at);
  for (const text of texts) {
    if (text === null) {
      at = bytes.writeInt32BE(-1, at);
      continue;
    }
    const length = at;
    at += 4;
    for (const byte of head) at = bytes.writeUInt8(byte, at);
    at += bytes.write(text, at);
    bytes.writeInt32BE(at - length - 4, length);
  }
  return bytes.subarray(0, at);
}
