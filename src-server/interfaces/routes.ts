import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError } from '@orpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type InterfaceOperation, interfacesContract } from '#shared/contracts/interfaces.ts';
import { isExhausted, tooMany } from '../admission.ts';
import type { SealingKey } from '../database/sealing.ts';
import { faultOf, type Log } from '../log.ts';
import type { Services } from '../services.ts';
import { tokenBucket } from '../token-bucket.ts';
import type { AddressPolicy } from './address.ts';
import type { InterfaceClient } from './clients.ts';
import { interfacesRouter } from './router.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever asks from beyond the district. */
    client: InterfaceClient | null;
  }
}

/** One call, as it is logged. */
interface Call {
  operation: InterfaceOperation;
  subject: string | null;
  begun: number;
  at: Date;
}

interface Parts {
  services: Pick<Services, 'db' | 'now' | 'published'>;
  policy: () => Promise<AddressPolicy>;
  /** Seals the keys of new subscriptions; without one nobody can subscribe. */
  sealingKey: SealingKey | undefined;
  /** Lets a client in by the head of its request, or says why not. */
  admit: (request: FastifyRequest, reply: FastifyReply) => Promise<ORPCError<string, unknown> | null>;
  refuse: (reply: FastifyReply, refusal: ORPCError<string, unknown>) => unknown;
  log: Log;
}

/**
 * The interface for the province's platform and departments. Every call is on record before it is answered: what could
 * not be entered is not given out.
 */
export function interfaceRoutes(
  app: FastifyInstance,
  { services, policy, sealingKey, admit, refuse, log }: Parts,
): void {
  const { db, now } = services;
  // Whoever goes on calling though they were told to come later fills no table with it; the metrics count them.
  const mayFill = tokenBucket({ burst: 10, perSecond: 1 });

  const enter = async (client: InterfaceClient | null, call: Call, status: number): Promise<void> => {
    const { operation, subject, begun, at } = call;
    await db.queries
      .insertInto('interface_call')
      .values({
        ...{ client_id: client?.id ?? null, operation, subject, at, status },
        ms: Math.round(performance.now() - begun),
      })
      .execute();
  };
  const handler = new OpenAPIHandler(interfacesRouter(services, policy, sealingKey), {
    rootInterceptors: [
      async ({ context, next }) => {
        const { client, call } = context as unknown as { client: InterfaceClient; call: Call };
        const result = await next();
        await enter(client, call, result.response?.status ?? 404);
        return result;
      },
    ],
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          if (isExhausted(error)) throw tooMany();
          if (!(error instanceof ORPCError) || error.status >= 500)
            log.error({ fault: faultOf(error) }, 'a request failed');
          throw error;
        }
      },
    ],
  });

  app.decorateRequest('client', null);
  for (const [name, procedure] of Object.entries(interfacesContract)) {
    const operation = name as InterfaceOperation;
    const { method, path } = procedure['~orpc'].route;
    if (method === undefined || path === undefined) throw new Error('a procedure without a route');
    const callOf = (request: FastifyRequest): Call => ({
      ...{ operation, subject: subjectOf(request), at: new Date(now()), begun: performance.now() },
    });
    app.route({
      method,
      exposeHeadRoute: false,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      // Before the body is read: whoever is not known costs nothing more.
      onRequest: async (request, reply) => {
        const call = callOf(request);
        const refusal = await admit(request, reply);
        if (refusal === null) return;
        if (refusal.status !== 429 || mayFill(request.client?.id ?? request.ip))
          await enter(request.client, call, refusal.status);
        return refuse(reply, refusal);
      },
      handler: async (request, reply) => {
        const { client } = request;
        if (client === null) throw new Error('nobody asked whose request it is');
        await handler.handle(request, reply, {
          context: { client, call: callOf(request) } as { client: InterfaceClient },
        });
      },
    });
  }
}

/** What a call is about: the number in its path, or how far it has come. Never a body. */
function subjectOf({ params, query }: FastifyRequest): string | null {
  const { caseNumber, number, id } = params as Record<string, string | undefined>;
  const { cookie, since } = query as Record<string, unknown>;
  const subject = caseNumber ?? number ?? id ?? cookie ?? since;
  return typeof subject === 'string' ? subject.slice(0, 100).replaceAll('\0', '') : null;
}
