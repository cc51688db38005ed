import { z } from 'zod';

/** What the screens are shown of matters, which is public. */

export const matterRowSchema = z.object({
  code: z.string(),
  basicCode: z.string(),
  name: z.string(),
  departmentName: z.string(),
  sunk: z.boolean(),
  promisedText: z.string(),
  /** Why it is not taken here, with where the citizen can go; empty where it is. */
  elsewhere: z.string(),
});
export type MatterRow = z.infer<typeof matterRowSchema>;

export const matterMaterialSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  basis: z.string(),
  form: z.enum(['original', 'copy', 'originalAndCopy', 'form']),
  formName: z.string(),
  copies: z.int(),
  required: z.boolean(),
  /** The situations in which it is asked for, by name; none stands for every one. */
  situations: z.array(z.string()),
  /** The shared register can supply it: the citizen need not bring it. */
  fromRegister: z.boolean(),
  /** Working days within which it may follow; null where it may not be missing. */
  mayFollowWithin: z.int().nullable(),
});
export type MatterMaterial = z.infer<typeof matterMaterialSchema>;

export const matterDetailSchema = matterRowSchema.extend({
  version: z.int(),
  /** The situations (情形) to choose among; they change which materials are asked for. */
  situations: z.array(z.object({ id: z.string(), name: z.string() })),
  /** The eleven public fields, in the policy's order. */
  publicFields: z.array(z.object({ label: z.string(), value: z.string() })).length(11),
  /** What this office says of its own: when, whom to call, where. */
  localFields: z.array(z.object({ label: z.string(), value: z.string() })),
  materials: z.array(matterMaterialSchema),
});
export type MatterDetail = z.infer<typeof matterDetailSchema>;
