import { type Inspected, refusedContent } from './verdict.ts';

/** Unpacks zlib data up to so many bytes; null where it is broken or would be longer. */
export type Inflate = (packed: Uint8Array, most: number) => Uint8Array | null;

/** What all packed objects of a file may come to together: a form of a hundred pages needs a tenth of it. In bytes. */
const mostUnpacked = 32 * 1024 * 1024;
const mostPages = 500;
const mostEscapes = 300_000;

/**
 * Names that stand for something that happens, or that comes along, when the file is opened (ISO 32000-1, 12.6 and
 * 7.11). Long enough not to occur by chance, so they are looked for in every byte.
 */
const activeAnywhere =
  /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia(Content|Settings)?|SubmitForm|ImportData|GoToE|Rendition)(?![A-Za-z])/;
/** Short names, looked for outside of packed data only. */
const activeInObjects = /\/(JS|AA|XFA|Movie|Sound|FileAttachment)(?![A-Za-z0-9])/;

/**
 * Looks through a PDF without showing it: no script, no action, no attachment, no password, a sound end, and its pages
 * counted. Objects that are packed are unpacked and looked through as well.
 */
export function inspectPdf(bytes: Uint8Array, inflate: Inflate | null): Inspected {
  const text = new TextDecoder('latin1').decode(bytes);
  if (!/^%PDF-[12]\.\d/.test(text)) return refusedContent('damaged');
  const end = text.lastIndexOf('%%EOF');
  if (end === -1) return refusedContent('damaged');
  // Line ends, and the zeros that some scanners fill up with.
  if (/[^\r\n\0\t ]/.test(text.slice(end + 5))) return refusedContent('somethingBehind');
  // In a file of this size chance alone makes a tenth as many.
  if (occurrences(text, '#') > mostEscapes) return refusedContent('uncheckable');
  const plain = plainNames(text);
  if (activeAnywhere.test(plain)) return refusedContent('activeContent');

  const objects = plainNames(withoutStreams(text));
  if (/\/Encrypt(?![A-Za-z])/.test(objects)) return refusedContent('locked');
  // A name in hex moves what stands behind it: no writer spells this one so.
  if (occurrences(plain, '/ObjStm') !== occurrences(text, '/ObjStm')) return refusedContent('uncheckable');
  const unpacked = packedObjects(text, bytes, inflate);
  if (unpacked === null) return refusedContent('uncheckable');
  const all = objects + plainNames(unpacked);
  if (activeAnywhere.test(all) || activeInObjects.test(all)) return refusedContent('activeContent');
  const pages = countPages(all);
  if (pages === 0) return refusedContent('damaged');
  if (pages > mostPages) return refusedContent('tooBig');
  return { kind: 'accepted', mediaType: 'application/pdf', sheets: pages };
}

/** Names may be written in hex (`/J#61vaScript`); readers undo that, so it is undone here. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The file without what its streams hold. */
function withoutStreams(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf('stream', at);
    const end = begin === -1 ? -1 : text.indexOf('endstream', begin + 6);
    if (end === -1) break;
    kept.push(text.slice(at, begin));
    at = end + 'endstream'.length;
  }
  kept.push(text.slice(at));
  return kept.join(' ');
}

/** A dictionary in front of a stream is never longer, in characters. */
const longestDictionary = 4_000;

/** The content of every object stream (ISO 32000-1, 7.5.7); null where one cannot be looked into. */
function packedObjects(text: string, bytes: Uint8Array, inflate: Inflate | null): string | null {
  const decoder = new TextDecoder('latin1');
  const found: string[] = [];
  let left = mostUnpacked;
  for (let at = text.indexOf('/ObjStm'); at !== -1; at = text.indexOf('/ObjStm', at + 1)) {
    const before = text.slice(Math.max(0, at - longestDictionary), at);
    const after = text.slice(at, at + longestDictionary);
    const keyword = /stream\r?\n/.exec(after);
    if (keyword === null) return null;
    const dictionary = plainNames(before.slice(before.lastIndexOf('obj')) + after.slice(0, keyword.index));
    const begin = at + keyword.index + keyword[0].length;
    const end = text.indexOf('endstream', begin);
    if (end === -1) return null;
    const data = bytes.subarray(begin, end);
    if (!/\/Filter/.test(dictionary)) {
      found.push(decoder.decode(data));
      continue;
    }
    // One packing, and no predictor that would shift the bytes: what every writer of object streams does.
    if (inflate === null || !/\/Filter\s*(\/FlateDecode|\[\s*\/FlateDecode\s*\])/.test(dictionary))
      return null;
    if (/\/DecodeParms/.test(dictionary)) return null;
    const content = inflate(data, left);
    if (content === null) return null;
    left -= content.length;
    found.push(decoder.decode(content));
  }
  return found.join('\n');
}

const occurrences = (text: string, word: string): number => text.split(word).length - 1;

/** Page objects; of a file that was saved again and again the page tree's own count is the smaller, and right. */
function countPages(objects: string): number {
  const pages = objects.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  const counts = objects
    .split('endobj')
    .filter((object) => /\/Type\s*\/Pages(?![A-Za-z])/.test(object))
    .map((object) => Number(/\/Count\s+(\d{1,6})(?!\d)/.exec(object)?.[1] ?? 0));
  const counted = Math.max(0, ...counts);
  return counted === 0 ? pages : Math.min(pages, counted);
}
