import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { subjectIdSchema } from '#shared/sync/command.ts';
import { importDistrict } from '../../src-server/organisation/import.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import { districtClient, enrolInstallation, enrolRequest, makeKeys } from './installation.ts';

let district: TestDistrict;
beforeAll(async () => {
  district = await startDistrict();
});
const recordOf = async (id: string) => {
  const { rows } = await district.db.pool.query('select state from installation_record where id = $1', [id]);
  return rows[0]?.state;
};
/** Of the desk at which people sign in. */
const deskKeys = makeKeys();
const anybody = () => districtClient(district.url, () => null);

describe('enrolment', () => {
  it('gives an installation its place, its token and a number series', async () => {
    const { enrolment } = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
    expect(enrolment).toMatchObject({
      kind: 'counter',
      counterId: 'hanghai-1',
      organisationId: 'hanghai',
      hallId: 'hanghai-hall',
      areaCode: '410104008',
      series: '001',
    });
  });

  it('leases another series to the next installation of the area', async () => {
    const { enrolment } = await enrolInstallation(district.url, 'CODE-HANGHAI-2', deskKeys);
    expect(enrolment.series).toBe('002');
  });

  it('leases ten different series to ten who ask at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => enrolInstallation(district.url, `CODE-MANY-${index}`)),
    );
    expect(new Set(all.map(({ enrolment }) => enrolment.series)).size).toBe(10);
  });

  it('gives whoever lost the answer the same installation and a fresh token', async () => {
    const keys = makeKeys();
    const lost = await enrolInstallation(district.url, 'CODE-ZIYOU-1', keys);
    const again = await enrolInstallation(district.url, 'CODE-ZIYOU-1', keys);
    expect(again.enrolment).toMatchObject({
      installationId: lost.enrolment.installationId,
      instanceId: lost.enrolment.instanceId,
      series: lost.enrolment.series,
    });
    await expect(again.client.pull({ cookie: null, referenceVersion: null })).resolves.toBeDefined();
    await expect(lost.client.pull({ cookie: null, referenceVersion: null })).rejects.toMatchObject({
      status: 401,
    });
  });

  it('refuses a used code to another key, an unknown code, and what is no key', async () => {
    const ask = (code: string, changes = {}) => anybody().enrol({ ...enrolRequest(code), ...changes });
    expect(await ask('CODE-ZIYOU-1')).toMatchObject({ kind: 'refused', refusal: { code: 'codeUsed' } });
    expect(await ask('NO-SUCH-CODE')).toMatchObject({ kind: 'refused', refusal: { code: 'codeUnknown' } });
    const answer = await ask('CODE-CIVIL', { publicKey: Buffer.alloc(44).toString('base64') });
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'keyInvalid' } });
  });

  it('wants the request signed by the key that it enrols, with a code that was used as well', async () => {
    const [keys, stolen] = [makeKeys(), makeKeys()];
    const { enrolment } = await enrolInstallation(district.url, 'CODE-MANY-10', keys);
    const forged = (code: string, publicKey: string) =>
      anybody().enrol({ ...enrolRequest(code, stolen), publicKey });
    const proofInvalid = { kind: 'refused', refusal: { code: 'proofInvalid' } };
    expect(await forged('CODE-MANY-11', makeKeys().publicKey)).toMatchObject(proofInvalid);
    // Whoever knows code and public key of an installation does not get its token.
    expect(await forged('CODE-MANY-10', keys.publicKey)).toMatchObject(proofInvalid);
    const { proof: _, ...unsigned } = enrolRequest('CODE-MANY-11');
    expect(await anybody().enrol(unsigned)).toMatchObject({ refusal: { code: 'programTooOld' } });
    // Nor does whoever has overheard a request and sends it once more.
    const overheard = enrolRequest('CODE-MANY-10', keys);
    expect(await anybody().enrol(overheard)).toMatchObject({ enrolment: { series: enrolment.series } });
    expect(await anybody().enrol(overheard)).toMatchObject({ refusal: { code: 'requestRepeated' } });
  });

  it('gives it an id that commands can name, and a record that the office sees', async () => {
    const { enrolment } = await enrolInstallation(district.url, 'CODE-MANY-12');
    expect(subjectIdSchema.safeParse(enrolment.installationId).success).toBe(true);
    expect(await recordOf(enrolment.installationId)).toMatchObject({
      revision: 1,
      status: 'active',
      counterId: 'hanghai-1',
      machineName: 'PC-TEST',
      series: enrolment.series,
      replaces: null,
    });
  });

  it('leaves out what may have been leased and forgotten when the district is restored from a backup', async () => {
    const before = await enrolInstallation(district.url, 'CODE-MANY-13');
    await district.db.pool.query('update district set epoch = gen_random_uuid()');
    const after = await enrolInstallation(district.url, 'CODE-MANY-14');
    expect(Number(after.enrolment.series) - Number(before.enrolment.series)).toBe(101);
    const next = await enrolInstallation(district.url, 'CODE-MANY-15');
    expect(Number(next.enrolment.series) - Number(after.enrolment.series)).toBe(1);
  });

  it('gives out no series twice, and says so when an area has none left', async () => {
    await district.db.pool.query(`update number_series set last_series = 998 where area_code = '410104009'`);
    expect((await enrolInstallation(district.url, 'CODE-MANY-16')).enrolment.series).toBe('999');
    expect(await anybody().enrol(enrolRequest('CODE-MANY-17'))).toMatchObject({
      refusal: { code: 'seriesExhausted', message: '本区域的编号段已经用完，请联系系统管理员增设区域代码。' },
    });
  });

  it('keeps no code, token or password in clear', async () => {
    const { enrolment } = await enrolInstallation(district.url, 'CODE-MARKET');
    const { rows } = await district.db.pool.query(
      `select (select string_agg(t::text, ' ') from installation t) || (select string_agg(t::text, ' ') from enrolment_code t)
        || (select string_agg(t::text, ' ') from person_password t) as everything`,
    );
    const text = JSON.stringify(rows);
    for (const secret of [enrolment.token, 'CODE-', '-secret']) expect(text).not.toContain(secret);
  });
});

