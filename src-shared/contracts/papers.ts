import { oc } from '@orpc/contract';
import { z } from 'zod';
import { attachmentLimits, blobHashSchema, mediaTypes } from '../cases/attachments.ts';
import { takeOutReasons } from '../cases/custody.ts';
import { instantSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';

/** The scans of a case and whose hands its papers are in, as a counter's and a department's desk both ask for them. */

/** A scan or a file, as a list of thumbnails shows it. */
export const pageSchema = z.object({
  hash: blobHashSchema,
  materialId: z.string(),
  mediaType: z.enum(mediaTypes),
  bytes: z.int(),
  /** Pages in a PDF; 1 of a picture. */
  sheets: z.int(),
  onFileFrom: z.string().nullable(),
});
export type Page = z.infer<typeof pageSchema>;

export const casePageSchema = pageSchema.extend({
  page: z.int(),
  materialName: z.string(),
  /** waiting: this machine still has to send it. elsewhere: it comes from another machine. */
  state: z.enum(['waiting', 'arrived', 'elsewhere']),
});
export type CasePage = z.infer<typeof casePageSchema>;

/** A small picture as the page made it; kept beside its blob. */
export const thumbnailUrlSchema = z
  .string()
  .max(80_000)
  .regex(/^data:image\/jpeg;base64,[A-Za-z0-9+/=]*$/);

const fileSchema = z.file().max(attachmentLimits.fileBytes);
const hash = z.object({ hash: blobHashSchema });
const caseId = z.object({ caseId: z.uuid() });

/** Showing pages: the same at every desk that shows cases. */
export const pagesShownContract = {
  /** The pages of a case, in the order of its papers. */
  ofCase: oc.input(caseId).output(z.array(casePageSchema)),
  /** Small pictures; null of what has none, or is not here. */
  thumbnails: oc
    .input(z.object({ hashes: z.array(blobHashSchema).max(attachmentLimits.count) }))
    .output(z.array(hash.extend({ url: z.string().nullable() }))),
  /** A page in full, from here or from the district; refused with a sentence as long as nobody has it. */
  get: oc
    .input(hash.extend({ /** Of a page of a case: whoever looks is noted. */ caseId: z.uuid().nullable() }))
    .output(answer({ file: z.file() })),
  /** Keeps the small picture of a page that came without one. */
  keepThumbnail: oc.input(hash.extend({ thumbnail: thumbnailUrlSchema })).output(done),
};

/** Adding pages, at a counter. */
export const pagesAddedContract = {
  /** Adds a scan or a file to a paper of the draft; judged by what it holds. Its paper counts as handed in. */
  add: oc
    .input(
      z.object({
        materialId: z.string().max(64),
        file: fileSchema,
        thumbnail: thumbnailUrlSchema.nullable(),
      }),
    )
    .output(answer({ page: pageSchema })),
  remove: oc.input(hash.extend({ materialId: z.string().max(64) })).output(done),
  /** Puts a page before another one of its paper, or last. */
  move: oc
    .input(hash.extend({ materialId: z.string().max(64), to: z.int().min(0).max(attachmentLimits.count) }))
    .output(done),
  /** Takes a paper over from where it is on file, with its pages; again, it gives that up. */
  takeOnFile: oc.input(z.object({ materialId: z.string().max(64), taken: z.boolean() })).output(done),
  /** Asks for a paper although it is on file, and says why (国令716). */
  askThough: oc
    .input(z.object({ materialId: z.string().max(64), reason: typedLineSchema(200) }))
    .output(done),
  /** Adds a page to a case that was received before. */
  addToCase: oc
    .input(
      caseId.extend({
        materialId: z.string().max(64),
        file: fileSchema,
        thumbnail: thumbnailUrlSchema.nullable(),
      }),
    )
    .output(done),
};

/** One hand-over as people read it. */
export const custodyRowSchema = z.object({
  step: z.enum(['handOver', 'return', 'takeOut', 'bringBack']),
  volumes: z.int(),
  from: z.string(),
  to: z.string(),
  reason: z.string().nullable(),
  by: z.string(),
  at: instantSchema,
  takenBy: z.string().nullable(),
  takenAt: instantSchema.nullable(),
});

/** Where the papers of a case are, and what this desk can do about it. */
export const custodyViewSchema = z.object({
  caseId: z.string(),
  caseNumber: z.string(),
  matterName: z.string(),
  /** In one sentence: who has them, how many, on the way to whom. */
  sentence: z.string(),
  /** Null as long as nobody has counted. */
  volumes: z.int().nullable(),
  /** Whom they go to from here. */
  next: z.string(),
  can: z.array(z.enum(['handOver', 'takeOver', 'cancel', 'takeOut', 'bringBack'])),
  entries: z.array(custodyRowSchema),
});
export type CustodyView = z.infer<typeof custodyViewSchema>;

const volumes = z.int().min(1).max(99);

/** Written like an act of somebody: an empty line is refused. */
const words = (max: number) => typedLineSchema(max).refine((text) => text !== '', '请填写');

export const custodyContract = {
  of: oc.input(caseId).output(custodyViewSchema.nullable()),
  /** The papers that lie here, or are on their way from or to here; the latest first. */
  here: oc.output(z.array(custodyViewSchema)),
  handOver: oc.input(caseId.extend({ volumes })).output(done),
  takeOver: oc.input(caseId.extend({ volumes })).output(done),
  cancel: oc.input(caseId.extend({ reason: words(200) })).output(done),
  takeOut: oc
    .input(
      caseId.extend({
        volumes,
        reason: z.enum(Object.keys(takeOutReasons) as [keyof typeof takeOutReasons]),
        details: words(300),
        to: words(120),
      }),
    )
    .output(done),
  bringBack: oc.input(caseId.extend({ volumes })).output(done),
};
