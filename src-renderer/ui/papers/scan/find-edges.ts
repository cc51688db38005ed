import { areaOf, isSheet, type Point, type Quad } from './geometry.ts';
import { greyOf, type Raster } from './raster.ts';

/**
 * Finds the sheet in a picture of a document camera: straight lines where brightness changes, and of all four that
 * could be the edges of a sheet the largest whose sides are really there. Written here because the libraries for it
 * bring a computer vision system of 10 MB; this needs milliseconds on a desk's PC.
 */

/** The picture is looked at in this size: finer tells no more about where a sheet ends. */
const longest = 400;
const angles = 180;
/** The lines that are tried as edges, lying and standing. */
const linesTried = 10;
/** A sheet fills at least this part of the picture. */
const smallestPart = 0.1;
/** So much of each side has to be an edge: a hand or a curled corner may hide the rest. */
const leastSeen = 0.45;

/** x cos θ + y sin θ = rho; θ from 0 to 180 degrees. */
interface Line {
  readonly theta: number;
  readonly rho: number;
}
interface Gradients {
  readonly width: number;
  readonly height: number;
  readonly strength: Float32Array;
  readonly theta: Float32Array;
  /** What counts as an edge in this picture. */
  readonly strong: number;
}

/** The corners of the sheet, in pixels of the picture; null where none is seen. */
export function findEdges(picture: Raster): Quad | null {
  const { width, height, grey, scale } = greyOf(picture, longest);
  if (width < 16 || height < 16) return null;
  const gradients = gradientsOf(blurred(grey, width, height), width, height);
  const lines = linesIn(gradients);
  const standing = lines.filter(({ theta }) => theta < Math.PI / 4 || theta >= (3 * Math.PI) / 4);
  const lying = lines.filter((line) => !standing.includes(line));
  let best: { quad: Quad; score: number } | null = null;
  for (const [left, right] of pairs(standing.slice(0, linesTried)))
    for (const [top, bottom] of pairs(lying.slice(0, linesTried))) {
      const quad = quadOf(left, right, top, bottom);
      const score = quad === null ? 0 : scoreOf(quad, gradients);
      if (quad !== null && score > (best?.score ?? 0)) best = { quad, score };
    }
  if (best === null) return null;
  const refined = refine(best.quad, gradients);
  return refined.map(({ x, y }) => ({
    x: Math.min(picture.width - 1, Math.max(0, (x + 0.5) / scale - 0.5)),
    y: Math.min(picture.height - 1, Math.max(0, (y + 0.5) / scale - 0.5)),
  })) as unknown as Quad;
}

function blurred(grey: Uint8Array, width: number, height: number): Float32Array {
  const across = new Float32Array(grey.length);
  const out = new Float32Array(grey.length);
  const at = (values: ArrayLike<number>, x: number, y: number) =>
    values[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      across[y * width + x] = (at(grey, x - 1, y) + 2 * at(grey, x, y) + at(grey, x + 1, y)) / 4;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out[y * width + x] = (at(across, x, y - 1) + 2 * at(across, x, y) + at(across, x, y + 1)) / 4;
  return out;
}

/** Sobel. */
function gradientsOf(grey: Float32Array, width: number, height: number): Gradients {
  const strength = new Float32Array(grey.length);
  const theta = new Float32Array(grey.length);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const v = (dx: number, dy: number) => grey[(y + dy) * width + x + dx] ?? 0;
      const gx = v(1, -1) + 2 * v(1, 0) + v(1, 1) - v(-1, -1) - 2 * v(-1, 0) - v(-1, 1);
      const gy = v(-1, 1) + 2 * v(0, 1) + v(1, 1) - v(-1, -1) - 2 * v(0, -1) - v(1, -1);
      strength[y * width + x] = Math.hypot(gx, gy);
      theta[y * width + x] = (Math.atan2(gy, gx) + Math.PI) % Math.PI;
    }
  const sorted = Float32Array.from(strength).sort();
  const part = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  // Writing is stronger than the rim of white paper on a light desk; noise is weaker, and half of a picture is that.
  const strong = Math.max(24, Math.min(part(0.9) * 0.6, part(0.5) * 4));
  return { width, height, strength, theta, strong };
}

