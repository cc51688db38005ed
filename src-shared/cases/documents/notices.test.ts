import { describe, expect, it } from 'vitest';
import { beijing, caseNumber, day } from '../../../tests/support/domain.ts';
import { type CaseDocument, documentTitles } from './document.ts';
import type { DocumentContent } from './document-content.ts';
import { documentOf } from './notices.ts';

const context = {
  caseNumber,
  matterName: '临时救助',
  matterCode: '11410104999900011M4000511104000',
  departmentName: '管城回族区民政局',
  applicantName: '豫小满',
  applicantIdNumber: '410104********998X',
  agency: '航海东路街道便民服务中心',
  contact: '航海东路100号，0371-00000000',
  number: `${caseNumber}-02`,
  demo: false,
};
const at = beijing('2026-09-22 09:05');
const papers = [
  { name: '居民身份证', form: 'originalAndCopy', copies: 1 },
  { name: '临时救助申请表', form: 'form', copies: 1 },
] as const;
const dates = { promised: '2026年10月28日前', statutory: '2026年11月4日前' };

/** One of each. */
const contents: { readonly [Kind in DocumentContent['kind']]: Extract<DocumentContent, { kind: Kind }> } = {
  receipt: { kind: 'receipt', papers, receivedAt: at, receiver: '管小窗', signed: null },
  acceptance: { kind: 'acceptance', acceptedAt: at, ...dates, owed: [] },
  nonAcceptance: {
    kind: 'nonAcceptance',
    reason: '不属于本机关职权范围。',
    basis: '《行政许可法》第三十二条第一款第（二）项',
    rightAuthority: '管城回族区医疗保障局',
    at,
  },
  oneTimeNotice: {
    kind: 'oneTimeNotice',
    missing: papers.map((paper) => ({
      ...paper,
      request: '未提交，请补交。',
      basis: '《社会救助暂行办法》第四十八条',
    })),
    toldAt: at,
    newFacts: null,
  },
  supplementReceipt: {
    kind: 'supplementReceipt',
    papers,
    receivedAt: at,
    receiver: '管小窗',
    noticeNumber: `${caseNumber}-01`,
  },
  specialProcedure: {
    kind: 'specialProcedure',
    procedure: 'hearing',
    basis: '《行政许可法》第四十六条',
    first: day('2026-09-28'),
    last: day('2026-10-12'),
    ...dates,
  },
  extension: {
    kind: 'extension',
    reason: '需要向外地核实家庭财产。',
    workingDays: 10,
    approver: '民政局负责人',
    newDue: '2026年11月11日前',
    decidedOn: day('2026-10-20'),
  },
  approval: {
    kind: 'approval',
    facts: '家庭遭遇突发困难。',
    basis: '《社会救助暂行办法》第四十七条',
    result: '救助金',
    decidedAt: at,
  },
  rejection: {
    kind: 'rejection',
    facts: '家庭人均收入高于标准。',
    basis: '《社会救助暂行办法》第四十七条',
    reasons: '不属于突发性、临时性困难。',
    decidedAt: at,
  },
  deliveryReceipt: {
    kind: 'deliveryReceipt',
    delivered: '准予决定书',
    method: 'onSite',
    place: '3号综合窗口',
    recipient: '豫小满',
    relation: '本人',
    at,
    witness: null,
  },
  proxyAuthorisation: {
    kind: 'proxyAuthorisation',
    principal: '豫小满',
    agent: '城代安',
    powers: ['提交材料', '领取结果'],
    from: day('2026-09-22'),
  },
  collection: {
    kind: 'collection',
    certificate: '居住证',
    certificateNumber: 'J410104000001',
    copies: 1,
    collector: '豫小满（410104********998X）',
    counter: '3号综合窗口',
    at,
  },
  certificate: {
    kind: 'certificate',
    name: '食品经营许可证',
    certificateNumber: '管市监食〔2026〕00909220010007号',
    holder: '豫小满',
    from: day('2026-09-22'),
    until: day('2031-09-21'),
    copies: 1,
    revoked: false,
  },
  transfer: {
    kind: 'transfer',
    step: 'handOver',
    volumes: 1,
    reason: null,
    from: '3号综合窗口',
    to: '管城回族区民政局',
    at,
  },
};
const all = Object.values(contents).map((content) => documentOf(content, context));
const textOf = (document: CaseDocument) => JSON.stringify(document.blocks);

