import { deflateSync } from 'node:zlib';

/** Files as a camera, a scanner or an attacker makes them, byte by byte. */

const be16 = (value: number) => [(value >> 8) & 255, value & 255];
const be32 = (value: number) => [...be16(Math.floor(value / 65_536)), ...be16(value & 65_535)];

/** A JPEG with a frame of this size, one scan and, where `segment` is given, an application segment. */
export function jpeg({ width = 1654, height = 2339, segment = '', data = 200 } = {}): Buffer<ArrayBuffer> {
  const about = Buffer.from(segment, 'latin1');
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    about.length > 0 ? Buffer.from([0xff, 0xe1, ...be16(about.length + 2), ...about]) : Buffer.alloc(0),
    Buffer.from([0xff, 0xc0, ...be16(11), 8, ...be16(height), ...be16(width), 1, 1, 0x11, 0]),
    Buffer.from([0xff, 0xda, ...be16(8), 1, 1, 0, 0, 63, 0]),
    Buffer.alloc(data, 0x5a),
    Buffer.from([0xff, 0, 0xff, 0xd0, 0x12, 0xff, 0xd9]),
  ]);
}

const chunk = (type: string, body: Uint8Array | number[] = []) =>
  Buffer.concat([Buffer.from(be32(body.length)), Buffer.from(type), Buffer.from(body), Buffer.alloc(4)]);

/** A PNG that says that it is of this size. */
export const png = ({ width = 100, height = 100, extra = Buffer.alloc(0) } = {}): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', [...be32(width), ...be32(height), 8, 0, 0, 0, 0]),
    extra,
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND'),
  ]);

/** A PDF of so many pages, with more entries in its catalogue and more objects behind. */
export function pdf({ pages = 2, catalogue = '', objects = '', trailer = '' } = {}): Buffer {
  const list = Array.from({ length: pages }, (_, index) => index + 3);
  return Buffer.from(
    [
      '%PDF-1.7',
      `1 0 obj << /Type /Catalog /Pages 2 0 R ${catalogue} >> endobj`,
      `2 0 obj << /Type /Pages /Count ${pages} /Kids [${list.map((each) => `${each} 0 R`).join(' ')}] >> endobj`,
      ...list.map((each) => `${each} 0 obj << /Type /Page /Parent 2 0 R >> endobj`),
      objects,
      `trailer << /Root 1 0 R ${trailer} >>`,
      'startxref',
      '9',
      '%%EOF',
      '',
    ].join('\n'),
    'latin1',
  );
}

/** The same with its pages packed into an object stream, as most programs write it today. */
export function packedPdf({ pages = 2, inside = '', filter = '/FlateDecode' } = {}): Buffer {
  const packed = deflateSync(
    Buffer.from(
      `<< /Type /Catalog /Pages 2 0 R ${inside} >> ${'<< /Type /Page /Parent 2 0 R >> '.repeat(pages)}`,
      'latin1',
    ),
  );
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n9 0 obj << /Type /ObjStm /N 3 /First 10 /Filter ${filter} /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream endobj\nstartxref\n9\n%%EOF\n'),
  ]);
}

/** An empty zip: also what closes a polyglot. */
export const zipEnd = Buffer.from([0x50, 0x4b, 0x05, 0x06, ...Array<number>(18).fill(0)]);