/** Hough: each edge point votes for the lines through it that lie as its own edge does. */
function linesIn({ width, height, strength, theta, strong }: Gradients): Line[] {
  const reach = Math.ceil(Math.hypot(width, height));
  const across = 2 * reach + 1;
  const votes = new Float32Array(angles * across);
  const cos = Array.from({ length: angles }, (_, angle) => Math.cos((angle * Math.PI) / angles));
  const sin = Array.from({ length: angles }, (_, angle) => Math.sin((angle * Math.PI) / angles));
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if ((strength[at] ?? 0) < strong) continue;
      const own = Math.round(((theta[at] ?? 0) * angles) / Math.PI);
      for (let off = -3; off <= 3; off += 1) {
        const angle = (own + off + angles) % angles;
        const rho = Math.round(x * (cos[angle] ?? 0) + y * (sin[angle] ?? 0)) + reach;
        // One vote a point, however strong: a black bar is no better an edge than grey paper on a grey desk.
        votes[angle * across + rho] = (votes[angle * across + rho] ?? 0) + 1;
      }
    }
  const found: (Line & { votes: number })[] = [];
  const least = Math.min(width, height) / 6;
  for (;;) {
    const kinds = [0, 0];
    for (const { theta: each } of found)
      kinds[isStanding(each) ? 0 : 1] = (kinds[isStanding(each) ? 0 : 1] ?? 0) + 1;
    if ((kinds[0] ?? 0) >= linesTried && (kinds[1] ?? 0) >= linesTried) break;
    if (found.length >= 4 * linesTried) break;
    let best = 0;
    for (let at = 1; at < votes.length; at += 1) if ((votes[at] ?? 0) > (votes[best] ?? 0)) best = at;
    const most = votes[best] ?? 0;
    if (most < least) break;
    const [angle, rho] = [Math.floor(best / across), best % across];
    found.push({ theta: (angle * Math.PI) / angles, rho: rho - reach, votes: most });
    // What votes for nearly the same line is the same edge.
    for (let turn = -5; turn <= 5; turn += 1) {
      const near = (angle + turn + angles) % angles;
      const wrapped = angle + turn < 0 || angle + turn >= angles;
      const middle = wrapped ? 2 * reach - rho : rho;
      for (let off = -5; off <= 5; off += 1) {
        const column = middle + off;
        if (column >= 0 && column < across) votes[near * across + column] = 0;
      }
    }
  }
  return found;
}

const isStanding = (theta: number): boolean => theta < Math.PI / 4 || theta >= (3 * Math.PI) / 4;

function* pairs<Item>(list: readonly Item[]): Generator<readonly [Item, Item]> {
  for (const [index, one] of list.entries()) for (const other of list.slice(index + 1)) yield [one, other];
}

function crossing(one: Line, other: Line): Point | null {
  const det = Math.sin(other.theta - one.theta);
  if (Math.abs(det) < 0.2) return null;
  return {
    x: (one.rho * Math.sin(other.theta) - other.rho * Math.sin(one.theta)) / det,
    y: (other.rho * Math.cos(one.theta) - one.rho * Math.cos(other.theta)) / det,
  };
}

function quadOf(one: Line, other: Line, upper: Line, lower: Line): Quad | null {
  const points = [crossing(one, upper), crossing(other, upper), crossing(other, lower), crossing(one, lower)];
  const [a, b, c, d] = points;
  if (!a || !b || !c || !d) return null;
  return sorted([a, b, c, d]);
}

