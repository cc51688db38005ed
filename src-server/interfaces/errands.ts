import { formatBeijing, type Instant } from '#shared/clock/beijing.ts';
import type { Queries } from '../database/database.ts';
import { type Errand, ErrandRefused } from '../identity/errand-options.ts';
import { publishedReference } from '../organisation/published.ts';
import { admitClient, endClient, renewCredential } from './clients.ts';

/** What the command line asks for about those beyond the district; null where it asks for something else. */
export async function interfaceErrand(
  queries: Queries,
  errand: Errand,
  now: Instant,
): Promise<string | null> {
  const { 'interface-client': name, 'renew-credential': renewed, 'end-interface-client': ended } = errand;
  if (name !== undefined) return admit(queries, name, errand, now);
  if (renewed !== undefined) {
    const credential = isId(renewed) ? await renewCredential(queries, renewed, now) : null;
    if (credential === null) throw new ErrandRefused(unknown);
    return `新凭据：${credential}\n原来的凭据24小时后失效，请在此之前换好。${careful}`;
  }
  if (ended !== undefined) {
    if (!isId(ended) || !(await endClient(queries, ended, now))) throw new ErrandRefused(unknown);
    return `对接单位 ${ended} 已撤销，凭据和订阅立即失效，没有送出的推送不再发送。`;
  }
  return errand['interface-clients'] ? listed(queries) : null;
}

const unknown = '没有这个对接单位，或它已经撤销；可用 --interface-clients 查看编号。';
const careful = '凭据只显示这一次，请当面或用加密方式交给对方。';
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

async function admit(queries: Queries, given: string, errand: Errand, now: Instant): Promise<string> {
  const name = given.trim();
  if (name === '' || name.length > 60)
    throw new ErrandRefused('--interface-client 请填对接单位的名称，60字以内。');
  const published = await publishedReference()(queries);
  if (published === null) throw new ErrandRefused('区级平台还没有发布机构和事项，请先用 --import 导入。');
  const departments = named(errand.departments, (id) =>
    published.reference.organisations.some((each) => String(each.id) === id && each.level === 'department'),
  );
  const matters = named(errand.matters, (code) => published.matters().some((each) => each.code === code));
  const { clear = false } = errand;
  const { id, credential } = await admitClient(queries, { name, departments, matters, clear }, now);
  return [
    `对接单位 ${name} 已开通，编号 ${id}。`,
    `可读取：${departments === null ? '全部部门' : departments.join('、')}，${matters === null ? '全部事项' : matters.join('、')}；个人信息${clear ? '不遮盖，请确认有法律依据' : '遮盖'}。`,
    `凭据：${credential}`,
    careful,
  ].join('\n');
}

/** A list as the command line gives it; null where it names nobody. */
function named(list: string | undefined, isKnown: (each: string) => boolean): string[] | null {
  if (list === undefined) return null;
  const names = list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const stranger = names.find((each) => !isKnown(each));
  if (stranger !== undefined)
    throw new ErrandRefused(`没有编号是“${stranger}”的部门或事项，请核对；多个用英文逗号分隔。`);
  if (names.length === 0)
    throw new ErrandRefused('--departments 和 --matters 写了就要有编号；要全部的，不写这一项。');
  return names;
}

async function listed(queries: Queries): Promise<string> {
  const clients = await queries.selectFrom('interface_client').selectAll().orderBy('since').execute();
  if (clients.length === 0) return '还没有对接单位；用 --interface-client <名称> 开通。';
  return clients
    .map(({ id, name, departments, clear, since, ended_at, paused_at }) =>
      [
        ...[id, name, departments?.join('、') ?? '全部部门', clear ? '不遮盖' : '遮盖'],
        `${formatBeijing(since.toISOString() as Instant)}开通`,
        ended_at !== null ? '已撤销' : paused_at !== null ? '已暂停' : '正常',
      ].join('  '),
    )
    .join('\n');
}
