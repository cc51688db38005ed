/**
 * The cards of the demo hall. Nobody has them: names and addresses are invented, and the sequence numbers 996 to
 * 999 were set aside for persons over a hundred, which by their births none of these is.
 */

import { beijingDateSchema } from '#shared/clock/beijing.ts';
import type { WrittenCard } from '#shared/identity/card.ts';
import { nationOf } from '#shared/identity/nation.ts';
import type { Sex } from '#shared/identity/sex.ts';

export interface DemoCard {
  readonly id: string;
  /** What stands beside the card in the tray. */
  readonly label: string;
  readonly card: WrittenCard;
}

const day = (text: string) => beijingDateSchema.parse(text);

function resident(
  name: string,
  sex: Sex,
  nation: string,
  idNumber: string,
  address: string,
  from: string,
  until: string,
): WrittenCard {
  return {
    kind: 'resident',
    name,
    sex,
    nation: nationOf(nation),
    birth: day(`${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`),
    address: `河南省郑州市管城回族区${address}`,
    idNumber,
    issuer: '郑州市公安局管城分局',
    validity: { from: day(from), until: until === '长期' ? until : day(until) },
  };
}

export const demoCards: readonly DemoCard[] = [
  {
    id: 'yuxiaoman',
    label: '豫小满（居民身份证）',
    card: resident(
      '豫小满',
      'female',
      '01',
      '41010419900321998X',
      '清和里8号院2号楼15号',
      '2019-05-06',
      '2039-05-06',
    ),
  },
  {
    id: 'guanxiaohe',
    label: '管晓禾（居民身份证）',
    card: resident(
      '管晓禾',
      'male',
      '01',
      '410104198506179970',
      '望熊巷27号附3号',
      '2016-11-21',
      '2036-11-21',
    ),
  },
  {
    id: 'shangliqiu',
    label: '商立秋（居民身份证，回族）',
    card: resident(
      '商立秋',
      'female',
      '03',
      '410104197808079989',
      '老槐树街112号5号楼33号',
      '2021-03-15',
      '2041-03-15',
    ),
  },
  {
    id: 'songchanggeng',
    label: '嵩长庚（居民身份证，老年人，长期有效）',
    card: resident(
      '嵩长庚',
      'male',
      '01',
      '410104194802119990',
      '槐荫社区16号院1号楼2号',
      '2008-04-09',
      '长期',
    ),
  },
  {
    id: 'zhengyan',
    label: '郑䶮（居民身份证，生僻字）',
    card: resident(
      '郑䶮',
      'male',
      '01',
      '410104199609159977',
      '星河苑东区9号楼1204号',
      '2022-09-28',
      '2042-09-28',
    ),
  },
  {
    id: 'luxiaoxue',
    label: '陆小雪（居民身份证，满族）',
    card: resident(
      '陆小雪',
      'female',
      '11',
      '410104200104299961',
      '柿园新村3号楼二单元7号',
      '2024-07-02',
      '2034-07-02',
    ),
  },
  {
    id: 'hangbailu',
    label: '杭白露（港澳台居民居住证）',
    card: {
      kind: 'J',
      name: '杭白露',
      sex: 'male',
      birth: day('1987-11-24'),
      address: '河南省郑州市管城回族区紫藤街66号院4号楼18号',
      idNumber: '810000198711249978',
      issuer: '郑州市公安局',
      validity: { from: day('2023-08-01'), until: day('2028-08-01') },
      passNumber: 'H99990001',
      issueCount: '01',
    },
  },
  {
    id: 'dujiami',
    label: '杜佳米（外国人永久居留身份证）',
    card: {
      kind: 'Y',
      chineseName: '杜佳米',
      englishName: 'DUPRESAMPLE, CAMILLE MADELEINE GENEVIEVE',
      sex: 'female',
      renewalCount: '00',
      birth: day('1983-05-12'),
      idNumber: '941250198305129983',
      country: 'FRA',
      validity: { from: day('2024-02-20'), until: day('2034-02-20') },
    },
  },
  {
    id: 'rarename',
    label: '郑𬱖（居民身份证，姓名不在常用字库）',
    card: resident(
      '郑𬱖',
      'female',
      '01',
      '410104199102179987',
      '云杉里3号院5号楼502号',
      '2020-10-12',
      '2040-10-12',
    ),
  },
  {
    id: 'baiweilan',
    label: '白蔚蓝（外国人永久居留身份证，2017版）',
    card: {
      kind: 'I',
      englishName: 'WHITESAMPLE, BLAIR',
      chineseName: '白蔚蓝',
      sex: 'male',
      number: 'CAN310079112201',
      country: 'CAN',
      birth: day('1979-11-22'),
      validity: { from: day('2018-05-14'), until: day('2028-05-14') },
      version: '01',
      authority: '1500',
    },
  },
  {
    id: 'wrongdigit',
    label: '冯惊蛰（身份号码校验错误）',
    card: resident(
      '冯惊蛰',
      'female',
      '01',
      '410104199303089981',
      '新月街5号院6号楼21号',
      '2018-01-10',
      '2038-01-10',
    ),
  },
];
