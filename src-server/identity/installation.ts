import { createPublicKey } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Selectable } from 'kysely';
import type { Place } from '#shared/decider.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

/** An enrolled program on a PC: its place, its key, its number series, and how far its commands have come. */
export type Installation = Selectable<Tables['installation']>;

/** Where an installation stands, as the deciders ask it. */
export const placeOf = (installation: Installation): Place => ({
  installationId: installation.id,
  counterId: installation.counter_id,
  organisationId: installation.organisation_id,
  hallId: installation.hall_id,
  areaCode: installation.area_code,
  series: installation.series,
});

/** Finds the installation by the bearer token of a request; answers 401 otherwise. */
export async function installationOf(
  authorization: string | undefined,
  queries: Queries,
): Promise<Installation> {
  const token = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
  const installation =
    token &&
    (await queries
      .selectFrom('installation')
      .selectAll()
      .where('token_hash', '=', digestOf(token))
      .executeTakeFirst());
  if (!installation)
    throw new ORPCError('UNAUTHORIZED', { message: '本机尚未登记，请联系系统管理员领取登记码。' });
  return installation;
}

/**
 * Answers 403 to an installation that was revoked. Pushing stays open to it: what it has taken in must not be lost
 * and goes to quarantine.
 */
export function refuseRevoked(installation: Installation): void {
  if (installation.revoked_at !== null) {
    throw new ORPCError('FORBIDDEN', { message: '本机的登记已被撤销，请联系系统管理员重新登记。' });
  }
}

/** An installation's public key from its stored form: SPKI as base64. Throws for what is no key. */
export const keyOf = (publicKey: string) =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
