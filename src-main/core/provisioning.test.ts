import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../tests/support/folder.ts';
import { readProvisioning } from './provisioning.ts';

const hallFile = {
  districtUrl: 'https://district.example',
  hallId: 'hall-1',
  hallName: '便民服务大厅',
  secret: 'a-secret-of-the-hall',
  expiresAt: '2026-09-22T12:00:00.000Z',
  seats: [
    { counterId: 'counter-1', name: '1号综合窗口' },
    { counterId: 'counter-2', name: '2号综合窗口' },
  ],
};

/** Reads what IT wrote, on a machine called PC-1. */
function read(provisioning: unknown, hall: unknown = hallFile) {
  const folder = tempFolder();
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  write('provisioning.json', provisioning);
  if (hall !== null) write('hall.json', hall);
  return readProvisioning(join(folder, 'provisioning.json'), 'PC-1');
}
const sentenceOf = (provisioning: unknown, hall?: unknown): string => {
  try {
    const { enrolment } = read(provisioning, hall);
    return enrolment !== null && 'unavailable' in enrolment ? enrolment.unavailable : '';
  } catch (error) {
    return (error as { sentence: string }).sentence;
  }
};

describe('a machine’s provisioning file', () => {
  it('enrols it by a one-time code', () => {
    const { districtUrl, enrolment, provisioning } = read({
      districtUrl: 'https://district.example',
      enrolmentCode: 'ABCD-EFGH',
    });
    expect({ districtUrl, enrolment }).toEqual({
      districtUrl: 'https://district.example',
      enrolment: { code: 'ABCD-EFGH' },
    });
    expect(provisioning.idleMinutes).toBe(10);
  });

  it('or by the hall’s file, which says where the district is; the counter by itself or by the machine’s name', () => {
    const one = { hallFile: 'hall.json', counterId: 'counter-2' };
    const all = { hallFile: 'hall.json', counters: { 'pc-1 ': 'counter-2', 'PC-2': 'counter-1' } };
    for (const given of [one, all]) {
      expect(read(given)).toMatchObject({
        districtUrl: 'https://district.example',
        enrolment: { hallFile, counterId: 'counter-2', replace: false },
      });
    }
    expect(read({ ...one, replace: true }).enrolment).toMatchObject({ replace: true });
  });

  it('or as a kiosk or the hall’s back office, which stand at no counter and are not both', () => {
    const atNone = (what: object) => read({ hallFile: 'hall.json', ...what }).enrolment;
    expect(atNone({ kiosk: true })).toMatchObject({ counterId: null, backOffice: false });
    expect(atNone({ backOffice: true })).toMatchObject({ counterId: null, backOffice: true });
    expect(sentenceOf({ hallFile: 'hall.json', kiosk: true, backOffice: true })).toContain('backOffice');
  });

  it('has the hall’s core told of on the network unless it says otherwise', () => {
    const given = { districtUrl: 'https://district.example', hall: { listen: '10.1.2.3:8471' } };
    expect(read(given).provisioning.hallHints).toBe(true);
    expect(read({ ...given, hallHints: false }).provisioning.hallHints).toBe(false);
  });

  it('names the hall’s mark for slips; one that cannot be printed is told from the start', () => {
    const given = { districtUrl: 'https://district.example', slipLogo: 'logo.bmp' };
    expect(sentenceOf(given)).toBe(
      '小票标志 logo.bmp 不能使用，请用“画图”另存为单色位图（.bmp），宽不超过384点、高不超过240点。',
    );
    expect(read({ districtUrl: 'https://district.example' }).slipLogo).toBeNull();
  });

  it('names the vendor’s decoder for photos of cards, as a program and not as a line for a shell', () => {
    const districtUrl = 'https://district.example';
    const photoDecoder = { command: 'C:\\vendor\\decode.exe', args: ['--bmp'] };
    expect(read({ districtUrl, photoDecoder }).provisioning.photoDecoder).toEqual(photoDecoder);
    expect(sentenceOf({ districtUrl, photoDecoder: 'decode.exe | more' })).toContain('photoDecoder');
  });

  it('may be written with Windows’ editor, which puts a mark in front', () => {
    expect(read(`\uFEFF{"districtUrl":"https://district.example"}`).enrolment).toBeNull();
  });

  it('goes on without the stick that the hall’s file came on, once it says where the district is', () => {
    const given = { districtUrl: 'https://district.example', hallFile: 'hall.json', counterId: 'counter-1' };
    expect(read(given, null)).toMatchObject({
      districtUrl: 'https://district.example',
      enrolment: { unavailable: '大厅登记文件 hall.json 读不到，请插好U盘后重新启动。' },
    });
    const { districtUrl: _, ...without } = given;
    expect(sentenceOf(without, null)).toContain('请在配置文件的 districtUrl 写明区级平台地址');
  });

  it('that does not say where the machine stands is answered with the hall’s counters', () => {
    const sentence = sentenceOf({ hallFile: 'hall.json', counters: { 'PC-9': 'counter-1' } });
    expect(sentence).toContain('写明本机（PC-1）所在窗口');
    expect(sentence).toContain('可选：counter-1（1号综合窗口）、counter-2（2号综合窗口）。');
  });

  it.each<[string, unknown, string]>([
    ['is no JSON', 'districtUrl: x', '（整个文件）'],
    ['is not there in any sense', '', '（整个文件）'],
    ['names no district', {}, 'districtUrl'],
    ['would send cases in clear', { districtUrl: 'http://district.example' }, 'districtUrl'],
    [
      'has a word that nobody knows',
      { districtUrl: 'https://d.example', enrollmentCode: 'A' },
      '（整个文件）',
    ],
    ['locks nothing', { districtUrl: 'https://d.example', idleMinutes: 0 }, 'idleMinutes'],
  ])('that %s is refused, and the field named', (_, given, field) => {
    expect(sentenceOf(given)).toMatch(new RegExp(`^配置文件 .* 不能使用，请检查：${field}。$`));
  });

  it.each<[string, unknown]>([
    ['is no JSON', 'hall'],
    ['lacks something', { ...hallFile, secret: undefined }],
    ['leads elsewhere in clear', { ...hallFile, districtUrl: 'http://district.example' }],
    ['leads into the machine', { ...hallFile, districtUrl: 'file:///etc/passwd' }],
    ['is a list', [hallFile]],
  ])('a hall’s file that %s is refused', (_, hall) => {
    expect(sentenceOf({ hallFile: 'hall.json', counterId: 'counter-1' }, hall)).toBe(
      '大厅登记文件 hall.json 不完整或被改动过，请向系统管理员索取新的文件。',
    );
  });
});
