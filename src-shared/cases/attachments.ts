import { z } from 'zod';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import { lineSchema } from '../text.ts';
import type { CaseEvent } from './case-events.ts';
import type { Attachment, CaseFile } from './case-file.ts';
import { isConcluded } from './case-file.ts';

export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** What a case can carry. Sizes in bytes; a file travels whole in one frame of the link, whose limit is 8 MiB. */
export const attachmentLimits = {
  fileBytes: 7 * 1024 * 1024,
  /** Scans and files of one case. */
  count: 300,
  /** Of all of them together. */
  caseBytes: 200 * 1024 * 1024,
} as const;

export const blobHashSchema = z.string().regex(/^[0-9a-f]{64}$/, '应为64位小写十六进制');

/** One line of the manifest: the blob itself follows by its own way. */
export const attachmentSchema = z.strictObject({
  hash: blobHashSchema,
  materialId: lineSchema(64).min(1),
  page: z.int().min(1).max(attachmentLimits.count),
  mediaType: z.enum(mediaTypes),
  bytes: z.int().min(1).max(attachmentLimits.fileBytes),
  /** Pages in a PDF; 1 of a picture. */
  sheets: z.int().min(1).max(9999).default(1),
  onFileFrom: lineSchema(120).nullable(),
});

export const manifestSchema = z.array(attachmentSchema).max(attachmentLimits.count);

export const attachmentCommands = {
  /** Scans and files that come after the receipt: of a supplement, or of what was forgotten. */
  addAttachments: z.strictObject({ attachments: manifestSchema.min(1) }),
} as const;

/**
 * Why a manifest does not go with a case, or null. Every page belongs to a paper that was handed in, and no two are the
 * same page of it.
 */
export function manifestFault(
  manifest: readonly Attachment[],
  materialIds: ReadonlySet<string>,
  held: readonly Attachment[] = [],
): { code: string; message: string } | null {
  const all = [...held, ...manifest];
  const strange = manifest.find(({ materialId }) => !materialIds.has(materialId));
  if (strange !== undefined)
    return { code: 'pageWithoutMaterial', message: '有一页影像不属于已收的材料，请删除后重新扫描。' };
  if (new Set(all.map(({ materialId, page }) => `${materialId} ${page}`)).size < all.length)
    return { code: 'pageTwice', message: '同一份材料有两页页码相同，请刷新后重新添加。' };
  if (all.length > attachmentLimits.count)
    return {
      code: 'tooManyPages',
      message: `一个办件最多${attachmentLimits.count}页影像，请只扫描要用的页面。`,
    };
  if (all.reduce((sum, { bytes }) => sum + bytes, 0) > attachmentLimits.caseBytes)
    return {
      code: 'tooManyBytes',
      message: `一个办件的影像合计不能超过${attachmentLimits.caseBytes / 1024 / 1024}MB，请降低扫描清晰度。`,
    };
  return null;
}

/** The rules of what comes later. */
export function addAttachments(
  state: CaseFile,
  args: { attachments: readonly Attachment[] },
  { place, actor, stamp }: Facts,
): Decision<CaseEvent> {
  if (isConcluded(state.status))
    return refuse('concluded', '这个办件已经办结，不能再补影像；需要更正的请走更正程序。');
  if (state.receivingOrganisationId !== place.organisationId)
    return refuse('otherOrganisation', '影像由收件的中心（站）补充，请联系原收件窗口。');
  const papers = new Set([...state.materials, ...state.owed].map(({ materialId }) => materialId));
  const fault = manifestFault(args.attachments, papers, state.attachments);
  if (fault !== null) return refuse(fault.code, fault.message);
  return events({ type: 'AttachmentsAdded', attachments: args.attachments, by: actor.actorId, at: stamp });
}
