import { oc } from '@orpc/contract';
import { z } from 'zod';
import { registerEntrySchema } from '../certificates/certificate.ts';
import { answer } from './answer.ts';

/** So far ahead a desk looks for what runs out, in days. */
export const renewalSpans = [30, 90, 180, 365] as const;

/** Renderer ↔ core: the department's certificates that run out within the days, from the shared register; people's names masked. */
export const renewalsContract = oc
  .input(z.object({ days: z.union(renewalSpans.map((days) => z.literal(days))) }))
  .output(answer({ entries: z.array(registerEntrySchema) }));
