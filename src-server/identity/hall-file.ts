import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Reference } from '#shared/contracts/district.ts';
import type { HallFile } from '#shared/identity/enrolment.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';
import { type Again, enrolledBefore, type Grant, standingAt } from './grant.ts';

/** What an administrator wants of a hall's file. */
export interface HallFileOrder {
  hallId: string;
  districtUrl: string;
  uses: number;
  hours: number;
  /** Names of the machines that may work at once; all others wait for the office's approval. */
  approvedMachines: readonly string[];
}

/** Makes the file by which the machines of a hall enrol. Only the digest of its secret is kept here. */
export async function makeHallFile(
  queries: Queries,
  reference: Reference | null,
  order: HallFileOrder,
  now: Instant,
): Promise<{ kind: 'done'; file: HallFile } | Refused> {
  const hall = reference?.halls.find(({ id }) => String(id) === order.hallId);
  const organisation = reference?.organisations.find(({ id }) => id === hall?.organisationId);
  if (reference === null || hall === undefined || organisation === undefined) {
    const halls = (reference?.halls ?? []).map(({ id, name }) => `${id}（${name}）`).join('、');
    return refused(
      'hallUnknown',
      `没有大厅“${order.hallId}”。${halls === '' ? '请先导入区域资料。' : `可选：${halls}。`}`,
    );
  }
  const secret = randomBytes(24).toString('base64url');
  const expires = new Date(Date.parse(now) + order.hours * 3_600_000);
  await queries
    .insertInto('hall_file')
    .values({
      secret_hash: digestOf(secret),
      hall_id: order.hallId,
      organisation_id: organisation.id,
      area_code: areaCodeOf(organisation.areaCode),
      uses: order.uses,
      expires_at: expires,
      approved_machines: JSON.stringify(order.approvedMachines.map(nameOf)),
    })
    .execute();
  const seats = seatsOf(reference, organisation.id);
  const expiresAt = expires.toISOString() as Instant;
  const { districtUrl, hallId } = order;
  return {
    kind: 'done',
    file: { districtUrl, hallId, hallName: hall.name, secret, expiresAt, seats },
  };
}

/** The nine digits that case numbers of an office begin with. */
export const areaCodeOf = (areaCode: string): string => areaCode.slice(0, 9).padEnd(9, '0');

/** By a hall's file; null where there is none like it. The row stays locked until commit: uses are counted exactly. */
export async function hallGrant(
  trx: Queries,
  secret_hash: string,
  request: {
    publicKey: string;
    machineName: string;
    seat: { counterId: string | null; replace: boolean; backOffice: boolean } | null;
    former: { installationId: string } | null;
  },
  reference: Reference | null,
  now: Instant,
): Promise<Grant | Again | Refused | null> {
  const file = await trx
    .selectFrom('hall_file')
    .selectAll()
    .where('secret_hash', '=', secret_hash)
    .forUpdate()
    .executeTakeFirst();
  if (file === undefined) return null;
  const before = await enrolledBefore(trx, request.publicKey);
  if (before !== null && before.hall_id === file.hall_id) return { kind: 'again', installation: before };
  if (file.expires_at.getTime() <= Date.parse(now))
    return refused('fileExpired', '这份大厅登记文件已经过期，请联系系统管理员重新制作。');
  if (file.used >= file.uses)
    return refused('fileUsedUp', `这份大厅登记文件的${file.uses}次登记已经用完，请联系系统管理员重新制作。`);
  const { seat } = request;
  const seats = reference === null ? [] : seatsOf(reference, file.organisation_id);
  if (
    seat === null ||
    (seat.counterId !== null && !seats.some(({ counterId }) => counterId === seat.counterId))
  ) {
    const choice = seats.map(({ counterId, name }) => `${counterId}（${name}）`).join('、');
    return refused('seatUnknown', `请在本机配置文件的 counterId 写明所在窗口，可选：${choice}。`);
  }
  // Any number of machines stand in a hall at no counter.
  const standing = seat.counterId === null ? null : await standingAt(trx, seat.counterId);
  const own = standing !== null && standing.id === request.former?.installationId;
  if (standing !== null && !own && !seat.replace) {
    const record = await trx
      .selectFrom('installation_record')
      .select('state')
      .where('id', '=', standing.id)
      .executeTakeFirst();
    const name = (record?.state as { machineName?: string } | undefined)?.machineName ?? '';
    return refused(
      'seatTaken',
      `这个窗口已有电脑登记${name === '' ? '' : `（${name}）`}。确认要由本机接替，请在配置文件中加上 "replace": true 后重新启动：原电脑停用，办件和结果转到本机。`,
    );
  }
  const replaces = own ? null : standing;
  return {
    kind: 'grant',
    place: {
      kind: seat.counterId !== null ? 'counter' : seat.backOffice ? 'backOffice' : 'kiosk',
      counter_id: seat.counterId,
      organisation_id: file.organisation_id,
      hall_id: file.hall_id,
      area_code: file.area_code,
    },
    // Whoever takes another machine's place is looked at first, listed or not, and so is one that was revoked under
    // this name: the file may still lie on a PC that was lost.
    approved:
      replaces === null &&
      file.approved_machines.includes(nameOf(request.machineName)) &&
      !(await wasRevoked(trx, request.machineName)),
    replaces,
    use: (using) =>
      using
        .updateTable('hall_file')
        .set({ used: file.used + 1 })
        .where('secret_hash', '=', secret_hash)
        .execute(),
  };
}

/** Whether people have revoked a machine of this name; one that another took over has only made room. */
async function wasRevoked(trx: Queries, machineName: string): Promise<boolean> {
  const found = await trx
    .selectFrom('installation_record')
    .select('id')
    .where(sql<string>`upper(trim(state ->> 'machineName'))`, '=', nameOf(machineName))
    .where(sql<string>`state ->> 'status'`, '=', 'revoked')
    .where(sql<boolean>`not exists (
      select 1 from installation as later where installation_record.id = any(later.former_ids)
    )`)
    .executeTakeFirst();
  return found !== undefined;
}

const seatsOf = ({ counters }: Reference, organisationId: string): HallFile['seats'] =>
  counters
    .filter((counter) => String(counter.organisationId) === organisationId)
    .map(({ id, name }) => ({ counterId: String(id), name }));

/** Windows shows the name of a PC in capitals, whoever typed it. */
const nameOf = (machineName: string): string => machineName.trim().toUpperCase();
