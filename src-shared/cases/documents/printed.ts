/**
 * What goes onto A4 in one print, as it is kept with the case: everything that the pages say, and by which template. The
 * pages are made from this and from nothing else, so that what was printed can be shown again exactly.
 */
import { z } from 'zod';
import { beijingDateSchema } from '../../clock/beijing.ts';
import type { CaseDocument } from './document.ts';

/** Raised with every change of the templates that moves a word on a page; older ones stay readable. */
export const printTemplate = 1;

/** A part of an archive volume (卷宗), in its order. */
export type VolumePart =
  | { readonly kind: 'document'; readonly document: CaseDocument }
  /**
   * Scans of one material, by the hashes of their pages. A PDF says how many sheets it has, which are drawn; in a print
   * that does not say so it is named by its hash.
   */
  | {
      readonly kind: 'material';
      readonly title: string;
      /** 原件1份 */
      readonly form: string;
      readonly pages: readonly {
        readonly hash: string;
        readonly mediaType: string;
        readonly sheets?: number | undefined;
      }[];
    };

/** The archive volume of a case: cover, table of contents, documents and materials in order, print log. */
export interface CaseVolume {
  readonly number: string;
  readonly agency: string;
  readonly title: string;
  readonly cover: readonly (readonly [label: string, value: string])[];
  readonly parts: readonly VolumePart[];
  /** What was printed of the case before: when, what, which print, by whom, what came of it. */
  readonly printLog: readonly (readonly string[])[];
  readonly demo: boolean;
}

/** One print: a document or the whole volume. `copy` is which print of it, from 1. */
export type PrintedContent =
  | {
      readonly template: number;
      readonly kind: 'document';
      readonly copy: number;
      readonly document: CaseDocument;
    }
  | {
      readonly template: number;
      readonly kind: 'volume';
      readonly copy: number;
      readonly volume: CaseVolume;
    };

const pair = z.tuple([z.string(), z.string()]).readonly();
const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({ kind: z.literal('facts'), rows: z.array(pair).readonly() }),
  z.object({
    kind: z.literal('table'),
    head: z.array(z.string()).readonly(),
    rows: z.array(z.array(z.string()).readonly()).readonly(),
  }),
  z.object({
    kind: z.literal('signatures'),
    lines: z.array(z.string()).readonly(),
    written: z.object({ strokes: z.array(z.string()).readonly(), on: beijingDateSchema }).optional(),
  }),
]);
const documentSchema = z.object({
  kind: z.string(),
  title: z.string(),
  agency: z.string(),
  number: z.string(),
  addressee: z.string(),
  blocks: z.array(blockSchema).readonly(),
  seal: z.string().nullable(),
  date: z.string(),
  contact: z.string(),
  qr: z.string(),
  demo: z.boolean(),
}) as unknown as z.ZodType<CaseDocument>;
const volumeSchema = z.object({
  number: z.string(),
  agency: z.string(),
  title: z.string(),
  cover: z.array(pair).readonly(),
  parts: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('document'), document: documentSchema }),
        z.object({
          kind: z.literal('material'),
          title: z.string(),
          form: z.string(),
          pages: z
            .array(z.object({ hash: z.string(), mediaType: z.string(), sheets: z.int().min(1).optional() }))
            .readonly(),
        }),
      ]),
    )
    .readonly(),
  printLog: z.array(z.array(z.string()).readonly()).readonly(),
  demo: z.boolean(),
});

/** Reads a print as it was kept, or as it comes over a wire. */
export const printedContentSchema: z.ZodType<PrintedContent> = z.discriminatedUnion('kind', [
  z.object({
    template: z.int(),
    kind: z.literal('document'),
    copy: z.int().min(1),
    document: documentSchema,
  }),
  z.object({ template: z.int(), kind: z.literal('volume'), copy: z.int().min(1), volume: volumeSchema }),
]);
