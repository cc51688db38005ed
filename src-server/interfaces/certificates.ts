import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import { caseNumberSchema } from '#shared/cases/case-number.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import type { CertificateView } from '#shared/contracts/interfaces.ts';
import { maskIdNumber, maskName } from '#shared/identity/masking.ts';
import type { Services } from '../services.ts';
import type { InterfaceClient } from './clients.ts';

/** A certificate by its number; 404 where there is none in the client's scope. */
export async function certificateByNumber(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { departments, matters, clear }: InterfaceClient,
  number: string,
): Promise<CertificateView> {
  const row = await db.queries
    .selectFrom('certificate')
    .leftJoin('case_file', 'case_file.id', 'certificate.case_id')
    .selectAll('certificate')
    .select([
      sql<string | null>`case_file.state ->> 'caseNumber'`.as('case_number'),
      // A person's is masked; a company's name and code are public. Of former years nobody said whose kind it is.
      sql<string | null>`case_file.state #>> '{applicant,personal,kind}'`.as('holder_kind'),
    ])
    .where('number', '=', number)
    .where(sql<boolean>`(${departments}::text[] is null or department_id = any(${departments}::text[]))
      and (${matters}::text[] is null or case_file.state #>> '{matter,code}' = any(${matters}::text[]))`)
    .executeTakeFirst();
  if (row === undefined)
    throw new ORPCError('NOT_FOUND', {
      message: '证照库里没有这个编号，或不在贵单位可读取的范围内，请核对证照编号。',
    });
  const { holder, valid_from: from, valid_until: until, status } = row;
  const masked = !clear && row.holder_kind !== 'enterprise';
  return {
    ...{ number: row.number, name: row.name, from, until },
    department: { id: row.department_id, name: row.department_name },
    caseNumber: row.case_number === null ? null : caseNumberSchema.parse(row.case_number),
    holder: holder && {
      name: masked ? maskName(holder.name) : holder.name,
      idNumber: masked ? maskIdNumber(holder.idNumber) : holder.idNumber,
      masked,
    },
    status: status === 'valid' && until !== null && until < beijingDateOf(now()) ? 'expired' : status,
  };
}
