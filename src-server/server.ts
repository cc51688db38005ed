import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { districtContract } from '#shared/contracts/district.ts';
import { protocolVersion } from '#shared/contracts/protocol-version.ts';
import type { Database } from './database/database.ts';
import { faultOf, type Log } from './log.ts';
import { publishedReference } from './organisation/published.ts';
import { districtRouter } from './router.ts';
import { listenForWakeUps } from './sync/wake-ups.ts';

declare module 'fastify' {
  interface FastifyRequest {
    installationId: string | null;
  }
}

/** 200 commands, each with a long list of materials. */
const bodyLimit = 8 * 1024 * 1024;

/**
 * The district server over an open database; it does not listen yet. `now` is the clock that stamps.
 * Closing it ends wake-ups and waits for requests at work; the database stays open.
 */
export function buildServer({
  db,
  log,
  now = () => new Date(),
}: {
  db: Database;
  log: Log;
  now?: () => Date;
}): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Its lines hold whole URLs and messages of errors; ours are below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
  });
  const wakeUps = listenForWakeUps(db, log);
  app.addHook('preClose', () => wakeUps.close());

  app.decorateRequest('installationId', null);
  app.addHook('onResponse', async (request, reply) => {
    log.info({
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      installation: request.installationId,
    });
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ fault: faultOf(error) }, 'a request failed');
    return reply.status(status).send(errorBody(status));
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(errorBody(404)));

  const router = districtRouter({
    db,
    log,
    now: () => now().toISOString() as Instant,
    published: publishedReference(),
    wakeUps,
  });
  const handler = new OpenAPIHandler(router, {
    eventIteratorKeepAliveInterval: 15_000,
    interceptors: [
      onError((error) => {
        if (error instanceof ORPCError && error.status < 500) return;
        log.error({ fault: faultOf(error) }, 'a request failed');
      }),
    ],
  });
  for (const procedure of Object.values(districtContract)) {
    const { method, path } = procedure['~orpc'].route;
    if (method === undefined || path === undefined) throw new Error('a procedure without a route');
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        await handler.handle(request, reply, {
          context: {
            authorization: request.headers.authorization,
            identified: ({ id }) => {
              request.installationId = id;
            },
          },
        });
      },
    });
  }

  let description: Promise<OpenAPI.Document> | undefined;
  app.get('/openapi.json', () => {
    description ??= describe();
    return description;
  });
  app.get('/healthz', async (_request, reply) => {
    try {
      await sql`select 1`.execute(db.queries);
      return { status: 'ok' };
    } catch (error) {
      log.warn({ fault: faultOf(error) }, 'the database does not answer');
      return reply.status(503).send({ status: 'database unavailable' });
    }
  });
  return app;
}

/** The description of the wire, generated from the contract that both sides import. */
async function describe(): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(districtContract, {
    info: { title: '一窗 区级平台', version: String(protocolVersion) },
    components: { securitySchemes: { installation: { type: 'http', scheme: 'bearer' } } },
    security: [{ installation: [] }],
  });
  const { path } = districtContract.enrol['~orpc'].route;
  const enrol = path && document.paths?.[path]?.post;
  if (enrol) enrol.security = [];
  return document;
}

/** Faults before a procedure is reached have the same form as those in it. */
const errorBody = (status: number) => {
  const codes: Record<number, string> = {
    400: 'BAD_REQUEST',
    404: 'NOT_FOUND',
    413: 'PAYLOAD_TOO_LARGE',
    415: 'UNSUPPORTED_MEDIA_TYPE',
  };
  return new ORPCError(codes[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'), {
    status,
  }).toJSON();
};
