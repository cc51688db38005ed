import { randomBytes, randomUUID } from 'node:crypto';
import type { Enrolment } from '#shared/contracts/district.ts';
import type { Refusal } from '#shared/decider.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import { chainStart } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import type { Services } from '../services.ts';
import { type Installation, keyOf } from './installation.ts';

type Answer = { kind: 'done'; enrolment: Enrolment } | { kind: 'refused'; refusal: Refusal };
const refused = (code: string, message: string): Answer => ({ kind: 'refused', refusal: { code, message } });

/**
 * Enrols an installation by its one-time code and leases it a number series. The same code with the same key is
 * the same installation, whose answer was lost: it gets a fresh token.
 */
export async function enrol(
  { db, now }: Services,
  { code, publicKey }: { code: string; publicKey: string },
): Promise<Answer> {
  if (!isEd25519(publicKey)) return refused('keyInvalid', '本机的密钥无效，请重新安装后再登记。');
  return db.queries.transaction().execute(async (trx): Promise<Answer> => {
    const given = await trx
      .selectFrom('enrolment_code')
      .selectAll()
      .where('code_hash', '=', digestOf(code.trim()))
      .forUpdate()
      .executeTakeFirst();
    if (given === undefined)
      return refused('codeUnknown', '登记码不正确，请核对后重新输入，或联系系统管理员。');
    const { code_hash, installation_id, ...place } = given;
    const token = randomBytes(32).toString('base64url');
    const token_hash = digestOf(token);

    if (installation_id !== null) {
      const again = await trx
        .updateTable('installation')
        .set({ token_hash })
        .where('id', '=', installation_id)
        .where('public_key', '=', publicKey)
        .where('revoked_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (again === undefined)
        return refused('codeUsed', '这个登记码已经用过，请联系系统管理员领取新的登记码。');
      return { kind: 'done', enrolment: await enrolmentOf(trx, again, token, now()) };
    }

    const series = await leaseSeries(trx, place.area_code);
    if (series === null) {
      return refused('seriesExhausted', '本区域的编号段已经用完，请联系系统管理员增设区域代码。');
    }
    const made = await trx
      .insertInto('installation')
      .values({
        ...place,
        id: randomUUID(),
        series,
        public_key: publicKey,
        token_hash,
        instance_id: randomUUID(),
        last_hash: chainStart,
        enrolled_at: new Date(now()),
        revoked_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('enrolment_code')
      .set({ installation_id: made.id })
      .where('code_hash', '=', code_hash)
      .execute();
    return { kind: 'done', enrolment: await enrolmentOf(trx, made, token, now()) };
  });
}

/** The next series of the area, which nobody else gets, ever; null after 999. The row stays locked until commit. */
async function leaseSeries(trx: Queries, area_code: string): Promise<string | null> {
  const leased = await trx
    .insertInto('number_series')
    .values({ area_code, last_series: 1 })
    .onConflict((conflict) =>
      conflict
        .column('area_code')
        .doUpdateSet((row) => ({ last_series: row('number_series.last_series', '+', 1) }))
        .where('number_series.last_series', '<', 999),
    )
    .returning('last_series')
    .executeTakeFirst();
  return leased === undefined ? null : String(leased.last_series).padStart(3, '0');
}

async function enrolmentOf(
  trx: Queries,
  installation: Installation,
  token: string,
  serverTime: Enrolment['serverTime'],
): Promise<Enrolment> {
  const { epoch } = await trx.selectFrom('district').select('epoch').executeTakeFirstOrThrow();
  return {
    installationId: installation.id,
    instanceId: installation.instance_id,
    token,
    kind: installation.kind,
    counterId: installation.counter_id,
    organisationId: installation.organisation_id,
    hallId: installation.hall_id,
    areaCode: installation.area_code,
    series: installation.series,
    epoch,
    serverTime,
  };
}

function isEd25519(publicKey: string): boolean {
  try {
    return keyOf(publicKey).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
