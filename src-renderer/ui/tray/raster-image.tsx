import { useEffect, useRef } from 'react';
import type { PaperLine } from '#shared/devices/paper.ts';

type Raster = Extract<PaperLine, { kind: 'raster' }>;

/** Dots of a raster line: one bit each, rows padded to whole bytes. `share` is its part of the paper's width. */
export function RasterImage({ line, share }: { readonly line: Raster; readonly share: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthDots, heightDots, base64 } = line;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || widthDots < 1 || heightDots < 1) return;
    const bytes = atob(base64);
    const image = context.createImageData(widthDots, heightDots);
    const rowBytes = Math.ceil(widthDots / 8);
    for (let y = 0; y < heightDots; y += 1) {
      for (let x = 0; x < widthDots; x += 1) {
        const black = (bytes.charCodeAt(y * rowBytes + (x >> 3)) >> (7 - (x & 7))) & 1;
        image.data.set(black === 1 ? [27, 27, 27, 255] : [0, 0, 0, 0], (y * widthDots + x) * 4);
      }
    }
    context.putImageData(image, 0, 0);
  }, [widthDots, heightDots, base64]);
  return (
    <canvas
      ref={canvas}
      width={widthDots}
      height={heightDots}
      style={{ width: `${share * 100}%` }}
      aria-hidden
    />
  );
}
