import { z } from 'zod';
import { beijingDateSchema, type Instant } from '#shared/clock/beijing.ts';
import type { OrganisationTree } from '#shared/organisation/organisation.ts';
import type { Queries } from '../database/database.ts';

/** So many rows go in one transaction: a history of years does not hold up the day's work. */
const batch = 500;

const rowSchema = z.strictObject({
  number: z.string().trim().min(1, '没有证照编号').max(60),
  name: z.string().trim().min(1, '没有证照名称').max(60),
  materialId: z.string().max(64).nullable().default(null),
  departmentId: z.string().max(64),
  holderName: z.string().trim().min(1, '没有持证人').max(120),
  holderIdNumber: z.string().trim().min(1, '没有证件号码').max(32),
  from: beijingDateSchema,
  until: beijingDateSchema.nullable().default(null),
  revoked: z.boolean().default(false),
});

/** What became of a history that was brought in. */
export interface ImportReport {
  rows: number;
  imported: number;
  /** They stand in the register as the file says. */
  unchanged: number;
  /** What was left out, by the line of the file. Nothing of anybody's stands in it. */
  faults: { line: number; message: string }[];
}

/**
 * Brings certificates of former years into the shared register, from JSON lines. A row that is wrong is left out and
 * reported, and the others go in; what the district itself has issued is never changed by it. The same file again
 * changes nothing.
 */
export async function importCertificates(
  queries: Queries,
  text: string,
  organisations: OrganisationTree,
  now: Instant,
): Promise<ImportReport> {
  const report: ImportReport = { rows: 0, imported: 0, unchanged: 0, faults: [] };
  const names = new Map(organisations.map(({ id, name }) => [String(id), name]));
  const good: { line: number; row: z.infer<typeof rowSchema>; departmentName: string }[] = [];
  const numbers = new Map<string, number>();
  for (const [index, each] of text.split('\n').entries()) {
    if (each.trim() === '') continue;
    const line = index + 1;
    report.rows += 1;
    const fault = (message: string) => report.faults.push({ line, message });
    const parsed = rowSchema.safeParse(readJson(each));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      fault(`${issue?.path.join('.') || '整行'}：${issue?.message ?? '格式不对'}，请改正后重新导入。`);
      continue;
    }
    const { number, departmentId, from, until } = parsed.data;
    const departmentName = names.get(departmentId);
    const before = numbers.get(number);
    if (departmentName === undefined) fault('发证部门不在机构名录中，请核对。');
    else if (before !== undefined) fault(`证照编号与第${before}行重复，请只留一行。`);
    else if (until !== null && until < from) fault('有效期结束早于开始，请核对。');
    else good.push({ line, row: parsed.data, departmentName });
    numbers.set(number, before ?? line);
  }
  for (let start = 0; start < good.length; start += batch) {
    const part = good.slice(start, start + batch);
    await queries.transaction().execute(async (trx) => {
      for (const { line, row, departmentName } of part) {
        const holder = { name: row.holderName, idNumber: row.holderIdNumber };
        const entered = await trx
          .insertInto('certificate')
          .values({
            ...{ number: row.number, case_id: null, name: row.name, material_id: row.materialId },
            ...{ department_id: row.departmentId, department_name: departmentName },
            holder: JSON.stringify(holder),
            ...{ valid_from: row.from, valid_until: row.until },
            status: row.revoked ? 'revoked' : 'valid',
            ...{ source: 'imported', entered_at: new Date(now) },
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('number')
          .executeTakeFirst();
        if (entered !== undefined) {
          report.imported += 1;
          continue;
        }
        const held = await trx
          .selectFrom('certificate')
          .selectAll()
          .where('number', '=', row.number)
          .executeTakeFirstOrThrow();
        const same =
          held.name === row.name &&
          held.holder?.idNumber === row.holderIdNumber &&
          held.valid_from === row.from &&
          held.valid_until === row.until;
        if (same) report.unchanged += 1;
        else report.faults.push({ line, message: '证照库里已有这个编号，内容不同，没有改动；请核对编号。' });
      }
    });
  }
  report.faults.sort((a, b) => a.line - b.line);
  return report;
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

export const reportText = ({ rows, imported, unchanged, faults }: ImportReport): string =>
  [
    `共${rows}条：导入${imported}条，已有且相同${unchanged}条，有误${faults.length}条。`,
    ...faults.map(({ line, message }) => `第${line}行：${message}`),
  ].join('\n');