describe('sign-in', () => {
  const signIn = async (staffNumber: string, password: string) => {
    const { client } = await enrolInstallation(district.url, 'CODE-HANGHAI-2', deskKeys);
    return client.signIn({ staffNumber, password });
  };
  it('gives the posting that the person holds today', async () => {
    expect(await signIn('G1001', 'zhang-secret')).toMatchObject({
      kind: 'done',
      posting: { postingId: 'p-clerk', personId: 'zhang', role: 'clerk' },
    });
  });

  it('says the same of a wrong password and of an unknown number', async () => {
    const wrong = await signIn('G1001', 'another');
    expect(wrong).toMatchObject({ kind: 'refused', refusal: { code: 'signInFailed' } });
    expect(await signIn('G9999', 'another')).toEqual(wrong);
  });

  it('refuses whoever has no posting today', async () => {
    district.clock.now = new Date('2026-07-01T01:00:00.000Z');
    expect(await signIn('G1002', 'wang-secret')).toMatchObject({ refusal: { code: 'notPosted' } });
    // The evening of 30 June in Beijing: the last day of the posting.
    district.clock.now = new Date('2026-06-30T15:59:59.000Z');
    expect(await signIn('G1002', 'wang-secret')).toMatchObject({ kind: 'done' });
    district.clock.now = null;
  });
});

describe('import', () => {
  const now = '2026-02-01T00:00:00.000Z' as Instant;
  const importFile = (file: unknown) => importDistrict(district.db.queries, JSON.stringify(file), now);
  const { reference } = districtFile;
  const [first, ...others] = reference.matters;

  it('takes the same file again without changing anything', async () => {
    const before = await district.db.pool.query('select * from person_password order by 1');
    await importFile(districtFile);
    expect((await district.db.pool.query('select * from reference')).rows).toHaveLength(1);
    expect((await district.db.pool.query('select * from person_password order by 1')).rows).toEqual(
      before.rows,
    );
    const used = await anybody().enrol(enrolRequest('CODE-HANGHAI-1'));
    expect(used).toMatchObject({ refusal: { code: 'codeUsed' } });
  });

  it('refuses the whole file for one matter that may not be published, and names every fault', async () => {
    const faulty = { ...first, version: 2, result: ' ', supervisionChannel: '' };
    const file = { ...districtFile, reference: { ...reference, matters: [faulty, ...others] } };
    await expect(importFile(file)).rejects.toThrow(/“办理结果”未填写[\s\S]*“监督渠道”未填写/);
    const { rows } = await district.db.pool.query('select version from matter where code = $1', [
      first?.code,
    ]);
    expect(rows).toEqual([{ version: 1 }]);
  });

  it('keeps the older versions of a matter, and publishes the new list under a new version', async () => {
    const file = {
      ...districtFile,
      reference: { ...reference, matters: [{ ...first, version: 2 }, ...others] },
    };
    await importFile(file);
    const { rows } = await district.db.pool.query('select version from matter where code = $1 order by 1', [
      first?.code,
    ]);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it('refuses what is no such file without quoting it', async () => {
    const cut = importDistrict(district.db.queries, '{"password":"zhang-secret', now);
    await expect(cut).rejects.toThrow(
      '导入文件有1处错误，全部未导入：\n- 文件不是完整的JSON，请核对后重新导入。',
    );
    await expect(importFile({ ...districtFile, enrolmentCodes: [{ code: 'short' }] })).rejects.toThrow(
      /enrolmentCodes/,
    );
  });
});
