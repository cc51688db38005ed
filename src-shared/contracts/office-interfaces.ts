import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { answer, done } from './answer.ts';
import { interfaceActSchema, interfaceHourSchema } from './interface-log.ts';

/** A client with its subscriptions, in words. */
export const interfaceClientRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopeText: z.string(),
  /** 个人信息遮盖 or 不遮盖. */
  clear: z.boolean(),
  state: z.enum(['active', 'paused', 'ended']),
  stateName: z.string(),
  since: instantSchema,
  lastCallAt: instantSchema.nullable(),
  subscriptions: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      eventsText: z.string(),
      paused: z.boolean(),
      waiting: z.int(),
      givenUp: z.int(),
    }),
  ),
});
export type InterfaceClientRow = z.infer<typeof interfaceClientRowSchema>;

/** A failure in words, with what to do about it. */
export const interfaceFailureRowSchema = z.object({
  id: z.string(),
  at: instantSchema,
  directionName: z.enum(['调用', '推送']),
  clientName: z.string(),
  what: z.string(),
  outcome: z.string(),
  advice: z.string(),
  /** How its message stands by now; empty of a call. */
  standing: z.string(),
  /** The message that can be sent again; null where nothing can. */
  messageId: z.string().nullable(),
});
export type InterfaceFailureRow = z.infer<typeof interfaceFailureRowSchema>;

/** Renderer ↔ core: who connects to the district, and how it goes; asked at the district, kept nowhere here. */
export const officeInterfacesContract = {
  overview: oc.output(
    answer({
      clients: z.array(interfaceClientRowSchema),
      failures: z.array(interfaceFailureRowSchema),
      hours: z.array(interfaceHourSchema),
      acts: z.array(z.object({ at: instantSchema, sentence: z.string() })),
    }),
  ),
  act: oc.input(interfaceActSchema).output(done),
};
