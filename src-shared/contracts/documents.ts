import { oc } from '@orpc/contract';
import { z } from 'zod';
import { printedContentSchema } from '../cases/documents/printed.ts';
import { printOutcomes } from '../cases/printing.ts';
import { instantSchema } from '../clock/beijing.ts';
import { answer, done } from './answer.ts';

const caseId = z.object({ caseId: z.uuid() });
const named = caseId.extend({ number: z.string().max(48) });
const onPrint = caseId.extend({ printId: z.uuid() });

/** What a case can have printed on A4, as a list shows it. */
export const documentRowSchema = z.object({
  number: z.string(),
  title: z.string(),
  /** As the hall writes it; empty for the volume, which is of the day on which it is printed. */
  date: z.string(),
  /** What stands on its face for checking it; empty for the volume. */
  check: z.string(),
  /** How many times it was printed. */
  prints: z.int(),
});
export type DocumentRow = z.infer<typeof documentRowSchema>;

/** One line of the print log (打印记录). */
export const printRowSchema = z.object({
  printId: z.string(),
  number: z.string(),
  title: z.string(),
  copy: z.int(),
  at: instantSchema,
  by: z.string(),
  outcome: z.string(),
  pages: z.int().nullable(),
  /** It can be shown again as it was. */
  kept: z.boolean(),
});
export type PrintRow = z.infer<typeof printRowSchema>;

/** The longest PDF that is carried to the core, in bytes; a larger print is kept by its content alone. */
export const longestPdf = 5 * 1024 * 1024;

/** The A4 papers of a case: the same at the counter and at the department. */
export const documentsContract = {
  list: oc.input(caseId).output(
    z
      .object({
        documents: z.array(documentRowSchema),
        prints: z.array(printRowSchema),
        /** The number of the document that is to be printed now; null where none comes before the others. */
        now: z.string().nullable(),
      })
      .nullable(),
  ),
  /** A document or the volume as it would be printed now. Names stand on it in full: looking is recorded. */
  preview: oc.input(named).output(answer({ content: printedContentSchema })),
  /** Enters a print, before a sheet leaves. */
  print: oc.input(named).output(answer({ printId: z.string(), content: printedContentSchema })),
  /** What came of it; with the very pages as PDF (base64), where the shell can make one. */
  settle: oc
    .input(
      onPrint.extend({
        outcome: z.enum(printOutcomes),
        pages: z.int().min(0).max(2000),
        pdf: z
          .base64()
          .max(Math.ceil((longestPdf * 4) / 3) + 4)
          .nullable(),
      }),
    )
    .output(done),
  /** What was printed then, exactly. Recorded as well. */
  printed: oc.input(onPrint).output(answer({ content: printedContentSchema })),
  /** The picture of a scan of the case, for the volume. */
  scan: oc
    .input(caseId.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(answer({ mediaType: z.string(), base64: z.string() })),
};
