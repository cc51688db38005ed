import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Point, Quad } from './geometry.ts';

const names = ['左上角', '右上角', '右下角', '左下角'] as const;
/** Parts of the picture that an arrow moves a corner by. */
const step = 0.002;
const bigStep = 0.02;

/** The four corners over a picture, to be moved by mouse, finger or arrows; in parts of the picture's width and height. */
export function Corners({
  quad,
  size,
  onChange,
}: {
  readonly quad: Quad;
  readonly size: { readonly width: number; readonly height: number };
  /** Absent for what is only shown. */
  readonly onChange?: (quad: Quad) => void;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  const move = (index: number, to: Point): void =>
    onChange?.(
      quad.map((each, at) => (at === index ? { x: inside(to.x), y: inside(to.y) } : each)) as unknown as Quad,
    );
  const drag = (event: PointerEvent, index: number): void => {
    const box = svg.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(index, { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const press = (event: KeyboardEvent, index: number): void => {
    const by = event.shiftKey ? bigStep : step;
    const [x, y] =
      { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [];
    const corner = quad[index];
    if (x === undefined || y === undefined || corner === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(index, { x: corner.x + x, y: corner.y + y });
  };
  const at = ({ x, y }: Point) => ({ cx: x * size.width, cy: y * size.height });
  const radius = size.width / 60;
  return (
    <svg
      ref={svg}
      className="scan-corners"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label="纸张的四角"
    >
      <polygon points={quad.map(({ x, y }) => `${x * size.width},${y * size.height}`).join(' ')} />
      {onChange !== undefined &&
        quad.map((corner, index) => (
          <circle
            key={names[index]}
            {...at(corner)}
            r={radius}
            tabIndex={0}
            role="slider"
            aria-label={`${names[index]}，方向键移动`}
            aria-valuenow={Math.round(corner.x * 100)}
            aria-valuetext={`横${Math.round(corner.x * 100)}，纵${Math.round(corner.y * 100)}`}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => drag(event, index)}
            onKeyDown={(event) => press(event, index)}
          />
        ))}
    </svg>
  );
}
