/** A point in pixels of the picture it belongs to. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** The corners of a sheet, from the upper left one clockwise. */
export type Quad = readonly [Point, Point, Point, Point];

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** The whole of a picture as a sheet. */
export const wholeOf = (width: number, height: number): Quad => [
  { x: 0, y: 0 },
  { x: width - 1, y: 0 },
  { x: width - 1, y: height - 1 },
  { x: 0, y: height - 1 },
];

/** Positive for corners that go clockwise, as y grows downwards; in square pixels. */
export function areaOf(quad: Quad): number {
  return (
    quad.reduce((sum, point, index) => {
      const next = quad[(index + 1) % 4] ?? point;
      return sum + point.x * next.y - next.x * point.y;
    }, 0) / 2
  );
}

/** Whether four points are the corners of something that a sheet can look like: convex, and no corner too sharp. */
export function isSheet(quad: Quad): boolean {
  return quad.every((corner, index) => {
    const before = quad[(index + 3) % 4] ?? corner;
    const after = quad[(index + 1) % 4] ?? corner;
    const [a, b] = [
      { x: before.x - corner.x, y: before.y - corner.y },
      { x: after.x - corner.x, y: after.y - corner.y },
    ];
    const lengths = Math.hypot(a.x, a.y) * Math.hypot(b.x, b.y);
    if (lengths === 0) return false;
    const turn = (b.x * a.y - b.y * a.x) / lengths;
    // Between 45 and 135 degrees, all turning the same way.
    return turn > Math.SQRT1_2;
  });
}

/**
 * The size of the sheet that a quad shows, in pixels; what is nearly the shape of A4 is taken for A4.
 * @param longest the longer side is never longer than this
 */
export function sizeOf([a, b, c, d]: Quad, longest: number): { width: number; height: number } {
  let width = Math.max(distance(a, b), distance(d, c));
  let height = Math.max(distance(a, d), distance(b, c));
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (Math.abs(ratio / Math.SQRT2 - 1) < 0.08) {
    if (height > width) height = width * Math.SQRT2;
    else width = height * Math.SQRT2;
  }
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A projective mapping of the plane: nine numbers, by rows, the last of them 1. */
export type Homography = readonly number[];

/** The mapping that takes the corners of a picture of this size to the corners of a quad; null for a degenerate one. */
export function homographyTo(quad: Quad, width: number, height: number): Homography | null {
  const rows = wholeOf(width, height).flatMap((from, index) => {
    const to = quad[index] ?? from;
    return [
      [from.x, from.y, 1, 0, 0, 0, -from.x * to.x, -from.y * to.x, to.x],
      [0, 0, 0, from.x, from.y, 1, -from.x * to.y, -from.y * to.y, to.y],
    ];
  });
  const solved = solve(rows);
  return solved === null ? null : [...solved, 1];
}

export function project(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 1] = h;
  const w = g * x + i * y + j;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Gauss with pivoting, over rows whose last number is the right side. */
function solve(rows: number[][]): number[] | null {
  const n = rows.length;
  for (let column = 0; column < n; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const head = pivot[column] ?? 0;
    if (Math.abs(head) < 1e-9) return null;
    const at = rows.indexOf(pivot);
    [rows[at], rows[column]] = [rows[column] ?? [], pivot];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / head;
      for (let index = column; index <= n; index += 1)
        row[index] = (row[index] ?? 0) - factor * (pivot[index] ?? 0);
    }
  }
  return rows.map((row, index) => (row[n] ?? 0) / (row[index] ?? 1));
}
