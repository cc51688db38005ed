/**
 * What a ticket printer has put on paper, as a value: for showing in a tray on a screen. Not a bitmap; text
 * stays text, so that it can be read aloud, searched and compared.
 */
import { z } from 'zod';

export const paperAlignSchema = z.enum(['left', 'center', 'right']);
export type PaperAlign = z.infer<typeof paperAlignSchema>;

/** A piece of a line in one style. `widthTimes` and `heightTimes` are 1 to 8 times the normal size. */
export const paperRunSchema = z.object({
  text: z.string(),
  bold: z.boolean(),
  widthTimes: z.int().min(1).max(8),
  heightTimes: z.int().min(1).max(8),
  underline: z.boolean(),
});
export type PaperRun = z.infer<typeof paperRunSchema>;

export const paperLineSchema = z.discriminatedUnion('kind', [
  /** No runs: an empty line. */
  z.object({ kind: z.literal('text'), align: paperAlignSchema, runs: z.array(paperRunSchema) }),
  /** `moduleSize` in dots, 1 to 16. */
  z.object({ kind: z.literal('qr'), align: paperAlignSchema, data: z.string(), moduleSize: z.int() }),
  /** One bit a dot, rows padded to whole bytes, 1 is black. `widthDots` is a multiple of 8. */
  z.object({
    kind: z.literal('raster'),
    align: paperAlignSchema,
    widthDots: z.int(),
    heightDots: z.int(),
    base64: z.base64(),
  }),
]);
export type PaperLine = z.infer<typeof paperLineSchema>;

/** One piece of paper. `cut` is false where printing ended before the knife came. */
export const paperSchema = z.object({
  id: z.string(),
  /** 576 dots on 80 mm paper, 384 on 58 mm. */
  widthDots: z.union([z.literal(576), z.literal(384)]),
  lines: z.array(paperLineSchema),
  cut: z.boolean(),
});
export type Paper = z.infer<typeof paperSchema>;

/** The words on a paper, one string a line; lines of graphics are left out. */
export function textOfPaper(paper: Paper): string[] {
  return paper.lines.flatMap((line) =>
    line.kind === 'text' ? [line.runs.map((run) => run.text).join('')] : [],
  );
}
