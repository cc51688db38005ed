import type { Instant } from '#shared/clock/beijing.ts';
import { type DistrictImport, districtImportSchema } from '#shared/contracts/district-import.ts';
import { circleText, circularRequirements } from '#shared/matters/circular.ts';
import { publishFaults } from '#shared/matters/matter.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';
import { verifierOf } from '../identity/password.ts';
import { announce } from '../sync/wake-ups.ts';
import { enterReference, withPublishedYears } from './calendar.ts';
import { enterPostings } from './register.ts';

/** A file that may not be published, with every fault in it as one Chinese sentence. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `导入文件有${faults.length}处错误，全部未导入：\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Publishes a file, given as its text (`districtImportSchema`): all of it or, with {@link ImportRefused}, nothing. The same file again
 * changes nothing: passwords that are set and codes that were used stay as they are.
 */
export async function importDistrict(queries: Queries, file: string, now: Instant): Promise<void> {
  const parsed = districtImportSchema.safeParse(readJson(file));
  if (!parsed.success) {
    throw new ImportRefused(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`));
  }
  const faults = faultsOf(parsed.data);
  if (faults.length > 0) throw new ImportRefused(faults);

  const { reference: content, staff, passwords, enrolmentCodes } = parsed.data;
  const set = await queries.selectFrom('person_password').select('person_id').execute();
  const already = new Set(set.map((row) => row.person_id));
  const verifiers = await Promise.all(
    passwords
      .filter(({ personId }) => !already.has(personId))
      .map(async ({ personId, password }) => ({ person_id: personId, verifier: await verifierOf(password) })),
  );

  await queries.transaction().execute(async (trx) => {
    const calendar = await withPublishedYears(trx, content.calendar);
    const reference = await enterReference(trx, { ...content, calendar }, now);
    for (const { code, version, ...rest } of reference.matters) {
      const body = JSON.stringify({ code, version, ...rest });
      await trx
        .insertInto('matter')
        .values({ code, version, body, source: 'import' })
        .onConflict((conflict) =>
          // What the keepers of the lists have approved is not undone by the file that set the district up.
          conflict.columns(['code', 'version']).doUpdateSet({ body }).where('matter.source', '=', 'import'),
        )
        .execute();
    }
    for (const verifier of verifiers) {
      await trx
        .insertInto('person_password')
        .values(verifier)
        .onConflict((conflict) => conflict.column('person_id').doNothing())
        .execute();
    }
    for (const {
      code,
      kind,
      counterId,
      organisationId,
      hallId,
      areaCode,
      replaces = false,
    } of enrolmentCodes) {
      const place = {
        kind,
        counter_id: counterId,
        organisation_id: organisationId,
        hall_id: hallId,
        area_code: areaCode,
        replaces,
      };
      await trx
        .insertInto('enrolment_code')
        .values({ code_hash: digestOf(code.trim()), installation_id: null, ...place })
        .onConflict((conflict) =>
          conflict.column('code_hash').doUpdateSet(place).where('enrolment_code.installation_id', 'is', null),
        )
        .execute();
    }
    await enterPostings(trx, staff, 'import');
    await trx.updateTable('district').set({ reference_version: reference.version }).execute();
    await announce(trx, 'everyone');
  });
}

/** The parser's own message would quote the file, passwords and all. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch {
    throw new ImportRefused(['文件不是完整的JSON，请核对后重新导入。']);
  }
}

function faultsOf({ reference, enrolmentCodes }: DistrictImport): string[] {
  const faults = reference.matters.flatMap((matter) =>
    publishFaults(matter).map((fault) => `事项“${matter.name || matter.code}”：${fault}`),
  );
  faults.push(...circularRequirements(reference.matters).map(circleText));
  const ids = (list: readonly { id: string }[]) => new Set<string>(list.map((each) => each.id));
  const organisations = ids(reference.organisations);
  const counters = ids(reference.counters);
  const halls = ids(reference.halls);
  // The code itself is a secret: a fault names its position in the file.
  enrolmentCodes.forEach(({ kind, counterId, organisationId, hallId }, index) => {
    const fault = (text: string) => faults.push(`第${index + 1}个登记码：${text}`);
    if (!organisations.has(organisationId)) fault(`机构“${organisationId}”不存在。`);
    if (counterId !== null && !counters.has(counterId)) fault(`窗口“${counterId}”不存在。`);
    if (hallId !== null && !halls.has(hallId)) fault(`大厅“${hallId}”不存在。`);
    if ((kind === 'counter') !== (counterId !== null)) fault('窗口的登记码须写明窗口，其他的不写。');
    if ((kind === 'kiosk' || kind === 'backOffice') && hallId === null)
      fault('取号机和大厅后台的登记码须写明大厅。');
  });
  return faults;
}
