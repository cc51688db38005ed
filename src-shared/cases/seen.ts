import { z } from 'zod';
import { canonicalJson, type Digest, digestOf } from '../sync/canonical.ts';
import { withoutPersonal } from '../sync/personal.ts';
import type { CaseFile } from './case-file.ts';

/**
 * What somebody had before them when they signed: the revision of the case, everything in it that a decision rests on,
 * and the version of the matter. It is signed with the decision, so that nobody signs what they have not opened.
 */
export const seenSchema = z.strictObject({
  revision: z.int().positive(),
  content: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  matterVersion: z.int().positive(),
});
export type Seen = z.infer<typeof seenSchema>;

/** The digest of what a decision rests on. Stamps are left out: the district's own come later. */
const contentOf = (state: CaseFile): Digest =>
  digestOf(
    canonicalJson(
      withoutPersonal({
        matter: [state.matter.code, state.matter.version],
        applicant: state.applicant,
        agent: state.agent,
        situations: state.situations,
        materials: state.materials,
        missing: state.missing,
        owed: state.owed.map(({ materialId, supplied }) => [materialId, supplied !== null]),
        attachments: state.attachments,
        procedures: state.procedures.map(({ procedureId, opinion, notHeld }) => [
          procedureId,
          opinion && [opinion.advice, opinion.text],
          notHeld?.reason ?? null,
        ]),
        inquiries: state.inquiries.map(({ inquiryId, answer }) => [inquiryId, answer?.text ?? null]),
      }),
    ),
  );

/** A case as whoever opens it sees it now. */
export const seenOf = (state: CaseFile): Seen => ({
  revision: state.revision,
  content: contentOf(state),
  matterVersion: state.matter.version,
});
