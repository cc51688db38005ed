import { oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { matterCodeSchema } from '../matters/matter.ts';
import {
  type MaterialFormColumn,
  type MatterColumn,
  materialFormColumns,
  matterColumns,
} from '../matters/sheet.ts';
import { paragraphSchema, typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import { matterMaterialSchema } from './matter-views.ts';

const standing = z.enum(['upcoming', 'inForce', 'superseded', 'ended']);

/** A matter in the office's list: its newest version that has come into force, or the first that will. */
export const matterListRowSchema = z.object({
  code: z.string(),
  name: z.string(),
  departmentName: z.string(),
  version: z.int(),
  effectiveFrom: beijingDateSchema,
  standing,
  standingName: z.string(),
  levelsText: z.string(),
  sunk: z.boolean(),
  promisedText: z.string(),
  statutoryText: z.string(),
  tags: z.array(z.string()),
  /** A later version is approved and comes into force on that day. */
  upcomingFrom: beijingDateSchema.nullable(),
  /** The change of it that waits for review. */
  pendingChangeId: z.string().nullable(),
});
export type MatterListRow = z.infer<typeof matterListRowSchema>;

/** A change as whoever reviews it reads it: what it alters, who proposed it and why, and what is said so far. */
export const matterChangeRowSchema = z.object({
  id: z.string(),
  status: z.enum(['proposed', 'approved', 'returned']),
  statusName: z.string(),
  matters: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      version: z.int(),
      departmentName: z.string(),
      kindName: z.string(),
      effectiveFrom: beijingDateSchema,
      /** What it alters, in words. Empty for a new matter. */
      differences: z.array(z.string()),
    }),
  ),
  proposed: z.object({ name: z.string(), at: instantSchema, reason: z.string() }),
  opinions: z.array(
    z.object({
      keeperName: z.string(),
      name: z.string(),
      at: instantSchema,
      outcomeName: z.string(),
      reason: z.string(),
    }),
  ),
  /** The keepers of the lists whose opinion is still awaited. */
  awaited: z.array(z.string()),
  mayReview: z.boolean(),
  reviewSentence: z.string(),
  /** What stands against publishing it as things are now; to be read before it is approved. */
  faults: z.array(z.string()),
  pending: z.boolean(),
  attention: z.string().nullable(),
});
export type MatterChangeRow = z.infer<typeof matterChangeRowSchema>;

const cellsSchema = z.object(
  Object.fromEntries(matterColumns.map((column) => [column, z.string().max(20_000)])) as Record<
    MatterColumn,
    z.ZodString
  >,
);
/** A material as a form holds it: the cells of its row in the workbook; the code is the matter's. */
const materialCellsSchema = z.object(
  Object.fromEntries(materialFormColumns.map((column) => [column, z.string().max(2_000)])) as Record<
    MaterialFormColumn,
    z.ZodString
  >,
);
export type MaterialCells = z.infer<typeof materialCellsSchema>;
/** What stands in the form of the next version; without its materials, those of the newest version stay. */
const versionSchema = z.object({
  cells: cellsSchema,
  materials: z.array(materialCellsSchema).max(100).optional(),
});
export type MatterVersionCells = z.infer<typeof versionSchema>;

/** A matter as a form holds it: the cells of its row in the workbook. */
export type MatterCells = z.infer<typeof cellsSchema>;

export const officeMatterSchema = z.object({
  row: matterListRowSchema,
  publicFields: z.array(z.object({ label: z.string(), value: z.string() })).length(11),
  aliases: z.array(z.string()),
  statutoryText: z.string(),
  /** The offices that take it, by name; many are cut short. */
  takenText: z.string(),
  situations: z.array(z.object({ id: z.string(), name: z.string() })),
  materials: z.array(matterMaterialSchema),
  discretion: z.array(z.object({ circumstances: z.string(), standard: z.string(), basis: z.string() })),
  longestExtension: z.int(),
  publicNoticeDays: z.int(),
  /** Newest first. */
  versions: z.array(
    z.object({
      version: z.int(),
      effectiveFrom: beijingDateSchema,
      effectiveTo: beijingDateSchema.nullable(),
      standing,
      standingName: z.string(),
      differences: z.array(z.string()),
    }),
  ),
  changes: z.array(matterChangeRowSchema),
  /** The newest version's cells, for proposing the next. */
  cells: cellsSchema,
  materialCells: z.array(materialCellsSchema),
  mayPropose: z.boolean(),
});
export type OfficeMatter = z.infer<typeof officeMatterSchema>;

