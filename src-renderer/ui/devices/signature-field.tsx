import { type PointerEvent, useRef, useState } from 'react';
import { type Stroke, type StrokePoint, signatureField } from '#shared/cases/written-signature.ts';
import './signature-field.css';

/** A field to sign in, with finger, pen or mouse. It keeps strokes, not only a picture: they show how it was written. */
export function SignatureField({
  prompt,
  onChange,
}: {
  /** What a citizen is asked to do; without it the pad is being tested, and it is said what wrote. */
  readonly prompt?: string;
  readonly onChange?: (strokes: readonly Stroke[]) => void;
}) {
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [device, setDevice] = useState('');
  const writing = useRef<{ id: number; began: number } | null>(null);
  // A quick pen moves several times between two pictures of the page: no point of it may be lost.
  const written = useRef<readonly Stroke[]>([]);

  const keep = (next: readonly Stroke[]): void => {
    written.current = next;
    setStrokes(next);
    onChange?.(next);
  };
  const pointOf = (event: PointerEvent<SVGSVGElement>): StrokePoint => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: Math.round(((event.clientX - box.left) / box.width) * signatureField.width),
      y: Math.round(((event.clientY - box.top) / box.height) * signatureField.height),
      pressure: event.pressure,
      at: Math.round(event.timeStamp - (writing.current?.began ?? event.timeStamp)),
    };
  };
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    // A second finger, or the palm, is no stroke.
    if (writing.current !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    writing.current = { id: event.pointerId, began: event.timeStamp };
    setDevice({ pen: '手写笔', touch: '触摸', mouse: '鼠标' }[event.pointerType] ?? event.pointerType);
    keep([...written.current, [pointOf(event)]]);
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    if (writing.current?.id !== event.pointerId) return;
    const before = written.current;
    keep([...before.slice(0, -1), [...(before.at(-1) ?? []), pointOf(event)]]);
  };
  const end = (event: PointerEvent<SVGSVGElement>): void => {
    if (writing.current?.id === event.pointerId) writing.current = null;
  };
  return (
    <div className="signature">
      <div className="signature-room">
        <svg
          viewBox={`0 0 ${signatureField.width} ${signatureField.height}`}
          role="img"
          aria-label="签字区"
          onPointerDown={begin}
          onPointerMove={move}
          onPointerUp={end}
          onPointerCancel={end}
        >
          {strokes.map((stroke, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: strokes are only ever added at the end
            <polyline key={index} points={stroke.map(({ x, y }) => `${x},${y}`).join(' ')} />
          ))}
        </svg>
      </div>
      <p role="status">
        {strokes.length === 0
          ? (prompt ?? '请在框内写几个字。')
          : prompt === undefined
            ? `${device}　${strokes.length}笔`
            : `已写${strokes.length}笔`}
        <button type="button" disabled={strokes.length === 0} onClick={() => keep([])}>
          重写
        </button>
      </p>
    </div>
  );
}
