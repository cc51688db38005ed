import { ORPCError } from '@orpc/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Busy } from '#shared/contracts/district.ts';
import { districtProcedures } from '#shared/identity/may-call.ts';
import type { Queries } from './database/database.ts';
import { installationOf } from './identity/installation.ts';
import { tokenBucket } from './token-bucket.ts';

/** What a server takes before it turns somebody away. */
export interface Limits {
  /** A request has to be here whole within this time. */
  requestMs: number;
  /** Requests at work for one installation, its wake-ups among them. */
  inFlight: number;
  /** Requests at work on the whole node, wake-ups not among them: whoever comes beyond it is told when to come again. */
  atWork: number;
  /** Requests to enrol, and requests with a token that nobody holds, from one address: a whole hall may sit behind one. */
  strangers: { burst: number; perSecond: number };
  /** Attempts at signing in from one installation. */
  signIns: { burst: number; perSecond: number };
  /** Changes in one answer to a pull. */
  pullPage: number;
}
export const usualLimits: Limits = {
  requestMs: 30_000,
  inFlight: 16,
  atWork: 60,
  strangers: { burst: 300, perSecond: 5 },
  signIns: { burst: 60, perSecond: 1 },
  pullPage: 500,
};

/** Who comes in, by the head of a request alone: says why not, or null. */
export function admission(queries: Queries, limits: Limits) {
  const mayKnock = tokenBucket(limits.strangers);
  const maySignIn = tokenBucket(limits.signIns);
  const inFlight = new Map<string, number>();
  let atWork = 0;
  const ask = async (
    name: keyof typeof districtProcedures,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ORPCError<string, unknown> | null> => {
    // Nothing here is ever compressed by an installation, and what unpacks to gigabytes is no surprise then.
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return new ORPCError('UNSUPPORTED_MEDIA_TYPE', { status: 415 });
    // Wake-ups last for hours and do nothing: they take no place from anybody.
    if (name !== 'wakeUps') {
      if (atWork >= limits.atWork) return tooMany();
      atWork += 1;
      reply.raw.once('close', () => {
        atWork -= 1;
      });
    }
    if (districtProcedures[name] === 'anyone') return mayKnock(request.ip) ? null : tooMany();
    try {
      request.installation = await installationOf(request.headers.authorization, queries);
    } catch (error) {
      if (isExhausted(error)) return tooMany();
      if (!(error instanceof ORPCError)) throw error;
      return mayKnock(request.ip) ? error : tooMany();
    }
    const { id } = request.installation;
    if (name === 'signIn' && !maySignIn(id)) return tooMany();
    const before = inFlight.get(id) ?? 0;
    if (before >= limits.inFlight) return tooMany();
    inFlight.set(id, before + 1);
    reply.raw.once('close', () => {
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left === 0) inFlight.delete(id);
      else inFlight.set(id, left);
    });
    return null;
  };
  return { ask, atWork: () => atWork };
}

/** Whoever is turned away comes again after so many seconds and a chance of as many more, so that not all come at once. */
const comeAgainSeconds = 5;

/** Whether an error says that no connection to the database came free in time: too much is asked of it, nothing is broken. */
export const isExhausted = (error: unknown): boolean =>
  error instanceof Error && /^timeout exceeded when trying to connect$/.test(error.message);

export const tooMany = () =>
  new ORPCError('TOO_MANY_REQUESTS', {
    status: 429,
    message: '区级平台正忙，请稍后再试。',
    data: { comeAgainSeconds } satisfies Busy,
  });
