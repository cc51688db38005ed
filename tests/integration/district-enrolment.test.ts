import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { importDistrict } from '../../src-server/organisation/import.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import { districtClient, enrolInstallation, makeKeys } from './installation.ts';

let district: TestDistrict;
beforeAll(async () => {
  district = await startDistrict();
});
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
    const { enrolment } = await enrolInstallation(district.url, 'CODE-HANGHAI-2');
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
    const ask = (code: string, publicKey = makeKeys().publicKey) =>
      anybody().enrol({ code, publicKey, appVersion: '0.1.0' });
    expect(await ask('CODE-ZIYOU-1')).toMatchObject({ kind: 'refused', refusal: { code: 'codeUsed' } });
    expect(await ask('NO-SUCH-CODE')).toMatchObject({ kind: 'refused', refusal: { code: 'codeUnknown' } });
    const answer = await ask('CODE-CIVIL', Buffer.alloc(44).toString('base64'));
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'keyInvalid' } });
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
    const { client } = await enrolInstallation(district.url, 'CODE-CIVIL', keys);
    return client.signIn({ staffNumber, password });
  };
  const keys = makeKeys();

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
    const used = await anybody().enrol({
      code: 'CODE-HANGHAI-1',
      publicKey: makeKeys().publicKey,
      appVersion: '0',
    });
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
