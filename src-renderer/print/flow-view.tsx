import { QRCode } from 'antd';
import { pointsOf, signatureField } from '#shared/cases/written-signature.ts';
import { type BeijingDate, formatDate } from '#shared/clock/beijing.ts';
import type { FlowItem } from './flow.ts';

/** A piece of an item that goes over pages: `continued` from the page before, `broken` off by the next. */
export type FlowPiece = FlowItem & { readonly continued?: boolean; readonly broken?: boolean };

/** What is on a page beyond its own words: page numbers of sections, pictures of scans. */
export interface PageFacts {
  pageOf(section: number): number | null;
  /** Where the picture of a scan, or of a sheet of a PDF, is to be had; null where it is not here. */
  scan(hash: string, sheet: number): string | null;
}

/** One item as it stands on paper. */
export function FlowView({ item, facts }: { readonly item: FlowPiece; readonly facts: PageFacts }) {
  switch (item.kind) {
    case 'head':
      return (
        <header className="flow flow-head">
          {item.demo && <p className="flow-demo">演示数据，不作办事依据</p>}
          <p className="flow-agency">{item.agency}</p>
          <h1>{item.title}</h1>
          <p className="flow-number">
            {item.copy > 1 && <strong>重打（第{item.copy}次打印）　</strong>}
            编号：{item.number}
          </p>
        </header>
      );
    case 'addressee':
      return <p className="flow flow-addressee">{item.text}</p>;
    case 'paragraph':
      return (
        <p
          className={`flow flow-paragraph${item.continued ? ' is-continued' : ''}${item.broken ? ' is-broken' : ''}`}
        >
          {item.text}
        </p>
      );
    case 'facts':
      return (
        <div className="flow flow-block">
          <table className="flow-facts">
            <tbody>
              {item.rows.map(([label, value], index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows never move, and two may say the same
                <tr key={index}>
                  <th scope="row">{label}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'table':
      return <Table className={`flow-table has-${item.head.length}`} head={item.head} rows={item.rows} />;
    case 'contents':
      return (
        <Table
          className="flow-contents"
          head={['序号', '文书、材料', '编号、形式', '日期', '页次']}
          rows={item.rows.map(({ place, title, number, date, section }) => [
            String(place),
            title,
            number,
            date === '' ? '' : formatDate(date as BeijingDate),
            String(facts.pageOf(section) ?? ''),
          ])}
        />
      );
    case 'signatures':
      return (
        <div className="flow flow-signatures">
          {item.lines.map((line, index) => {
            const written = index === 0 ? item.written : undefined;
            return (
              <p key={line}>
                {line}：{written && <Written strokes={written.strokes} />}
                <span>{written ? formatDate(written.on) : '　　　　年　　月　　日'}</span>
              </p>
            );
          })}
        </div>
      );
    case 'seal':
      return (
        <div className="flow flow-seal">
          <p>{item.agency}</p>
          <p>（{item.seal}）</p>
          <p>{formatDate(item.date)}</p>
        </div>
      );
    case 'foot':
      return (
        <footer className="flow flow-foot">
          <QRCode type="svg" size={68} bordered={false} marginSize={0} value={item.qr} color="#000" />
          <div>
            {item.seal === null && <p>日期：{formatDate(item.date)}</p>}
            <p>联系地址及电话：{item.contact}</p>
            <p>核验码：{item.qr.slice(item.qr.indexOf('/') + 1)}（可到任一综合窗口核对）</p>
          </div>
        </footer>
      );
    case 'cover':
      return (
        <section className="flow flow-cover">
          {item.demo && <p className="flow-demo">演示数据，不作办事依据</p>}
          <p className="flow-agency">{item.agency}</p>
          <h1>{item.title}</h1>
          <table className="flow-facts">
            <tbody>
              {item.cover.map(([label, value]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="flow-number">
            {item.copy > 1 && <strong>重打（第{item.copy}次打印）　</strong>}
            卷宗编号：{item.number}
          </p>
        </section>
      );
    case 'scan': {
      const address = facts.scan(item.hash, item.sheet);
      return (
        <figure className="flow flow-scan">
          {address === null ? (
            <p>
              {noPicture(item)}
              <br />
              {item.hash}
            </p>
          ) : (
            <img src={address} alt={item.caption} />
          )}
          <figcaption>{item.caption}</figcaption>
        </figure>
      );
    }
  }
}

/** What stands in the place of a scan that has no picture here. */
function noPicture({ hash, mediaType, sheet, sheets }: Extract<FlowItem, { kind: 'scan' }>): string {
  if (hash === '') return '本材料为纸质件，入卷时附于本页之后。';
  if (mediaType.startsWith('image/')) return '这一页的图像不在本机，请在收件窗口补打。';
  if (sheet > 0) return `这是电子文件的第${sheet}页，本机没有画出；原件另存，以下列校验值为准。`;
  const length = sheets > 0 ? `，共${sheets}页` : '';
  return `这一页是电子文件${length}，原件另存，以下列校验值为准。`;
}

function Table({
  className,
  head,
  rows,
}: {
  readonly className: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  return (
    <div className="flow flow-block">
      <table className={className}>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move, and two may say the same
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={head[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A signature from the screen, as it was written. */
function Written({ strokes }: { readonly strokes: readonly string[] }) {
  const { width, height } = signatureField;
  return (
    <svg className="flow-written" viewBox={`0 0 ${width} ${height}`} role="img" aria-label="签名">
      {strokes.map((stroke) => (
        <polyline key={stroke} points={pointsOf(stroke)} />
      ))}
    </svg>
  );
}
