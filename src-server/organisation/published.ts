import type { Reference } from '#shared/contracts/district.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import type { Queries } from '../database/database.ts';

/** What is published now, and every version of a matter that ever was. */
export interface Published extends Reference {
  posting(postingId: string): StaffPosting | undefined;
  matter(code: string, version: number): Matter | undefined;
}

/** Reads what is published, inside the given transaction; null before the first import. */
export type PublishedReference = (queries: Queries) => Promise<Published | null>;

/** Keeps the last one read: it only changes with its version, and a district's matters are some megabytes. */
export function publishedReference(): PublishedReference {
  let kept: Published | null = null;
  return async (queries) => {
    const district = await queries.selectFrom('district').select('reference_version').executeTakeFirst();
    const version = district?.reference_version ?? null;
    if (version === null) return null;
    if (kept?.version !== version) kept = await read(queries, version);
    return kept;
  };
}

async function read(queries: Queries, version: string): Promise<Published> {
  const { body } = await queries
    .selectFrom('reference')
    .select('body')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const matters = await queries.selectFrom('matter').selectAll().execute();
  const byVersion = new Map(matters.map((row) => [`${row.code} ${row.version}`, row.body]));
  const byPosting = new Map(body.staff.map((posting) => [String(posting.postingId), posting]));
  return {
    ...body,
    posting: (postingId) => byPosting.get(postingId),
    matter: (code, wanted) => byVersion.get(`${code} ${wanted}`),
  };
}
