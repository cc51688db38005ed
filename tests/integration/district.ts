import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import type { z } from 'zod';
import type { Instant } from '#shared/clock/beijing.ts';
import type { districtImportSchema } from '#shared/contracts/district-import.ts';
import { type Database, openDatabase } from '../../src-server/database/database.ts';
import { sealingKeysOf } from '../../src-server/database/sealing.ts';
import { openLog } from '../../src-server/log.ts';
import { importDistrict } from '../../src-server/organisation/import.ts';
import { buildServer } from '../../src-server/server.ts';
import { tempFolder } from '../support/folder.ts';
import { freshDatabase } from './postgres.ts';

/** A street with two counters, another with one, two departments; two matters, one of them sunk. */
export const districtFile = {
  reference: {
    districtName: '管城回族区',
    organisations: [
      organisation('guancheng', 'district', '管城回族区政务服务中心', '管城回族区', '410104', null),
      organisation('hanghai', 'street', '航海东路街道便民服务中心', '航海东路街道', '410104008', 'guancheng'),
      organisation('ziyou', 'street', '自由路街道便民服务中心', '自由路街道', '410104001', 'guancheng'),
      organisation('civil', 'department', '管城回族区民政局', '管城回族区', '410104', 'guancheng'),
      organisation('market', 'department', '管城回族区市场监督管理局', '管城回族区', '410104', 'guancheng'),
    ],
    halls: [hall('hanghai-hall', 'hanghai'), hall('ziyou-hall', 'ziyou')],
    counters: [
      counter('hanghai-1', 'hanghai', 1),
      counter('hanghai-2', 'hanghai', 2),
      counter('ziyou-1', 'ziyou', 1),
    ],
    matters: [
      matter(
        '11410104005252520X2000511001000',
        '000511001000',
        '最低生活保障审核确认',
        'civil',
        '管城回族区民政局',
        true,
      ),
      matter(
        '11410104000000000X4000131127004',
        '000131127004',
        '公司设立登记',
        'market',
        '管城回族区市场监督管理局',
        false,
      ),
    ],
    calendar: { version: '2026', years: { '2026': { off: [], worked: [] } } },
  },
  staff: [
    posting('p-clerk', 'zhang', 'G1001', '张敏', 'clerk', 'hanghai', null),
    posting('p-manager', 'wang', 'G4001', '王建', 'hallManager', 'hanghai', null),
    posting('p-chief', 'li', 'G2001', '李强', 'chiefRepresentative', 'civil', null),
    posting('p-left', 'wang', 'G1002', '王芳', 'clerk', 'hanghai', '2026-06-30'),
  ],
  passwords: [
    { personId: 'zhang', password: 'zhang-secret' },
    { personId: 'li', password: 'li-secret' },
    { personId: 'wang', password: 'wang-secret' },
  ],
  enrolmentCodes: [
    code('CODE-HANGHAI-1', 'counter', 'hanghai-1', 'hanghai', 'hanghai-hall', '410104008'),
    code('CODE-HANGHAI-2', 'counter', 'hanghai-2', 'hanghai', 'hanghai-hall', '410104008'),
    code('CODE-ZIYOU-1', 'counter', 'ziyou-1', 'ziyou', 'ziyou-hall', '410104001'),
    code('CODE-CIVIL', 'department', null, 'civil', null, '410104000'),
    code('CODE-MARKET', 'department', null, 'market', null, '410104000'),
    ...Array.from({ length: 20 }, (_, index) =>
      code(`CODE-MANY-${index}`, 'counter', 'hanghai-1', 'hanghai', 'hanghai-hall', '410104009'),
    ),
  ],
};
type File = typeof districtFile;

/** The sunk matter of the file, as commands name it. */
export const sunkMatter = { matterCode: '11410104005252520X2000511001000', matterVersion: 1 };

/** A district server in this process, over real HTTP and a real PostgreSQL, with the file published. */
export interface TestDistrict {
  url: string;
  db: Database;
  databaseUrl: string;
  /** Every line that the server has logged. */
  logged: string[];
  /** The server's clock stands still here; null lets it run. */
  clock: { now: Date | null };
  /** Stops the server before the test file ends. */
  stop(): Promise<void>;
}

