import { type Selectable, sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { RegisterEntry } from '#shared/certificates/certificate.ts';
import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Queries } from '../database/database.ts';
import type { CertificateTable } from '../database/tables.ts';

/** Whoever holds a certificate, as the register keeps them. */
export interface Holder {
  name: string;
  idNumber: string;
}
/** So many entries one question brings. */
const mostEntries = 100;

/**
 * Brings the register to what a case says after it was issued, taken back or revoked (M25: 新数据生成后强制自动共享). In the
 * same transaction: no certificate is on a case and not in the register.
 */
export async function enterCertificate(
  trx: Queries,
  state: CaseFile,
  matter: Matter | undefined,
  now: Instant,
): Promise<void> {
  const certificate = state.issued?.certificate ?? null;
  if (certificate === null) {
    // An issue that was taken back: the number stays used, and what was in force is not.
    await trx
      .updateTable('certificate')
      .set({ status: 'withdrawn' })
      .where('case_id', '=', state.id)
      .where('status', '=', 'valid')
      .execute();
    return;
  }
  const applicant = reveal(state.applicant);
  const status = state.issued?.revoked === undefined ? 'valid' : 'revoked';
  await trx
    .insertInto('certificate')
    .values({
      ...{ number: certificate.number, case_id: state.id, name: certificate.name, status, source: 'issued' },
      ...{ department_id: state.decidingDepartmentId, department_name: state.matter.departmentName },
      material_id: matter?.yields ?? null,
      holder: applicant && JSON.stringify({ name: applicant.name, idNumber: applicant.idNumber }),
      ...{ valid_from: certificate.from, valid_until: certificate.until, entered_at: new Date(now) },
    })
    .onConflict((conflict) => conflict.column('number').doUpdateSet({ status }))
    .execute();
}

/** What somebody holds, the latest first; withdrawn ones are nobody's. */
export async function certificatesOf(
  queries: Queries,
  idNumber: string,
  today: BeijingDate,
): Promise<RegisterEntry[]> {
  const rows = await queries
    .selectFrom('certificate')
    .selectAll()
    .where(sql`holder ->> 'idNumber'`, '=', idNumber)
    .where('status', '!=', 'withdrawn')
    .orderBy('valid_from', 'desc')
    .orderBy('number')
    .limit(mostEntries)
    .execute();
  return rows.map((row) => entryOf(row, today));
}

/** A department's certificates that run out within the days, the earliest first: their holders have to renew. */
export async function renewalsDue(
  queries: Queries,
  departmentId: string,
  today: BeijingDate,
  until: BeijingDate,
): Promise<RegisterEntry[]> {
  const rows = await queries
    .selectFrom('certificate')
    .selectAll()
    .where('department_id', '=', departmentId)
    .where('status', '=', 'valid')
    .where('valid_until', '>=', today)
    .where('valid_until', '<=', until)
    .orderBy('valid_until')
    .orderBy('number')
    .limit(mostEntries)
    .execute();
  return rows.map((row) => entryOf(row, today));
}

function entryOf(row: Selectable<CertificateTable>, today: BeijingDate): RegisterEntry {
  const { valid_from: from, valid_until: until } = row;
  return {
    ...{ number: row.number, name: row.name, materialId: row.material_id, from, until },
    holderName: row.holder?.name ?? '',
    holderIsOrganisation: row.holder !== null && typeof parseCreditCode(row.holder.idNumber) === 'string',
    departmentName: row.department_name,
    status: row.status === 'revoked' ? 'revoked' : until !== null && until < today ? 'expired' : 'valid',
  };
}
