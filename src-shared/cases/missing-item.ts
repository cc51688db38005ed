import { z } from 'zod';
import { lineSchema } from '../text.ts';

const text = (max: number) => lineSchema(max).refine((value) => value.trim() !== '', '不能为空');

/** Why a paper has to be brought or put right, on the complete list. */
export const missingItemSchema = z.strictObject({ materialId: text(64), why: text(200) });
