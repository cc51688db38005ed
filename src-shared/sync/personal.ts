import { z } from 'zod';
import { canonicalJson, type Digest, digestOf } from './canonical.ts';

/**
 * Personal data inside a command or a state. The chain of hashes covers only a salted digest of it, so that the
 * data itself can be erased when retention ends and the chain still holds.
 */
export type Personal<Value> = { salt: string; personal: Value } | { digest: Digest };

/**
 * The schema of a personal field in a command: always present. Erasing comes later, on what is kept; a command that
 * arrives without its data has been tampered with on its way, which the hash cannot tell.
 */
export const personalSchema = <Schema extends z.ZodType>(value: Schema) =>
  z.strictObject({ salt: z.string().min(16).max(64), personal: value });

/** What a screen says in the place of what was erased. */
export const erasedText = '（已按保存期限清除）';

/** Whether something personal in a state, given as JSON, has been erased: of such a field nothing but its digest is left. */
export const hasErased = (state: string): boolean => /\{"digest": ?"[^"]*"\}/.test(state);

/** The value, or null once it has been erased. */
export const reveal = <Value>(field: Personal<Value>): Value | null =>
  'personal' in field ? field.personal : null;

/** Replaces every personal field below `value` by its digest; what is already erased stays as it is. */
export function withoutPersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (value === null || typeof value !== 'object') return value;
  if ('salt' in value && 'personal' in value) {
    return { digest: digestOf(`${String(value.salt)}\n${canonicalJson(value.personal)}`) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPersonal(inner)]));
}
