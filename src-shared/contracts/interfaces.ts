import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseNumberSchema } from '../cases/case-number.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { caseProgressSchema } from '../interfaces/case-progress.ts';
import { newsKinds } from '../interfaces/news.ts';

/** A certificate of the shared register, as those beyond the district look it up. */
export const certificateViewSchema = z.object({
  number: z.string(),
  name: z.string(),
  department: z.object({ id: z.string(), name: z.string() }),
  /** The case that it was issued on; null for one of former years. */
  caseNumber: caseNumberSchema.nullable(),
  /** Null once it was erased. */
  holder: z.object({ name: z.string(), idNumber: z.string(), masked: z.boolean() }).nullable(),
  from: beijingDateSchema,
  until: beijingDateSchema.nullable(),
  /** In force, run out, revoked by the department, or taken back before it was handed out. */
  status: z.enum(['valid', 'expired', 'revoked', 'withdrawn']),
});
export type CertificateView = z.infer<typeof certificateViewSchema>;

export const subscriptionViewSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(newsKinds)),
  createdAt: instantSchema,
  /** An administrator of the district has paused it; what happens meanwhile is kept and sent afterwards. */
  paused: z.boolean(),
  /** What waits to be sent, and what was given up. */
  waiting: z.int().nonnegative(),
  givenUp: z.int().nonnegative(),
});
export type SubscriptionView = z.infer<typeof subscriptionViewSchema>;

/**
 * What the province's platform and departments connect to. Everything wants `Authorization: Bearer <credential>` of a
 * client whom the district has let in; it sees the departments and matters that it was let in for, and nothing else.
 */
export const interfacesContract = {
  changedCases: oc
    .route({ method: 'GET', path: '/v1/interface/cases', summary: '按变化读取办件（分页）' })
    .input(
      z.object({
        /** Of the last page; empty at the beginning. */
        cookie: z.string().max(100).optional(),
        /** At the beginning: leave out what has not changed since then. Some that has not may come all the same. */
        since: instantSchema.optional(),
      }),
    )
    .output(
      z.object({
        cases: z.array(caseProgressSchema),
        cookie: z.string(),
        /** There is more: ask again at once, with the cookie. A page may be empty and more follow. */
        more: z.boolean(),
      }),
    ),
  caseByNumber: oc
    .route({ method: 'GET', path: '/v1/interface/cases/{caseNumber}', summary: '按办件编号读取进度和结果' })
    .input(z.object({ caseNumber: caseNumberSchema }))
    .output(caseProgressSchema),
  certificateByNumber: oc
    .route({ method: 'GET', path: '/v1/interface/certificates/{number}', summary: '按证照编号核验证照' })
    .input(z.object({ number: z.string().min(1).max(60) }))
    .output(certificateViewSchema),
  subscriptions: oc
    .route({ method: 'GET', path: '/v1/interface/subscriptions', summary: '列出本单位的推送订阅' })
    .output(z.object({ subscriptions: z.array(subscriptionViewSchema) })),
  subscribe: oc
    .route({
      ...{ method: 'POST', path: '/v1/interface/subscriptions' },
      summary: '订阅推送；签名密钥只在这里给一次',
    })
    .input(
      z.object({
        url: z.url().max(500),
        events: z
          .array(z.enum(newsKinds))
          .min(1)
          .max(newsKinds.length)
          .refine((all) => new Set(all).size === all.length, '事件重复'),
      }),
    )
    .output(
      z.object({
        id: z.uuid(),
        /** `whsec_` and the key in base64, as Standard Webhooks writes it. */
        secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/),
      }),
    ),
  unsubscribe: oc
    .route({
      method: 'DELETE',
      path: '/v1/interface/subscriptions/{id}',
      summary: '退订；还没有送出的不再发送',
    })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
};
export type InterfaceOperation = keyof typeof interfacesContract;

/** The operations in words, for whoever reads the interface log. */
export const interfaceOperationNames: Readonly<Record<InterfaceOperation, string>> = {
  changedCases: '按变化读取办件',
  caseByNumber: '读取一件',
  certificateByNumber: '核验证照',
  subscriptions: '列出订阅',
  subscribe: '订阅',
  unsubscribe: '退订',
};