/** Whoever books for the public brings this. */
export const bookingToken = 'the-token-of-whoever-books-for-the-public';

/** By which it seals the keys of subscriptions; in its setting, and as it is read. */
export const sealingKey = Buffer.alloc(32, 7).toString('base64');
export const sealingKeys = sealingKeysOf({ SEALING_KEYS: sealingKey });

/** Starts one; it ends with the test file. */
export async function startDistrict(file: File = districtFile): Promise<TestDistrict> {
  const logged: string[] = [];
  const log = openLog({ write: (line) => void logged.push(line) });
  log.level = 'trace';
  const clock: TestDistrict['clock'] = { now: null };
  const databaseUrl = await freshDatabase();
  const db = await openDatabase(databaseUrl, log);
  await importDistrict(
    db.queries,
    JSON.stringify(file satisfies Loose<z.input<typeof districtImportSchema>>),
    '2026-01-01T00:00:00.000Z' as Instant,
  );
  const app = buildServer({
    ...{ db, log, bookingToken, sealingKeys, blobFolder: tempFolder() },
    now: () => clock.now ?? new Date(),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, db, databaseUrl, logged, clock, stop: () => app.close() };
}

/** The shape of a type without its brands. */
type Loose<Type> = Type extends string
  ? string
  : Type extends number
    ? number
    : Type extends object
      ? { readonly [Key in keyof Type]: Loose<Type[Key]> }
      : Type;

function organisation(
  id: string,
  level: 'district' | 'street' | 'department',
  name: string,
  areaName: string,
  areaCode: string,
  parentId: string | null,
) {
  return { id, level, name, areaName, areaCode, branch: null, parentId, creditCode: null };
}

function hall(id: string, organisationId: string) {
  const categories = [{ id: 'civil', name: '民政社保', prefix: 'A', description: '' }];
  return { id, organisationId, name: '便民服务大厅', categories };
}

function counter(id: string, organisationId: string, number: number) {
  return { id, organisationId, number, name: `${number}号综合窗口` };
}

function posting(
  postingId: string,
  personId: string,
  staffNumber: string,
  name: string,
  role: 'clerk' | 'chiefRepresentative' | 'hallManager',
  organisationId: string,
  to: string | null,
) {
  const grant = {
    ...{ kind: 'chief' as const, departmentId: organisationId, matters: null },
    ...{ document: '管政授〔2026〕1号', from: '2026-01-01', to: null },
  };
  return {
    ...{ postingId, personId, staffNumber, name, role, organisationId, from: '2026-01-01', to },
    certificate: { number: `豫A01-${staffNumber}`, validUntil: '2031-12-31' },
    grants: role === 'chiefRepresentative' ? [grant] : [],
  };
}

function matter(
  matterCode: string,
  basicCode: string,
  name: string,
  departmentId: string,
  department: string,
  sunk: boolean,
) {
  return {
    code: matterCode,
    basicCode,
    version: 1,
    effectiveFrom: '2026-01-01',
    name,
    aliases: [],
    department: { organisationId: departmentId, name: department },
    powerType: '07' as const,
    category: 'civil',
    subject: 'person' as const,
    levels: ['street' as const],
    sunk,
    basis: ['《社会救助暂行办法》第十一条'],
    conditions: ['家庭人均收入低于当地标准。'],
    procedure: ['窗口收件。', '审核确认。'],
    result: '确认通知书',
    fee: { charged: false as const },
    supervisionChannel: '12345政务服务便民热线',
    promised: { kind: 'workingDays' as const, days: 10 },
    statutory: { kind: 'workingDays' as const, days: 20 },
    materials: [
      {
        id: 'id-card',
        name: '居民身份证',
        issuer: '公安机关',
        basis: '《社会救助暂行办法》第十一条',
        form: 'originalAndCopy' as const,
        copies: 1,
        required: true,
      },
    ],
  };
}

function code(
  text: string,
  kind: 'counter' | 'department',
  counterId: string | null,
  organisationId: string,
  hallId: string | null,
  areaCode: string,
) {
  return { code: text, kind, counterId, organisationId, hallId, areaCode };
}
