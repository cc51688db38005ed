import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Instant } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Enrolment, enrolInputSchema } from '#shared/contracts/district.ts';
import { enrolmentText } from '#shared/identity/enrolment.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import { chainStart } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import type { InstallationPlace } from '../database/tables.ts';
import type { Services } from '../services.ts';
import { districtKey } from './district-key.ts';
import { codeGrant } from './grant.ts';
import { hallGrant } from './hall-file.ts';
import { type Installation, isSignedBy, keyOf, lineOf } from './installation.ts';
import { makeRecord, takeOver } from './record.ts';

export type EnrolRequest = z.output<typeof enrolInputSchema>;
type Answer = { kind: 'done'; enrolment: Enrolment } | Refused;

/**
 * Enrols an installation and leases it a number series. Whoever asks again with the same key is the same installation,
 * whose answer was lost: it gets a fresh token. One that was an installation before, and proves it by that one's key,
 * takes its own place: what it has not handed in yet keeps its numbers.
 */
export async function enrol(services: Services, request: EnrolRequest): Promise<Answer> {
  const { db, now, published } = services;
  const { publicKey, proof } = request;
  if (!isEd25519(publicKey)) return refused('keyInvalid', '本机的密钥无效，请重新安装后再登记。');
  if (proof === undefined) return refused('programTooOld', '本机程序版本过低，请升级程序后再登记。');
  const text = enrolmentText({ code: request.code, nonce: proof.nonce, publicKey });
  if (!isSignedBy(publicKey, text, proof.signature))
    return refused('proofInvalid', '登记请求不是由本机的密钥签名的，请重新启动程序后再登记。');
  const at = now();
  const key = await districtKey(services);

  return db.queries.transaction().execute(async (trx): Promise<Answer> => {
    const code_hash = digestOf(request.code.trim());
    const grant =
      (await codeGrant(trx, code_hash, publicKey)) ??
      (await hallGrant(trx, code_hash, request, (await published(trx))?.reference ?? null, at));
    if (grant === null) return refused('codeUnknown', '登记码不正确，请核对后重新输入，或联系系统管理员。');
    const token = randomBytes(32).toString('base64url');
    const token_hash = digestOf(token);
    const answer = async (installation: Installation): Promise<Answer> => ({
      kind: 'done',
      enrolment: { ...(await enrolmentOf(trx, installation, token, at)), districtKey: key.publicKey },
    });
    if (grant.kind === 'refused') return grant;
    if (grant.kind === 'again') {
      const { installation } = grant;
      if (installation.enrolment_nonce === proof.nonce)
        return refused('requestRepeated', '这次登记请求已经处理过，请重新启动程序后再登记。');
      const again = { ...installation, token_hash, enrolment_nonce: proof.nonce };
      await trx
        .updateTable('installation')
        .set({ token_hash, enrolment_nonce: proof.nonce })
        .where('id', '=', installation.id)
        .execute();
      return answer(again);
    }

    const former = await provenFormer(trx, request, text);
    if (former === 'wrong')
      return refused('formerInvalid', '本机原来的登记核对不上，请联系系统管理员，不要删除本机的任何文件。');
    const series = await leaseSeries(trx, grant.place.area_code);
    if (series === null)
      return refused('seriesExhausted', '本区域的编号段已经用完，请联系系统管理员增设区域代码。');
    const before = [grant.replaces, former].filter((each) => each !== null);
    const id = uuidv7();
    const installation = await trx
      .insertInto('installation')
      .values({
        ...grant.place,
        id,
        series,
        public_key: publicKey,
        token_hash,
        instance_id: uuidv7(),
        last_hash: chainStart,
        enrolled_at: new Date(at),
        approved_at: grant.approved ? new Date(at) : null,
        former_ids: [...new Set(before.flatMap(lineOf))],
        former_series: [...new Set(before.flatMap((each) => seriesOf(each, grant.place)))],
        enrolment_nonce: proof.nonce,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await grant.use(trx, id);
    await makeRecord(trx, installation, request.machineName, before[0]?.id ?? null);
    if (grant.approved) await takeOver(trx, installation, at);
    return answer(installation);
  });
}

/** The installation that the asker says it was, where it has proved that. */
async function provenFormer(
  trx: Queries,
  { former }: EnrolRequest,
  text: string,
): Promise<Installation | null | 'wrong'> {
  if (former === null) return null;
  const found = await trx
    .selectFrom('installation')
    .selectAll()
    .where('id', '=', former.installationId)
    .executeTakeFirst();
  // A district that was restored may have forgotten it.
  if (found === undefined) return null;
  return isSignedBy(found.public_key, text, former.signature) ? found : 'wrong';
}

const seriesOf = ({ area_code, series, former_series }: Installation, place: InstallationPlace): string[] =>
  area_code === place.area_code ? [series, ...former_series] : [];

/** A restored database has forgotten the series that were leased since its backup: so many are left out. */
const forgottenSeries = 100;

/** The next series of the area, which nobody else gets, ever; null after 999. The row stays locked until commit. */
async function leaseSeries(trx: Queries, area_code: string): Promise<string | null> {
  const { epoch } = await trx.selectFrom('district').select('epoch').executeTakeFirstOrThrow();
  const held = await trx
    .selectFrom('number_series')
    .selectAll()
    .where('area_code', '=', area_code)
    .forUpdate()
    .executeTakeFirst();
  const step = held === undefined || held.epoch === epoch ? 1 : forgottenSeries + 1;
  const leased = await trx
    .insertInto('number_series')
    .values({ area_code, last_series: 1, epoch })
    .onConflict((conflict) =>
      conflict
        .column('area_code')
        .doUpdateSet((row) => ({ last_series: row('number_series.last_series', '+', step), epoch }))
        .where('number_series.last_series', '<=', 999 - step),
    )
    .returning('last_series')
    .executeTakeFirst();
  return leased === undefined ? null : String(leased.last_series).padStart(3, '0');
}

async function enrolmentOf(
  trx: Queries,
  installation: Installation,
  token: string,
  serverTime: Instant,
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
    formerSeries: installation.former_series,
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
