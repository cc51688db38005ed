import { ORPCError } from '@orpc/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Busy } from '#shared/contracts/district.ts';
import { districtProcedures } from '#shared/identity/may-call.ts';
import type { Queries } from './database/database.ts';
import { installationOf } from './identity/installation.ts';
import { clientOf } from './interfaces/clients.ts';
import { tokenBucket } from './token-bucket.ts';

/** What a server takes before it turns somebody away. */
export interface Limits {
  /** A request has to be here whole within this time. */
  requestMs: number;
  /** Requests at work with one token, its wake-ups among them. */
  inFlight: number;
  /** Requests at work on the whole node, wake-ups not among them: whoever comes beyond it is told when to come again. */
  atWork: number;
  /**
   * Of these so many may be pulls, and so many of them at once: each push makes a whole office pull, and what is handed in
   * must not wait behind that.
   */
  pulls: { places: number; atOnce: number };
  /** Requests to enrol, and requests with a token that nobody holds, from one address: a whole hall may sit behind one. */
  strangers: { burst: number; perSecond: number };
  /** Attempts at signing in from one installation. */
  signIns: { burst: number; perSecond: number };
  /** Calls of one client from beyond the district. */
  clients: { burst: number; perSecond: number };
  /** Changes in one answer to a pull. */
  pullPage: number;
}
export const usualLimits: Limits = {
  requestMs: 30_000,
  inFlight: 16,
  atWork: 60,
  pulls: { places: 40, atOnce: 4 },
  strangers: { burst: 300, perSecond: 5 },
  signIns: { burst: 60, perSecond: 1 },
  clients: { burst: 120, perSecond: 5 },
  pullPage: 500,
};

/** Who comes in, by the head of a request alone: says why not, or null. */
export function admission(queries: Queries, limits: Limits) {
  const mayKnock = tokenBucket(limits.strangers);
  const maySignIn = tokenBucket(limits.signIns);
  const mayCall = tokenBucket(limits.clients);
  const inFlight = new Map<string, number>();
  let atWork = 0;

  /**
   * Takes a place on this node, and one of its token's, until the request has been answered, where they are free.
   * @param places so many on the node are open to it; null where it takes none
   */
  function takePlace(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    places: number | null,
  ): Refusal | null {
    // Nothing here is ever compressed by an installation, and what unpacks to gigabytes is no surprise then.
    if ((headers['content-encoding'] ?? 'identity') !== 'identity')
      return new ORPCError('UNSUPPORTED_MEDIA_TYPE', { status: 415 });
    // By the token as it stands there, before anybody looks it up: one computer must not fill the node.
    const token = headers.authorization;
    const before = token === undefined ? 0 : (inFlight.get(token) ?? 0);
    if (before >= limits.inFlight) return tooMany();
    if (places !== null && atWork >= places) return tooMany();
    if (places !== null) atWork += 1;
    if (token !== undefined) inFlight.set(token, before + 1);
    reply.raw.once('close', () => {
      if (places !== null) atWork -= 1;
      if (token === undefined) return;
      const left = (inFlight.get(token) ?? 1) - 1;
      if (left === 0) inFlight.delete(token);
      else inFlight.set(token, left);
    });
    return null;
  }

  /** Finds who asks; where nobody does, the guess counts for the address that it came from. */
  async function known<Asking>(ip: string, find: Promise<Asking>): Promise<Asking | Refusal> {
    try {
      return await find;
    } catch (error) {
      if (isExhausted(error)) return tooMany();
      if (!(error instanceof ORPCError)) throw error;
      return mayKnock(ip) ? error : tooMany();
    }
  }

  const ask = async (
    name: keyof typeof districtProcedures,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Refusal | null> => {
    // Wake-ups last for hours and do nothing: they take no place from anybody.
    const places =
      name === 'wakeUps'
        ? null
        : name === 'pull'
          ? Math.min(limits.pulls.places, limits.atWork)
          : limits.atWork;
    const full = takePlace(request, reply, places);
    if (full !== null) return full;
    if (districtProcedures[name] === 'anyone') return mayKnock(request.ip) ? null : tooMany();
    const asking = await known(request.ip, installationOf(request.headers.authorization, queries));
    if (asking instanceof ORPCError) return asking;
    request.installation = asking;
    return name === 'signIn' && !maySignIn(asking.id) ? tooMany() : null;
  };

  /** The same for whoever comes from beyond the district. */
  const askClient = async (
    request: FastifyRequest,
    reply: FastifyReply,
    now: Date,
  ): Promise<Refusal | null> => {
    const full = takePlace(request, reply, limits.atWork);
    if (full !== null) return full;
    const asking = await known(request.ip, clientOf(request.headers.authorization, queries, now));
    if (asking instanceof ORPCError) return asking;
    request.client = asking;
    return mayCall(asking.id) ? null : tooMany();
  };
  return { ask, askClient, atWork: () => atWork };
}

type Refusal = ORPCError<string, unknown>;

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