describe('every document', () => {
  it.each(all)('$title carries agency, number, applicant, matter and code, date and contact', (document) => {
    expect(document).toMatchObject({
      title: document.kind === 'certificate' ? '食品经营许可证' : documentTitles[document.kind],
      agency: context.agency,
      number: `${caseNumber}-02`,
      contact: context.contact,
      date: expect.stringMatching(/^2026-/),
    });
    const text = textOf(document);
    for (const value of [
      caseNumber,
      '豫小满',
      '410104********998X',
      '临时救助',
      context.matterCode,
      '管城回族区民政局',
    ])
      expect(text).toContain(value);
  });

  it('is checked by a code that names nobody', () => {
    for (const { qr } of all) expect(qr).toMatch(new RegExp(`^yichuang:${caseNumber}-02/[0-9a-f]{12}$`));
  });

  it('is checked by a code that changes with anything it says', () => {
    const said = documentOf(contents.approval, context);
    const forged = documentOf({ ...contents.approval, result: '救助金，加倍' }, context);
    expect(documentOf(contents.approval, context).qr).toBe(said.qr);
    expect(forged.qr).not.toBe(said.qr);
  });

  it('of the office has a place for its seal; papers that two people sign have none', () => {
    const unsealed = all.filter(({ seal }) => seal === null).map(({ title }) => title);
    expect(unsealed).toEqual(['送达回证', '代办委托书', '领证单', '物料转移单']);
  });
});

describe('the law’s own words', () => {
  const text = (kind: DocumentContent['kind']) => textOf(documentOf(contents[kind], context));

  it('a receipt is no acceptance, and silence is one after five days (Art 32)', () => {
    expect(text('receipt')).toContain('不等于受理');
    expect(text('receipt')).toContain('逾期不告知的，自收到材料之日起即为受理');
  });

  it('what is missing is told all at once (Art 32)', () => {
    expect(text('oneTimeNotice')).toContain('全部内容一次告知');
    expect(text('oneTimeNotice')).toContain('不再要求补正其他材料');
  });

  it('whoever is refused hears why, by which law, where to go, and within which time to object', () => {
    for (const kind of ['nonAcceptance', 'rejection'] as const) {
      expect(text(kind)).toContain('60日内依法申请行政复议');
      expect(text(kind)).toContain('6个月内依法向人民法院提起行政诉讼');
    }
    expect(text('nonAcceptance')).toContain('管城回族区医疗保障局');
    expect(text('acceptance')).not.toContain('行政复议');
  });

  it('a special procedure says whether it stops the clock (Art 45)', () => {
    expect(text('specialProcedure')).toContain('上述期间不计算在办理时限内');
    const survey = documentOf({ ...contents.specialProcedure, procedure: 'site-survey' }, context);
    expect(textOf(survey)).toContain('现场勘验不属于《行政许可法》第四十五条规定的扣除情形');
  });

  it('an acceptance with papers that may follow says which and by when (容缺受理)', () => {
    const tolerant = documentOf(
      { ...contents.acceptance, owed: [{ name: '户口簿', withinDays: 5 }] },
      context,
    );
    expect(textOf(tolerant)).toContain('《户口簿》，请在5个工作日内补交');
  });

  it('papers that leave the centre say by which statutory reason', () => {
    const out = documentOf({ ...contents.transfer, step: 'takeOut', reason: '复议机关调卷' }, context);
    expect(textOf(out)).toContain('调出的法定事由","复议机关调卷');
  });

  it('filing for somebody is free (免费代办)', () => {
    expect(text('proxyAuthorisation')).toContain('0元（免费）');
  });

  it('a refused delivery names its witness', () => {
    const left = documentOf({ ...contents.deliveryReceipt, method: 'left', witness: '商知礼' }, context);
    expect(textOf(left)).toContain('见证人（签名）：商知礼');
    expect(textOf(left)).toContain('留置送达');
  });
});