const noteSchema = z.object({ sheet: z.string(), row: z.int(), column: z.string(), message: z.string() });
export type MatterSheetNote = z.infer<typeof noteSchema>;

/** What became of a workbook: all of it or, where it has a fault, nothing. */
export const matterSheetReportSchema = z.object({
  name: z.string(),
  state: z.enum(['checking', 'done', 'refused']),
  checked: z.int(),
  total: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Every fault in the file, by sheet, row and column; the first of them where there are very many. */
  faults: z.array(noteSchema),
  sentence: z.string(),
});
export type MatterSheetReport = z.infer<typeof matterSheetReportSchema>;

const localValuesSchema = z.object({
  hours: typedLineSchema(120),
  phone: typedLineSchema(60),
  place: typedLineSchema(120),
});
/** What a centre or station says of its own about a matter. */
export const localFactsRowSchema = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  /** As it is told to the public there. */
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  own: localValuesSchema,
  /** What it says of all of its matters. */
  general: localValuesSchema,
  by: z.string().nullable(),
  at: instantSchema.nullable(),
  mayChange: z.boolean(),
});
export type LocalFactsRow = z.infer<typeof localFactsRowSchema>;

export const driftRowSchema = z.object({
  code: z.string(),
  name: z.string(),
  fieldName: z.string(),
  /** Null where the district has no such matter. */
  master: z.string().nullable(),
  local: z.string(),
});
export type DriftRow = z.infer<typeof driftRowSchema>;

const reason = paragraphSchema(500).refine((text) => text.trim() !== '', '请写明理由');
/** A workbook as somebody chose it, its bytes as base64. */
const file = z.object({ name: z.string().max(200), bytes: z.string().max(7_000_000) });

/** Renderer ↔ core: the district's list of matters at the office's desk. */
export const officeMattersContract = {
  list: oc
    .input(
      z.object({
        text: z.string().max(100),
        departmentId: z.string().max(64).nullable(),
        /** Only what this centre or station takes: its list of sunk matters. */
        organisationId: z.string().max(64).nullable(),
        /** Only matters with this tag or situation. */
        tag: z.string().max(64).nullable(),
        page: z.int().min(1).max(10_000),
      }),
    )
    .output(z.object({ rows: z.array(matterListRowSchema), total: z.int() })),
  /** What there is to filter by. */
  choices: oc.output(
    z.object({
      departments: z.array(z.object({ id: z.string(), name: z.string() })),
      offices: z.array(z.object({ id: z.string(), name: z.string() })),
      tags: z.array(z.string()),
    }),
  ),
  /** A version, or without one the newest in force. */
  get: oc
    .input(z.object({ code: z.string().max(40), version: z.int().positive().nullable() }))
    .output(officeMatterSchema.nullable()),
  changes: oc
    .input(z.object({ status: z.enum(['proposed', 'reviewed']), page: z.int().min(1).max(10_000) }))
    .output(z.object({ rows: z.array(matterChangeRowSchema), total: z.int() })),
  /** What stands against the next version of a matter as its cells are typed. */
  check: oc.input(versionSchema).output(z.array(noteSchema)),
  propose: oc.input(versionSchema.extend({ reason })).output(done),
  review: oc
    .input(
      z.object({
        changeIds: z.array(z.uuid()).min(1).max(200),
        outcome: z.enum(['approved', 'returned']),
        reason,
      }),
    )
    .output(done),
  importSheet: oc.input(file.extend({ reason })).output(done),
  /** What became of the last workbook since the program started. */
  sheetReport: oc.output(matterSheetReportSchema.nullable()),
  /** The list as a workbook, or with `template` the empty one to fill in. */
  exportSheet: oc
    .input(z.object({ template: z.boolean() }))
    .output(answer({ fileName: z.string(), bytes: z.string() })),
  /** Circular requirements (循环证明), in the list and in what is proposed. */
  circles: oc.output(z.array(z.object({ sentence: z.string(), proposed: z.boolean() }))),
  /** What centres and stations say of their own about a matter; its core fields are nobody's to change there. */
  localFacts: oc.input(z.object({ code: z.string().max(40) })).output(z.array(localFactsRowSchema)),
  setLocalFacts: oc
    .input(
      localValuesSchema.extend({
        organisationId: z.string().max(64),
        /** Null: of every matter that the office takes. */
        matterCode: matterCodeSchema.nullable(),
      }),
    )
    .output(done),
  /** Holds an office's own list against the master copy. Nothing is kept of it. */
  drift: oc
    .input(file)
    .output(answer({ compared: z.int(), rows: z.array(driftRowSchema), notes: z.array(noteSchema) })),
};
