import type { CaseDocument, DocumentBlock } from '#shared/cases/documents/document.ts';
import type { CaseVolume, PrintedContent, VolumePart } from '#shared/cases/documents/printed.ts';

/** What stands on a page, from the top down. */
export type FlowItem =
  | DocumentBlock
  | {
      readonly kind: 'head';
      readonly agency: string;
      readonly title: string;
      readonly number: string;
      readonly copy: number;
      readonly demo: boolean;
    }
  | { readonly kind: 'addressee'; readonly text: string }
  | ({ readonly kind: 'seal' } & Pick<CaseDocument, 'agency' | 'seal' | 'date'>)
  | ({ readonly kind: 'foot' } & Pick<CaseDocument, 'contact' | 'qr' | 'date' | 'seal'>)
  | ({ readonly kind: 'cover' } & Pick<CaseVolume, 'agency' | 'title' | 'number' | 'cover' | 'demo'> & {
        readonly copy: number;
      })
  | { readonly kind: 'contents'; readonly rows: readonly ContentsRow[] }
  | {
      readonly kind: 'scan';
      readonly hash: string;
      readonly mediaType: string;
      /** Which sheet of a PDF, from 1, of how many; 0 where it is a picture, or the file as a whole. */
      readonly sheet: number;
      readonly sheets: number;
      readonly caption: string;
    };

/** A line of the table of contents; the page is entered when the pages are known. */
export interface ContentsRow {
  /** From 1. */
  readonly place: number;
  readonly title: string;
  readonly number: string;
  readonly date: string;
  readonly section: number;
}

/** What begins on a page of its own: a document, a material, the cover. */
export interface Section {
  /** Stands at the head of every page of it but the first. */
  readonly running: string;
  readonly items: readonly FlowItem[];
  /** Cover and contents stand before the first numbered page. */
  readonly numbered: boolean;
}

/** A document as its items. */
export function documentSection(document: CaseDocument, copy: number): Section {
  const { agency, title, number, addressee, blocks, seal, date, contact, qr, demo } = document;
  const [subject, ...body] = blocks;
  return {
    running: `${title}　${number}`,
    numbered: true,
    items: [
      { kind: 'head', agency, title, number, copy, demo },
      ...(subject === undefined ? [] : [subject]),
      ...(seal === null ? [] : [{ kind: 'addressee', text: `${addressee}：` } as const]),
      ...body.filter((block) => block.kind !== 'signatures'),
      ...(seal === null ? [] : [{ kind: 'seal', agency, seal, date } as const]),
      ...body.filter((block) => block.kind === 'signatures'),
      { kind: 'foot', contact, qr, date, seal },
    ],
  };
}

/** A volume: cover, contents, its parts, the print log. */
function volumeSections(volume: CaseVolume, copy: number): readonly Section[] {
  const { agency, title, number, cover, parts, printLog, demo } = volume;
  const before = 2;
  const rows = parts.map((part, index): ContentsRow => {
    const where = { place: index + 1, section: before + index };
    return part.kind === 'document'
      ? { ...where, title: part.document.title, number: part.document.number, date: part.document.date }
      : { ...where, title: part.title, number: part.form, date: '' };
  });
  const logRow = {
    place: parts.length + 1,
    section: before + parts.length,
    title: '打印记录',
    number: '',
    date: '',
  };
  const log: Section = {
    running: '打印记录',
    numbered: true,
    items: [
      { kind: 'head', agency, title: '打印记录', number, copy: 1, demo },
      { kind: 'table', head: ['序号', '时间', '文书', '第几次', '打印人', '结果'], rows: printLog },
    ],
  };
  return [
    {
      running: '',
      numbered: false,
      items: [{ kind: 'cover', agency, title, number, cover, demo, copy }],
    },
    {
      running: '卷内目录',
      numbered: false,
      items: [
        { kind: 'head', agency, title: '卷内目录', number, copy: 1, demo },
        {
          kind: 'contents',
          rows: [...rows, logRow],
        },
      ],
    },
    ...parts.map((part) =>
      part.kind === 'document'
        ? documentSection(part.document, 1)
        : {
            running: part.title,
            numbered: true,
            items: leavesOf(part).map(
              (leaf, index, all): FlowItem => ({
                ...{ kind: 'scan', ...leaf },
                caption: `${part.title}（${part.form}）${leaf.hash === '' ? '' : `　第${index + 1}张，共${all.length}张`}`,
              }),
            ),
          },
    ),
    log,
  ];
}

/** A longer file is not drawn into a volume: it is named by its hash, as what it is. */
export const mostSheetsDrawn = 100;

type Leaf = Omit<Extract<FlowItem, { kind: 'scan' }>, 'kind' | 'caption'>;

/** Holds the place of a material that is there on paper only. */
const onPaper: Leaf = { hash: '', mediaType: '', sheet: 0, sheets: 0 };

/** The leaves of a material: its pictures, and the sheets of its PDFs. */
function leavesOf({ pages }: Extract<VolumePart, { kind: 'material' }>): readonly Leaf[] {
  if (pages.length === 0) return [onPaper];
  return pages.flatMap(({ hash, mediaType, sheets = 0 }) =>
    sheets === 0 || sheets > mostSheetsDrawn
      ? [{ hash, mediaType, sheet: 0, sheets }]
      : Array.from({ length: sheets }, (_, index) => ({ hash, mediaType, sheet: index + 1, sheets })),
  );
}

/** Everything that a print consists of. */
export const sectionsOf = (content: PrintedContent): readonly Section[] =>
  content.kind === 'document'
    ? [documentSection(content.document, content.copy)]
    : volumeSections(content.volume, content.copy);

/** Every character of a print: the fonts are asked for before anything is measured. */
export const textOf = (sections: readonly Section[]): string =>
  [...new Set(JSON.stringify(sections))].join('');
