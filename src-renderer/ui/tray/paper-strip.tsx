import { QRCode } from 'antd';
import { type CSSProperties, memo } from 'react';
import type { Paper, PaperLine, PaperRun } from '#shared/devices/paper.ts';
import { RasterImage } from './raster-image.tsx';
import './paper-strip.css';

/** Columns of the normal font: 12 dots each. */
const columnsOf = (widthDots: number): number => widthDots / 12;
const isNarrow = (character: string): boolean => (character.codePointAt(0) ?? 0) < 0x80;

/** A printed paper as it would look: the printer's grid of columns, not the screen's fonts, decides where text is. */
export const PaperStrip = memo(function PaperStrip({ paper }: { readonly paper: Paper }) {
  return (
    <article
      className={paper.cut ? 'paper paper-cut' : 'paper'}
      style={{ '--columns': columnsOf(paper.widthDots) } as CSSProperties}
      aria-label="打印出的凭条"
      data-testid="paper"
    >
      {paper.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: printed lines never move
        <Line key={index} line={line} widthDots={paper.widthDots} />
      ))}
      {!paper.cut && <p className="paper-uncut">没有切纸，打印可能没有完成</p>}
    </article>
  );
});

function Line({ line, widthDots }: { readonly line: PaperLine; readonly widthDots: number }) {
  if (line.kind === 'text') {
    return (
      <p className={`paper-line paper-${line.align}`}>
        {line.runs.map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs of a printed line never move
          <Run key={index} run={run} />
        ))}
      </p>
    );
  }
  if (line.kind === 'qr') {
    return (
      <div className={`paper-line paper-${line.align}`}>
        <QRCode
          value={line.data || ' '}
          type="svg"
          size={Math.min(150, 18 + line.moduleSize * 14)}
          bordered={false}
          color="#1b1b1b"
          bgColor="#fdfdfb"
        />
      </div>
    );
  }
  return (
    <div className={`paper-line paper-${line.align}`}>
      <RasterImage line={line} share={line.widthDots / widthDots} />
    </div>
  );
}

function Run({ run }: { readonly run: PaperRun }) {
  const { bold, underline, widthTimes, heightTimes, text } = run;
  const className = `paper-run${bold ? ' paper-bold' : ''}${underline ? ' paper-underline' : ''}`;
  const style = { '--wide': widthTimes, '--high': heightTimes } as CSSProperties;
  return (
    <span className={className} style={style}>
      {[...text].map((character, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: printed characters never move
        <span key={index} className={isNarrow(character) ? 'glyph' : 'glyph glyph-wide'}>
          <span>{character === ' ' ? '\u00a0' : character}</span>
        </span>
      ))}
    </span>
  );
}
