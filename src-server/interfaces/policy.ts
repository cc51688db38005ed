import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import type { AddressPolicy } from './address.ts';

/** Where messages of this district may go. @param networks private ones that the setting opens */
export async function webhookPolicy(queries: Queries, networks: readonly string[]): Promise<AddressPolicy> {
  const published = await queries
    .selectFrom('reference')
    .innerJoin('district', 'district.reference_version', 'reference.version')
    .select(sql<boolean>`reference.body -> 'demo' = 'true'::jsonb`.as('demo'))
    .executeTakeFirst();
  return { loopback: published?.demo === true, networks };
}
