import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { transferFaults } from '../interfaces/advice.ts';
import { answer, done } from './answer.ts';
import { subscriptionViewSchema } from './interfaces.ts';

/** A platform or department that connects to the district. */
export const interfaceClientSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Null for all of them. */
  departments: z.array(z.string()).nullable(),
  matters: z.array(z.string()).nullable(),
  /** Persons are not masked. */
  clear: z.boolean(),
  since: instantSchema,
  state: z.enum(['active', 'paused', 'ended']),
  lastCallAt: instantSchema.nullable(),
});

/** A call that was not answered with what was asked for, or a message by its last attempt that did not arrive. */
export const interfaceFailureSchema = z.object({
  /** Within its direction. */
  id: z.string(),
  direction: z.enum(['in', 'out']),
  at: instantSchema,
  clientId: z.string().nullable(),
  /** The operation that was asked for, or the kind of news. */
  what: z.string(),
  /** A number or cookie that was asked for, or the number of the case. */
  subject: z.string().nullable(),
  status: z.int().nullable(),
  fault: z.enum(transferFaults).nullable(),
  ms: z.int().nullable(),
  /** Of news: how the message stands by now. */
  message: z
    .object({
      id: z.uuid(),
      state: z.enum(['waiting', 'delivered', 'givenUp', 'dropped']),
      nextAt: instantSchema,
      /** So often it was tried by now. */
      tries: z.int().positive(),
      /** Its subscription or client is paused: it waits until that is over. */
      paused: z.boolean(),
    })
    .nullable(),
});

/** Calls and messages of one hour. */
export const interfaceHourSchema = z.object({
  from: instantSchema,
  in: z.int(),
  inFailed: z.int(),
  out: z.int(),
  outFailed: z.int(),
});
export type InterfaceHour = z.infer<typeof interfaceHourSchema>;

/** What an administrator does about it. pause and resume: a client or a subscription. redeliver: a subscription or a message. */
export const interfaceActSchema = z.object({
  act: z.enum(['pause', 'resume', 'redeliver']),
  target: z.object({ kind: z.enum(['client', 'subscription', 'message']), id: z.uuid() }),
  reason: z.string().max(500),
});
export type InterfaceAct = z.infer<typeof interfaceActSchema>;

const posting = {
  /** The posting of whoever asks. */
  postingId: z.string().max(64),
};

/** Core ↔ district: the interface log, for those who watch over it at the district's office. */
export const interfaceLogContract = {
  interfaceLog: oc
    .route({
      ...{ method: 'POST', path: '/v1/interface-log/search' },
      summary: '查看对接单位、订阅和接口日志（管理端）',
    })
    .input(z.object(posting))
    .output(
      answer({
        clients: z.array(interfaceClientSchema),
        subscriptions: z.array(subscriptionViewSchema.extend({ clientId: z.string() })),
        /** The latest first. */
        failures: z.array(interfaceFailureSchema),
        /** The last twenty-four, the earliest first. */
        hours: z.array(interfaceHourSchema),
        /** What administrators did, the latest first. */
        acts: z.array(
          z.object({
            at: instantSchema,
            /** Posting id. */
            by: z.string(),
            act: interfaceActSchema.shape.act,
            target: z.string(),
            reason: z.string(),
          }),
        ),
      }),
    ),
  steerInterface: oc
    .route({
      ...{ method: 'POST', path: '/v1/interface-log/acts' },
      summary: '暂停、恢复对接单位或订阅，重发推送（系统管理员）',
    })
    .input(interfaceActSchema.extend(posting))
    .output(done),
};
