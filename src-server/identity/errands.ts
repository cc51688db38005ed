import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { beijingDateOf, beijingDateSchema, formatBeijing, type Instant } from '#shared/clock/beijing.ts';
import { type InstallationRecord, installationKindNames } from '#shared/identity/installation.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import { eraseConcluded } from '../cases/erase.ts';
import { importCertificates, reportText } from '../certificates/import.ts';
import type { Queries } from '../database/database.ts';
import { interfaceErrand } from '../interfaces/errands.ts';
import { publishedReference } from '../organisation/published.ts';
import { verifyChains } from '../sync/verify-chains.ts';
import { announce } from '../sync/wake-ups.ts';
import { type Errand, ErrandRefused } from './errand-options.ts';
import { giveFirstPassword } from './first-password.ts';
import { areaCodeOf, makeHallFile } from './hall-file.ts';
import { standDown } from './record.ts';

/**
 * Does what the command line asks for.
 * @param address where machines reach this district, if `--url` does not say so
 * @returns what to print
 * @throws ErrandRefused with a sentence
 */
export async function runErrand(
  queries: Queries,
  errand: Errand,
  address: string,
  now: Instant,
): Promise<string> {
  if (errand['hall-file'] !== undefined) return hallFile(queries, errand, errand['hall-file'], address, now);
  if (errand.code !== undefined) return oneTimeCode(queries, errand.code, errand);
  if (errand.revoke !== undefined) return revoke(queries, errand.revoke, errand.reason ?? '', now);
  if (errand['first-password'] !== undefined) return firstPassword(queries, errand['first-password']);
  if (errand['erase-concluded-before'] !== undefined)
    return erase(queries, errand['erase-concluded-before'], now);
  if (errand['verify-chains']) return chains(queries);
  if (errand['import-certificates'] !== undefined)
    return certificates(queries, errand['import-certificates'], now);
  return (await interfaceErrand(queries, errand, now)) ?? listed(queries);
}

async function erase(queries: Queries, day: string, now: Instant): Promise<string> {
  const before = beijingDateSchema.safeParse(day).data;
  if (before === undefined || before > beijingDateOf(now))
    throw new ErrandRefused('--erase-concluded-before 请填已过去的日期，如2016-01-01。');
  const { cases, tickets, commands } = await eraseConcluded(queries, before, now);
  return `${before}以前办结的个人信息已清除：办件${cases}件，号票和预约${tickets}张，操作记录${commands}条。`;
}

async function certificates(queries: Queries, file: string, now: Instant): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new ErrandRefused('--import-certificates 指的文件读不到，请核对路径。');
  const published = await publishedReference()(queries);
  const organisations = published?.reference.organisations ?? [];
  return reportText(await importCertificates(queries, text, organisations, now));
}

async function chains(queries: Queries): Promise<string> {
  const verdicts = await verifyChains(queries);
  const names = { commands: '操作记录', unmaskings: '查阅记录' } as const;
  const broken = verdicts.filter(({ brokenAt }) => brokenAt !== null);
  if (broken.length > 0)
    throw new ErrandRefused(
      broken
        .map(
          ({ installationId, chain, brokenAt }) =>
            `设备 ${installationId} 的${names[chain]}从第${brokenAt}条起不连续，请立即核查。`,
        )
        .join('\n'),
    );
  const [commands, unmaskings] = (['commands', 'unmaskings'] as const).map((chain) => {
    const those = verdicts.filter((each) => each.chain === chain);
    return { machines: those.length, links: those.reduce((sum, { links }) => sum + links, 0) };
  });
  return `${commands?.machines}台设备的记录完整：操作记录共${commands?.links}条，查阅记录共${unmaskings?.links}条。`;
}

async function hallFile(
  queries: Queries,
  errand: Errand,
  out: string,
  address: string,
  now: Instant,
): Promise<string> {
  const [uses, hours] = [errand.uses, errand.hours].map(Number);
  if (uses === undefined || !Number.isInteger(uses) || uses < 1 || uses > 999)
    throw new ErrandRefused('--uses 请填1到999的整数。');
  if (hours === undefined || !(hours > 0 && hours <= 24 * 31))
    throw new ErrandRefused('--hours 请填有效小时数，最长一个月。');
  const list = errand['approve-listed'];
  const names = list === undefined ? '' : await readFile(list, 'utf8').catch(() => null);
  if (names === null) throw new ErrandRefused(`批准名单 ${list} 读不出来。`);
  const approvedMachines = names
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reference = (await publishedReference()(queries))?.reference ?? null;
  const made = await makeHallFile(
    queries,
    reference,
    { hallId: errand.hall ?? '', districtUrl: errand.url ?? address, uses, hours, approvedMachines },
    now,
  );
  if (made.kind === 'refused') throw new ErrandRefused(made.refusal.message);
  await writeFile(out, `${JSON.stringify(made.file, null, 2)}\n`, { mode: 0o600 });
  const { hallName, expiresAt, seats } = made.file;
  return [
    `大厅登记文件已写入 ${out}：${hallName}，${seats.length}个窗口，可登记${uses}台，有效至${formatBeijing(expiresAt)}。`,
    list === undefined
      ? '登记的电脑须由管理端逐台批准后才能使用。'
      : `名单上的${approvedMachines.length}台登记后即可使用，其余须由管理端批准。`,
    '文件内有登记密钥，请只用U盘交给现场人员，用完删除。',
  ].join('\n');
}

