import { z } from 'zod';
import { digestOf } from '../sync/canonical.ts';

/** 16 random bytes in base64url: the whole of what opens the page of a case. */
export const followTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** The path of the page on the district's server. */
export const followPath = (token: string): string => `/c/${token}`;

/**
 * The one-time code by which the service can be rated once the result was handed over: eight digits, which only the
 * token gives, so that counter and district know it and keep it nowhere. It stands on the slip of the hand-over alone.
 */
export const followRatingCode = (token: string): string =>
  String(Number.parseInt(digestOf(`rating ${token}`).slice(-12), 16) % 100_000_000).padStart(8, '0');
