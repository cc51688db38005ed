import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { OpenAPI } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { busySchema, districtContract } from '#shared/contracts/district.ts';
import type { districtProcedures } from '#shared/identity/may-call.ts';
import { admission, isExhausted, type Limits, tooMany, usualLimits } from './admission.ts';
import { BlobFolder } from './blobs/blob-folder.ts';
import { blobRoutes } from './blobs/blob-routes.ts';
import { forgetErased } from './blobs/forget-erased.ts';
import { followCasePage } from './cases/follow-page.ts';
import type { Database } from './database/database.ts';
import type { SealingKey } from './database/sealing.ts';
import { describe } from './description/describe.ts';
import type { Installation } from './identity/installation.ts';
import { webhookPolicy } from './interfaces/policy.ts';
import { interfaceRoutes } from './interfaces/routes.ts';
import { faultOf, type Log } from './log.ts';
import { openMetrics } from './metrics.ts';
import { publishedReference } from './organisation/published.ts';
import { bookingRoutes } from './queue/booking-routes.ts';
import { followPage } from './queue/follow-page.ts';
import { prefillPage } from './queue/prefill-page.ts';
import { districtRouter } from './router.ts';
import { listenForWakeUps } from './sync/wake-ups.ts';
import { type TlsFiles, tlsServer } from './tls.ts';
import { inOrder } from './turns.ts';

declare module 'fastify' {
  interface FastifyRequest {
    installation: Installation | null;
  }
}

/** A full push, each command with a long list of materials; whoever hands in stops before (`outbox.ts` at the desk). */
const bodyLimit = 8 * 1024 * 1024;

/**
 * The district server over an open database; it does not listen yet. `now` is the clock that stamps.
 * Closing it ends wake-ups and waits for requests at work; the database stays open.
 */
export function buildServer({
  db,
  log,
  blobFolder,
  now = () => new Date(),
  limits: given = {},
  tls = null,
  metricsToken = null,
  bookingToken = null,
  webhookNetworks = [],
  sealingKeys = [],
  health = { stopping: false },
}: {
  db: Database;
  log: Log;
  /** Where scans and files are kept. */
  blobFolder: string;
  now?: () => Date;
  limits?: Partial<Limits>;
  /** Null where a balancer in front speaks TLS. */
  tls?: TlsFiles | null;
  /** Whoever brings it may read the metrics; null where nobody may. */
  metricsToken?: string | null;
  /** Whoever brings it may book for the public; null where nobody may. */
  bookingToken?: string | null;
  /** Private networks into which messages may go. */
  webhookNetworks?: readonly string[];
  /** By which secrets lie sealed in the database: the first seals, all open. Nobody can subscribe without one. */
  sealingKeys?: readonly SealingKey[];
  /** Set before it is closed: a balancer that looks at the health sends nobody here any more. */
  health?: { stopping: boolean };
}): FastifyInstance {
  const limits = { ...usualLimits, ...given };
  const timing = {
    requestTimeout: limits.requestMs,
    keepAliveTimeout: 65_000,
    // Node swaps the two where the headers have longer than the whole, and looks only twice a minute by itself.
    headersTimeout: limits.requestMs / 2,
    connectionsCheckingInterval: limits.requestMs / 10,
  };
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Its lines hold whole URLs and messages of errors; ours are below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    serverFactory: (answer) => (tls === null ? createServer(timing, answer) : tlsServer(tls, timing, answer)),
  });
  app.server.maxConnections = 10_000;
  const wakeUps = listenForWakeUps(db, log);
  const admit = admission(db.queries, limits);
  const metrics = openMetrics(db, {
    requests_at_work: admit.atWork,
    wake_up_listeners: wakeUps.listeners,
  });
  // Node closes a line on which something was answered, and waits for ever for one on which nothing was asked yet.
  const unasked = new Set<Socket>();
  app.server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) => {
    unasked.add(socket);
    socket.once('close', () => unasked.delete(socket));
  });
  app.server.on('request', ({ socket }) => unasked.delete(socket));
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const socket of unasked) socket.destroy();
    await wakeUps.close();
  });
  // Whoever is answered while the server closes would keep the line for a next question, and the server waiting for it.
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });

  app.decorateRequest('installation', null);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    // A wake-up is answered by its end, hours later: as a duration that says nothing.
    if (route !== '/v1/wake-ups')
      metrics.answered(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    log.info({
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      installation: request.installation?.id ?? null,
    });
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ fault: faultOf(error) }, 'a request failed');
    return reply.status(status).send(errorBody(status));
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(errorBody(404)));

  const instant = () => now().toISOString() as Instant;
  const published = publishedReference();
  const router = districtRouter({
    db,
    log,
    now: instant,
    published,
    sealingKeys,
    wakeUps,
    metrics,
    batches: inOrder(),
    pullPage: limits.pullPage,
    pullsAtOnce: limits.pulls.atOnce,
  });
  const handler = new OpenAPIHandler(router, {
    eventIteratorKeepAliveInterval: 15_000,
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw isExhausted(error) ? tooMany() : error;
        }
      },
      onError((error) => {
        if (error instanceof ORPCError && error.status < 500) return;
        log.error({ fault: faultOf(error) }, 'a request failed');
      }),
    ],
  });
  const refuse = (reply: FastifyReply, refusal: ORPCError<string, unknown>) => {
    const busy = busySchema.safeParse(refusal.data).data;
    if (busy !== undefined) reply.header('retry-after', busy.comeAgainSeconds);
    return reply.status(refusal.status).header('connection', 'close').send(refusal.toJSON());
  };
  const admitOr =
    (name: keyof typeof districtProcedures) => async (request: FastifyRequest, reply: FastifyReply) => {
      const refusal = await admit.ask(name, request, reply);
      if (refusal !== null) return refuse(reply, refusal);
    };
  for (const [name, procedure] of Object.entries(districtContract)) {
    const { method, path } = procedure['~orpc'].route;
    if (method === undefined || path === undefined) throw new Error('a procedure without a route');
    app.route({
      method,
      url: path,
      // Before the body is read: whoever is not known costs nothing more.
      onRequest: admitOr(name as keyof typeof districtContract),
      handler: async (request, reply) => {
        await handler.handle(request, reply, {
          context: { installation: request.installation },
        });
      },
    });
  }

  interfaceRoutes(app, {
    ...{ services: { db, now: instant, published }, log, refuse },
    policy: () => webhookPolicy(db.queries, webhookNetworks),
    sealingKey: sealingKeys[0],
    admit: (request, reply) => admit.askClient(request, reply, now()),
  });

  const blobs = new BlobFolder(blobFolder);
  blobRoutes(app, { queries: db.queries, folder: blobs, now, admit: admitOr('blobs') });
  const forgetting = forgetErased({ queries: db.queries, folder: blobs, log });
  app.addHook('onClose', () => forgetting.close());

  let description: Promise<OpenAPI.Document> | undefined;
  app.get('/openapi.json', () => {
    description ??= describe();
    return description;
  });
  bookingRoutes(app, { queries: db.queries, published, now: instant, token: bookingToken });
  followPage(app, { queries: db.queries, now: instant });
  followCasePage(app, { queries: db.queries, now: instant, published });
  prefillPage(app, { queries: db.queries, now: instant, published });
  app.get('/metrics', (request, reply) => {
    if (metricsToken === null || request.headers.authorization !== `Bearer ${metricsToken}`)
      return reply.status(404).send(errorBody(404));
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text());
  });
  app.get('/healthz', async (_request, reply) => {
    if (health.stopping) return reply.status(503).send({ status: 'stopping' });
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
