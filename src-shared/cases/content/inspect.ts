import { attachmentLimits } from '../attachments.ts';
import { inspectJpeg } from './jpeg.ts';
import { type Inflate, inspectPdf } from './pdf.ts';
import { inspectPng } from './png.ts';
import { type Inspected, type RefusalCode, refusedContent } from './verdict.ts';

export type { Inspected } from './verdict.ts';

/**
 * Judges a file by its content alone: its magic, its structure from the first byte to the last, what it would do when
 * opened, and how big it would become.
 * @param inflate unpacks what a PDF keeps packed; without one a PDF that needs it is refused as not checkable
 */
export function inspect(
  bytes: Uint8Array,
  inflate: Inflate | null = null,
  mostBytes: number = attachmentLimits.fileBytes,
): Inspected {
  if (bytes.length === 0) return refusedContent('empty');
  if (bytes.length > mostBytes) return refusedContent('tooBig');
  const format = formats.find(({ magic }) => magic.some((each) => startsWith(bytes, each)));
  if (format === undefined) return refusedContent(looksLikeMarkup(bytes) ? 'markup' : 'unknownType');
  if (format.is !== 'jpeg' && format.is !== 'png' && format.is !== 'pdf') return refusedContent(format.is);
  if (isAlsoAnother(bytes, format.is)) return refusedContent('twoInOne');
  switch (format.is) {
    case 'jpeg':
      return inspectJpeg(bytes);
    case 'png':
      return inspectPng(bytes);
    case 'pdf':
      return inspectPdf(bytes, inflate);
  }
}

const ascii = (text: string): number[] => [...text].map((each) => each.charCodeAt(0));

/** Magic numbers at the first byte. */
const formats: readonly { is: 'jpeg' | 'png' | 'pdf' | RefusalCode; magic: readonly number[][] }[] = [
  { is: 'jpeg', magic: [[0xff, 0xd8, 0xff]] },
  { is: 'png', magic: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]] },
  { is: 'pdf', magic: [ascii('%PDF-')] },
  {
    is: 'executable',
    // Windows, Linux, macOS (four spellings), Java, scripts, Windows shortcuts.
    magic: [
      ascii('MZ'),
      [0x7f, ...ascii('ELF')],
      [0xfe, 0xed, 0xfa, 0xce],
      [0xfe, 0xed, 0xfa, 0xcf],
      [0xce, 0xfa, 0xed, 0xfe],
      [0xcf, 0xfa, 0xed, 0xfe],
      [0xca, 0xfe, 0xba, 0xbe],
      ascii('#!'),
      ascii('@echo'),
      [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
    ],
  },
  // OOXML and WPS files are zips as well; what helps is the same sentence only for a bare archive.
  {
    is: 'archive',
    magic: [
      ascii('PK\x03\x04'),
      ascii('PK\x05\x06'),
      ascii('Rar!'),
      [0x37, 0x7a, 0xbc, 0xaf],
      [0x1f, 0x8b],
      ascii('BZh'),
      [0xfd, ...ascii('7zXZ')],
    ],
  },
  { is: 'document', magic: [[0xd0, 0xcf, 0x11, 0xe0], ascii('{\\rtf')] },
  { is: 'otherPicture', magic: [ascii('GIF8'), ascii('BM'), ascii('II*\0'), ascii('MM\0*'), ascii('RIFF')] },
];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

function looksLikeMarkup(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).replaceAll('\0', '');
  return /<\s*(\?xml|!doctype|svg|html|script|head|body|iframe)/i.test(head);
}

/** Whether a reader of another kind would take the file as well: one of PDF looks at 1 KB, one of zip at the end. */
function isAlsoAnother(bytes: Uint8Array, is: 'jpeg' | 'png' | 'pdf'): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (is !== 'pdf' && head.includes('%PDF-')) return true;
  if (/<\s*(svg|html|script)/i.test(head)) return true;
  return endsAsZip(bytes);
}

/** A zip is found from its end: a directory whose comment reaches to the last byte of the file. */
function endsAsZip(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1) {
    if (bytes[at] !== 0x50 || !startsWith(bytes.subarray(at), [0x50, 0x4b, 0x05, 0x06])) continue;
    const comment = (bytes[at + 20] ?? 0) + 256 * (bytes[at + 21] ?? 0);
    if (at + 22 + comment === bytes.length) return true;
  }
  return false;
}
