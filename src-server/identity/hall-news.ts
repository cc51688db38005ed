import type { Instant } from '#shared/clock/beijing.ts';
import type { PullOutput } from '#shared/contracts/district.ts';
import type { Services } from '../services.ts';
import { districtKey } from './district-key.ts';
import { certificateFor, isDueForRenewal } from './hall-certificate.ts';
import type { Installation } from './installation.ts';

/**
 * What an installation is told about the hall that it belongs to: its own certificate, new where the one it holds is
 * older than a day, and whose no longer counts.
 * @param until how long its certificate is good for; null without one
 */
export async function hallNews(
  services: Services,
  asking: Installation,
  until: Instant | null,
): Promise<PullOutput['hall']> {
  const { db, now } = services;
  const { id, hall_id: hallId, kind, counter_id: counterId, public_key } = asking;
  if (hallId === null) return null;
  const rows = await db.queries
    .selectFrom('installation')
    .select('id')
    .where('hall_id', '=', hallId)
    .where((where) => where.or([where('revoked_at', 'is not', null), where('cloned_at', 'is not', null)]))
    .orderBy('id')
    .execute();
  const revoked = rows.map((row) => row.id);
  if (!isDueForRenewal(until, now())) return { certificate: null, revoked };
  const { signBytes } = await districtKey(services);
  const member = { installationId: id, hallId, kind, counterId };
  return { certificate: certificateFor(member, public_key, now(), signBytes), revoked };
}