/** From the upper left corner clockwise. */
function sorted(points: readonly Point[]): Quad {
  const middle = {
    x: points.reduce((sum, { x }) => sum + x, 0) / 4,
    y: points.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  const around = [...points].sort(
    (one, other) =>
      Math.atan2(one.y - middle.y, one.x - middle.x) - Math.atan2(other.y - middle.y, other.x - middle.x),
  );
  const first = around.reduce(
    (best, point, index) =>
      point.x + point.y < (around[best]?.x ?? 0) + (around[best]?.y ?? 0) ? index : best,
    0,
  );
  return [...around.slice(first), ...around.slice(0, first)] as unknown as Quad;
}

/** How well a quad is a sheet: the part of its sides that is edge, and its size; 0 for what cannot be one. */
function scoreOf(quad: Quad, gradients: Gradients): number {
  const { width, height } = gradients;
  const [over, under] = [-0.03, 1.03];
  const inside = quad.every(
    ({ x, y }) => x > width * over && x < width * under && y > height * over && y < height * under,
  );
  if (!inside || !isSheet(quad)) return 0;
  const part = areaOf(quad) / (width * height);
  if (part < smallestPart) return 0;
  const seen = quad.map((from, index) => seenOf(from, quad[(index + 1) % 4] ?? from, gradients));
  if (Math.min(...seen) < leastSeen) return 0;
  return seen.reduce((sum, each) => sum + each, 0) / 4 + 0.3 * Math.sqrt(part);
}

/** The part of a side along which there is an edge that lies as it does. */
function seenOf(from: Point, to: Point, gradients: Gradients): number {
  const { width, height, strength, theta, strong } = gradients;
  const normal = (Math.atan2(to.y - from.y, to.x - from.x) + Math.PI * 1.5) % Math.PI;
  const steps = 48;
  let seen = 0;
  for (let step = 1; step < steps; step += 1) {
    const x = from.x + ((to.x - from.x) * step) / steps;
    const y = from.y + ((to.y - from.y) * step) / steps;
    let hit = false;
    for (let off = -2; off <= 2 && !hit; off += 1) {
      const [u, v] = [Math.round(x + off * Math.cos(normal)), Math.round(y + off * Math.sin(normal))];
      if (u < 1 || v < 1 || u >= width - 1 || v >= height - 1) continue;
      const turn = Math.abs((theta[v * width + u] ?? 0) - normal);
      hit = (strength[v * width + u] ?? 0) >= strong && Math.min(turn, Math.PI - turn) < 0.2;
    }
    if (hit) seen += 1;
  }
  return seen / (steps - 1);
}

/** Lays each side through the middle of the edge points along it, and takes the crossings anew. */
function refine(quad: Quad, gradients: Gradients): Quad {
  const sides = quad.map((from, index) => sideThrough(from, quad[(index + 1) % 4] ?? from, gradients));
  return quad.map((corner, index) => {
    const [before, after] = [sides[(index + 3) % 4], sides[index]];
    const moved = before && after ? crossing(before, after) : null;
    return moved !== null && Math.hypot(moved.x - corner.x, moved.y - corner.y) < 12 ? moved : corner;
  }) as unknown as Quad;
}

function sideThrough(from: Point, to: Point, { width, height, strength, strong }: Gradients): Line | null {
  const angle = Math.atan2(to.y - from.y, to.x - from.x) - Math.PI / 2;
  const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
  const at = (x: number, y: number): number => {
    const [u, v] = [Math.floor(x), Math.floor(y)];
    if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) return 0;
    const [fu, fv] = [x - u, y - v];
    const value = (du: number, dv: number) => strength[(v + dv) * width + u + du] ?? 0;
    return (
      (value(0, 0) * (1 - fu) + value(1, 0) * fu) * (1 - fv) +
      (value(0, 1) * (1 - fu) + value(1, 1) * fu) * fv
    );
  };
  const points: Point[] = [];
  for (let step = 3; step < 61; step += 1) {
    const [x, y] = [from.x + ((to.x - from.x) * step) / 64, from.y + ((to.y - from.y) * step) / 64];
    let [sum, weight] = [0, 0];
    for (let off = -4; off <= 4; off += 0.5) {
      const value = at(x + off * nx, y + off * ny);
      if (value < strong) continue;
      sum += off * value * value;
      weight += value * value;
    }
    if (weight > 0) points.push({ x: x + (sum / weight) * nx, y: y + (sum / weight) * ny });
  }
  return lineThrough(withoutStrays(points));
}

/** The points without those that lie farther off their line than most. */
function withoutStrays(points: readonly Point[]): readonly Point[] {
  const line = lineThrough(points);
  if (line === null) return points;
  const off = ({ x, y }: Point) => Math.abs(x * Math.cos(line.theta) + y * Math.sin(line.theta) - line.rho);
  const middle = points.map(off).sort((one, other) => one - other)[points.length >> 1] ?? 0;
  return points.filter((point) => off(point) <= Math.max(0.3, 2 * middle));
}

/** Total least squares. */
function lineThrough(points: readonly Point[]): Line | null {
  if (points.length < 8) return null;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const my = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - mx) ** 2;
    xy += (x - mx) * (y - my);
    yy += (y - my) ** 2;
  }
  const theta = 0.5 * Math.atan2(2 * xy, xx - yy) + Math.PI / 2;
  return { theta, rho: mx * Math.cos(theta) + my * Math.sin(theta) };
}
