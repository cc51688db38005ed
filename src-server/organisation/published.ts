import type { PublishedStaff, Reference } from '#shared/contracts/district.ts';
import { type Matter, matterSchema } from '#shared/matters/matter.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import { canonicalJson, digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';

/** What is published now, and every version of a matter that ever was. */
export interface Published {
  reference: Reference;
  staff: PublishedStaff;
  posting(postingId: string): StaffPosting | undefined;
  matter(code: string, version: number): Matter | undefined;
  /** The versions that make up the list, in force, past or still to come. */
  matters(): readonly Matter[];
}

/** Reads what is published, inside the given transaction; null before the first import. */
export type PublishedReference = (queries: Queries) => Promise<Published | null>;

/** Keeps the last one read: it only changes with its versions, and a district's matters are some megabytes. */
export function publishedReference(): PublishedReference {
  let matters: (Awaited<ReturnType<typeof readMatters>> & { key: string }) | null = null;
  let staff: Awaited<ReturnType<typeof readStaff>> | null = null;
  return async (queries) => {
    const district = await queries
      .selectFrom('district')
      .select(['reference_version', 'staff_version', 'matters_version'])
      .executeTakeFirst();
    const version = district?.reference_version ?? null;
    const staffVersion = district?.staff_version ?? null;
    if (version === null || staffVersion === null) return null;
    const key = `${version} ${district?.matters_version}`;
    if (matters?.key !== key) matters = { key, ...(await readMatters(queries, version)) };
    if (staff?.staff.version !== staffVersion) staff = await readStaff(queries, staffVersion);
    const { reference, matter, matters: all } = matters;
    return { reference, matter, matters: all, ...staff };
  };
}

/** Publishes versions that the keepers of the lists have approved, and gives the list a new version of its own. */
export async function publishMatters(trx: Queries, matters: readonly Matter[]): Promise<void> {
  // One change of the list at a time from here on: each version stands for all before it.
  const { matters_version: before } = await trx
    .selectFrom('district')
    .select('matters_version')
    .forUpdate()
    .executeTakeFirstOrThrow();
  for (const matter of matters) {
    await trx
      .insertInto('matter')
      .values({ code: matter.code, version: matter.version, body: JSON.stringify(matter), source: 'change' })
      .execute();
  }
  const matters_version = digestOf(canonicalJson([before, matters.map(keyOf)]));
  await trx.updateTable('district').set({ matters_version }).execute();
}

/** What is published, with these versions added. */
export function withMatters(published: Published, added: readonly Matter[]): Published {
  const byVersion = new Map(added.map((each) => [keyOf(each), each]));
  return {
    ...published,
    matter: (code, version) => byVersion.get(keyOf({ code, version })) ?? published.matter(code, version),
    matters: () => [...published.matters(), ...added],
  };
}

const keyOf = ({ code, version }: { code: string; version: number }): string => `${code} ${version}`;

async function readMatters(queries: Queries, version: string) {
  const { body } = await queries
    .selectFrom('reference')
    .select('body')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const rows = await queries.selectFrom('matter').selectAll().execute();
  const kept = new Map(rows.map((row) => [keyOf(row), row]));
  const read = new Map<string, Matter>();
  // An older version may lack what was added to the form of a matter since.
  const matter = (code: string, wanted: number): Matter | undefined => {
    const key = keyOf({ code, version: wanted });
    const row = kept.get(key);
    if (row === undefined) return undefined;
    const parsed = read.get(key) ?? matterSchema.parse(row.body);
    read.set(key, parsed);
    return parsed;
  };
  let list: readonly Matter[] | null = null;
  return {
    reference: body,
    matter,
    matters: () => {
      const current = new Set(body.matters.map(keyOf));
      list ??= rows
        .filter((row) => row.source === 'change' || current.has(keyOf(row)))
        .flatMap((row) => matter(row.code, row.version) ?? []);
      return list;
    },
  };
}

async function readStaff(queries: Queries, version: string) {
  const rows = await queries.selectFrom('staff_posting').select('body').orderBy('posting_id').execute();
  const postings = rows.map((row) => row.body);
  const byId = new Map(postings.map((posting) => [String(posting.postingId), posting]));
  return { staff: { version, postings }, posting: (postingId: string) => byId.get(postingId) };
}
