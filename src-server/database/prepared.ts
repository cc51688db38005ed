import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const mark = '/* prepared */ ';

/**
 * Stands before a statement whose text is always the same and that is given often: each connection parses and plans it
 * once. Not before a text that differs from call to call, since a connection keeps every one that it has seen.
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/** A connection that gives a marked statement a name, by which PostgreSQL keeps it. */
export class PreparingClient extends pg.Client {
  // Kysely hands over a text and its values; what else `pg` knows passes through as it is.
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of `pg` cannot be repeated in one signature
  override query(text: any, ...rest: any[]): any {
    const named =
      typeof text === 'string' && text.trimStart().startsWith(mark) ? { name: nameOf(text), text } : text;
    return super.query(named, ...rest);
  }
}

const names = new Map<string, string>();
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}
