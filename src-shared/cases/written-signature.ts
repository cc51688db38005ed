import { z } from 'zod';

/** The field that people sign in, in units of its own; what is written is kept in these. */
export const signatureField = { width: 600, height: 260 } as const;

/**
 * A signature as it was written: each stroke its points, one after another, as `x,y,pressure,ms`, with the pressure from
 * 0 to 100 and the milliseconds since the stroke began. Strokes and no picture: they show how it was written, and are
 * drawn at any size. As text, since some hundreds of points as objects take five times the room in every copy of a case.
 */
export const writtenSignatureSchema = z
  .array(
    z
      .string()
      .max(6_000)
      .regex(/^\d{1,3},\d{1,3},\d{1,3},\d{1,6}(?: \d{1,3},\d{1,3},\d{1,3},\d{1,6})*$/),
  )
  .min(1)
  .max(80)
  .refine((strokes) => strokes.reduce((sum, each) => sum + each.length, 0) <= 24_000);
export type WrittenSignature = z.infer<typeof writtenSignatureSchema>;

/** A point of a stroke: place in the field, pressure 0 to 1, and milliseconds since the stroke began. */
export interface StrokePoint {
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
  readonly at: number;
}
export type Stroke = readonly StrokePoint[];

const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));

/**
 * Strokes as they are kept: points that lie on each other are one, and a hand that leaves the field stays at its edge.
 * @returns null where what was written is no signature: nothing at all, or more than anybody writes
 */
export function writtenSignature(strokes: readonly Stroke[]): WrittenSignature | null {
  const kept = strokes.map((stroke) =>
    stroke
      .filter((point, index) => {
        const before = stroke[index - 1];
        return (
          index === stroke.length - 1 ||
          before === undefined ||
          Math.hypot(point.x - before.x, point.y - before.y) > 1
        );
      })
      .map(({ x, y, pressure, at }) =>
        [
          within(x, signatureField.width),
          within(y, signatureField.height),
          within(pressure * 100, 100),
          within(at, 999_999),
        ].join(','),
      )
      .join(' '),
  );
  return writtenSignatureSchema.safeParse(kept.filter((stroke) => stroke !== '')).data ?? null;
}

/** The points of a kept stroke as SVG takes them: `x,y x,y …`. */
export const pointsOf = (stroke: string): string =>
  stroke
    .split(' ')
    .map((point) => point.split(',').slice(0, 2).join(','))
    .join(' ');
