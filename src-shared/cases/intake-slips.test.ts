import { describe, expect, it } from 'vitest';
import {
  beijing,
  calendar2026,
  facts,
  matter,
  personal,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Slip } from '../devices/slip.ts';
import { currentSlip } from './current-slip.ts';
import { noticeSlip, owedSlip, supplementSlip } from './intake-slips.ts';
import { acceptanceSlip, receiptSlip, type SlipPlace } from './slips.ts';

const place: SlipPlace = {
  organisationName: '航海东路街道便民服务中心',
  counterName: '3号综合窗口',
  staffName: '管小窗',
  calendar: calendar2026,
  copy: false,
};
const read = (slip: Slip): string =>
  [
    slip.title,
    ...slip.lines.map((line) =>
      line.kind === 'text' ? line.text : line.kind === 'pair' ? `${line.key} ${line.value}` : '',
    ),
  ].join('\n');

const known = facts({
  matters: [
    matter({
      materials: matter().materials.map((paper) =>
        paper.name === '临时救助申请表' ? { ...paper, mayFollowWithin: 5 } : paper,
      ),
    }),
  ],
});
const idCard = { materialId: 'id-card', name: '居民身份证', form: 'originalAndCopy', copies: 1 };
const received = stateAfter(null, 'receiveCase', known, { materials: [idCard], incomplete: true });
const noticed = stateAfter(received, 'giveOneTimeNotice', known);

describe('一次性告知书', () => {
  it('lists each paper with why, what is kept, and that nothing else will be asked for', () => {
    const text = read(noticeSlip(noticed, place));
    expect(text).toContain('1. 临时救助申请表\n   未提交');
    expect(text).toContain('窗口已收下列材料，不用再交：\n·居民身份证 原件及复印件1份');
    expect(text).toContain('除上列内容外，不再要求补正其他材料。');
    expect(text).toContain('告知时间 2026年9月22日 09:05');
  });

  it('says so where the papers go home', () => {
    const home = stateAfter(received, 'giveOneTimeNotice', known, { papersKept: false });
    expect(read(noticeSlip(home, place))).toContain('已带来的材料由您带回，请与补正材料一并提交。');
  });

  it('carries the reason why more is asked for than the first one named', () => {
    const more = stateAfter(noticed, 'giveOneTimeNotice', known, {
      missing: [
        { materialId: 'application', why: '未提交' },
        { materialId: 'proof', why: '未提交' },
      ],
      newFacts: '申请人称新近住院。',
    });
    expect(read(noticeSlip(more, place))).toContain('增加内容的原因：申请人称新近住院。');
  });
});

describe('补正材料收件凭证', () => {
  it('lists what came, and says when everything is there', () => {
    const text = read(supplementSlip(stateAfter(noticed, 'supplementCase', known), place));
    expect(text).toContain('·临时救助申请表 表格1份');
    expect(text).toContain('补正材料已经齐全，办理时限自本次收件起重新计算。');
  });
});

describe('不予受理通知书', () => {
  it('carries reason, basis, the right authority and the ways to contest it', () => {
    const text = read(currentSlip(stateAfter(received, 'refuseAcceptance', known), place));
    expect(text).toContain('不予受理通知书');
    expect(text).toContain('理由：申请人户籍在其他区，由户籍所在地办理。');
    expect(text).toContain('依据：《社会救助暂行办法》第四十七条');
    expect(text).toContain('请向申请人户籍所在地区民政局申请。');
    expect(text).toContain('60日内申请行政复议，或在6个月内提起行政诉讼');
  });
});

describe('容缺', () => {
  const accepted = stateAfter(received, 'acceptCase', known, { owed: ['application'] });

  it('the acceptance names what has to follow, and by when', () => {
    expect(read(acceptanceSlip(accepted, place))).toContain(
      '容缺受理，请按时补交：\n·临时救助申请表 2026年9月30日前',
    );
  });

  it('what followed is receipted, with nothing left', () => {
    const later = { ...known, stamp: stamp(beijing('2026-09-28 10:00')) };
    const text = read(owedSlip(stateAfter(accepted, 'supplyOwed', later), place));
    expect(text).toContain('·临时救助申请表 2026年9月28日 10:00收到');
    expect(text).toContain('容缺材料已经补齐。');
  });
});

describe('代办', () => {
  it('every slip names the agent and that it costs nothing', () => {
    const agent = personal({
      ...{ name: '管晓禾', idNumber: '11010519491231002X', phone: '', relation: '社区代办员' },
      ...{ authorisation: 'signed', source: 'typed' },
    });
    const text = read(receiptSlip(stateAfter(null, 'receiveCase', facts(), { agent }), place));
    expect(text).toContain('代办人 管晓禾（社区代办员）\n代办费 0元（免费代办）');
    expect(text).not.toContain('11010519491231002X');
  });
});

describe('printed again', () => {
  it.each([
    ['supplementing', noticed, '一次性告知书'],
    ['supplemented', stateAfter(noticed, 'supplementCase', known), '补正材料收件凭证'],
  ])('%s: the slip of where the case stands', (_, file, title) => {
    expect(currentSlip(file, { ...place, copy: true }).title).toBe(title);
  });
});