async function oneTimeCode(
  queries: Queries,
  placeId: string,
  { replaces, 'back-office': backOffice = false }: Errand,
): Promise<string> {
  const reference = (await publishedReference()(queries))?.reference;
  const counter = reference?.counters.find(({ id }) => String(id) === placeId);
  // A hall itself is where its kiosks and its back office stand.
  const hallNamed = reference?.halls.find(({ id }) => String(id) === placeId);
  const organisationId = counter?.organisationId ?? hallNamed?.organisationId ?? placeId;
  const organisation = reference?.organisations.find(({ id }) => id === organisationId);
  if (reference === undefined || organisation === undefined)
    throw new ErrandRefused(`没有窗口、大厅或机构“${placeId}”，请核对编号。`);
  if (backOffice && hallNamed === undefined) throw new ErrandRefused('大厅后台的登记码请写大厅编号。');
  if (replaces && counter === undefined)
    throw new ErrandRefused('--replaces 只用于窗口；其他电脑换了以后，请用 --revoke 停用原来的。');
  const kind =
    counter !== undefined
      ? 'counter'
      : hallNamed !== undefined
        ? backOffice
          ? 'backOffice'
          : 'kiosk'
        : organisation.level === 'department'
          ? 'department'
          : 'office';
  const hall = hallNamed ?? reference.halls.find((each) => each.organisationId === organisation.id);
  const code = randomBytes(15).toString('base64url');
  await queries
    .insertInto('enrolment_code')
    .values({
      code_hash: digestOf(code),
      kind,
      counter_id: counter?.id ?? null,
      organisation_id: organisation.id,
      hall_id: kind === 'department' || kind === 'office' ? null : (hall?.id ?? null),
      area_code: areaCodeOf(organisation.areaCode),
      installation_id: null,
      replaces,
    })
    .execute();
  const place =
    hallNamed !== undefined
      ? `${hallNamed.name}${installationKindNames[kind]}`
      : `${organisation.name}${counter?.name ?? ''}`;
  return `${place}的一次性登记码：${code}${replaces ? '\n使用后接替这个窗口现有的电脑，原电脑停用。' : ''}`;
}

async function revoke(queries: Queries, id: string, reason: string, now: Instant): Promise<string> {
  if (reason.trim() === '') throw new ErrandRefused('请用 --reason 写明撤销理由。');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new ErrandRefused('设备编号不正确，可用 --installations 查看。');
  const done = await queries.transaction().execute(async (trx) => {
    const revoked = await standDown(trx, id, { by: 'system', at: now, reason: reason.trim() });
    if (revoked) await announce(trx, 'everyone');
    return revoked;
  });
  if (!done) throw new ErrandRefused('没有这台设备，或它已经撤销；可用 --installations 查看。');
  return `设备 ${id} 已撤销。它以后上传的内容会进入隔离，由安全管理员核查。`;
}

async function firstPassword(queries: Queries, staffNumber: string): Promise<string> {
  const number = staffNumber.normalize('NFKC').trim().toUpperCase();
  const password = await giveFirstPassword(queries, number);
  if (password === null)
    throw new ErrandRefused(`没有工号${number}，或此人已有密码；已有的密码不能在这里更换。`);
  return `工号${number}的初始密码：${password}\n只显示这一次，请当面交给本人。`;
}

const statuses = { pending: '待批准', active: '在用', revoked: '已撤销' } as const;

async function listed(queries: Queries): Promise<string> {
  const rows = await queries.selectFrom('installation_record').select('state').orderBy('id').execute();
  return rows
    .map(({ state }) => state as InstallationRecord)
    .map(({ id, status, clonedAt, counterId, organisationId, machineName, series }) =>
      [
        id,
        clonedAt === null ? statuses[status] : '数据被复制',
        counterId ?? organisationId,
        machineName || '（未报名称）',
        `号段${series}`,
      ].join('  '),
    )
    .join('\n');
}
