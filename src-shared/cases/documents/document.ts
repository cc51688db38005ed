import type { BeijingDate } from '../../clock/beijing.ts';

/** The documents (文书) of a case, each with its title. */
export const documentTitles = {
  receipt: '收件凭证',
  acceptance: '受理通知书',
  nonAcceptance: '不予受理通知书',
  oneTimeNotice: '一次性告知书',
  supplementReceipt: '补正材料收件凭证',
  specialProcedure: '特别程序告知书',
  extension: '延期办理决定书',
  approval: '准予决定书',
  rejection: '不予决定书',
  deliveryReceipt: '送达回证',
  proxyAuthorisation: '代办委托书',
  collection: '领证单',
  transfer: '物料转移单',
  /** Its own title is the certificate's name. */
  certificate: '证照',
} as const;
export type DocumentKind = keyof typeof documentTitles;

/**
 * The two digits behind a case number that name a document of the case, whatever else the case comes to; a second one
 * of a kind has `-2` behind them.
 */
export const documentCodes: Readonly<Record<DocumentKind, string>> = {
  receipt: '01',
  acceptance: '02',
  nonAcceptance: '03',
  oneTimeNotice: '04',
  supplementReceipt: '05',
  specialProcedure: '06',
  extension: '07',
  approval: '08',
  rejection: '09',
  deliveryReceipt: '10',
  proxyAuthorisation: '11',
  collection: '12',
  transfer: '13',
  certificate: '14',
};

/** A part of a document's body, said without a page: the print template knows how it looks. */
export type DocumentBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /**
   * Lines to sign on, side by side; each with a place for the date. The first is signed already where that was done on a
   * screen (`written`), and on that day.
   */
  | {
      readonly kind: 'signatures';
      readonly lines: readonly string[];
      readonly written?: { readonly strokes: readonly string[]; readonly on: BeijingDate } | undefined;
    };

/** A document as it is printed on A4: what it says, not how it looks. */
export interface CaseDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  /** The office that issues it: the one print header. */
  readonly agency: string;
  /** The case number with what names the document within the case (`documentCodes`). */
  readonly number: string;
  readonly addressee: string;
  readonly blocks: readonly DocumentBlock[];
  /** The seal's name, printed where it goes (行政许可法 Art 32: 加盖专用印章和注明日期); null where none is needed. */
  readonly seal: string | null;
  readonly date: BeijingDate;
  readonly contact: string;
  /** For checking it: the number and the beginning of a digest of all that it says; nothing personal. */
  readonly qr: string;
  /** About somebody whom only a demo's reader has read: of no effect, and it says so. */
  readonly demo: boolean;
}
