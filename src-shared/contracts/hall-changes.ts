import { z } from 'zod';
import { type HallQueue, hallQueueSchema } from './hall-queue.ts';

/**
 * A hall's queue told by what has changed since it was told last: after every call twenty counters hear of it, and a full
 * hall is a thousand times as long as what a call changes.
 */

/** Rows that stay as they were: the place of the first in the list before, and how many. */
const runSchema = z.tuple([z.int().nonnegative(), z.int().positive()]);
type Run = z.infer<typeof runSchema>;

/** A list is told as runs of the one before and rows that are new, in its order; everything else as it is now. */
type Told<Value> = Value extends readonly (infer Row)[] ? readonly (Run | Row)[] : Value;
/** What is not named has not changed. */
export type HallChanges = { readonly [Key in keyof HallQueue]?: Told<HallQueue[Key]> };

const hallChangesSchema = z.object(
  Object.fromEntries(
    Object.entries(hallQueueSchema.shape).map(([key, schema]) => [
      key,
      (schema instanceof z.ZodArray ? z.array(z.union([runSchema, schema.element])) : schema).optional(),
    ]),
  ),
) as unknown as z.ZodType<HallChanges>;

/** Each row is written once, however often its list is told. */
const texts = new WeakMap<object, string>();
function textOf(row: object): string {
  const text = texts.get(row) ?? JSON.stringify(row);
  texts.set(row, text);
  return text;
}

function listChanges(before: readonly object[], after: readonly object[]): (Run | object)[] {
  const places = new Map(before.map((row, place) => [textOf(row), place]));
  const told: (Run | object)[] = [];
  let run: Run | null = null;
  for (const row of after) {
    const place = places.get(textOf(row));
    if (place !== undefined && run !== null && run[0] + run[1] === place) run[1] += 1;
    else {
      run = place === undefined ? null : [place, 1];
      told.push(run ?? row);
    }
  }
  return told;
}

const isList = (value: unknown): value is readonly object[] => Array.isArray(value);

/** What leads from one queue to the other; null where nothing does. */
export function hallChanges(before: HallQueue, after: HallQueue): HallChanges | null {
  const changes: Record<string, unknown> = {};
  for (const key of Object.keys(hallQueueSchema.shape) as (keyof HallQueue)[]) {
    const [was, is] = [before[key], after[key]];
    if (isList(was) && isList(is)) {
      if (was.length === is.length && was.every((row, place) => row === is[place])) continue;
      const told = listChanges(was, is);
      const [first] = told;
      const same = told.length === 1 && Array.isArray(first) && first[1] === was.length;
      if (!same && was.length + is.length > 0) changes[key] = told;
    } else if (JSON.stringify(was) !== JSON.stringify(is)) changes[key] = is;
  }
  return Object.keys(changes).length === 0 ? null : changes;
}

/**
 * The queue after changes that came over the wire. Rows that stay are the same objects.
 * @throws ZodError, RangeError where the changes do not fit
 */
export function changedBy(before: HallQueue, text: string): HallQueue {
  const changes = hallChangesSchema.parse(JSON.parse(text));
  const after: Record<string, unknown> = { ...before };
  for (const [key, told] of Object.entries(changes)) {
    const was: unknown = before[key as keyof HallQueue];
    after[key] =
      isList(told) && isList(was)
        ? (told as readonly (Run | object)[]).flatMap((each) => (isRun(each) ? runOf(was, each) : each))
        : told;
  }
  return after as unknown as HallQueue;
}

const isRun = (told: Run | object): told is Run => Array.isArray(told);
function runOf(list: readonly object[], [first, count]: Run): readonly object[] {
  if (first + count > list.length) throw new RangeError('changes of a queue that is not held here');
  return list.slice(first, first + count);
}
