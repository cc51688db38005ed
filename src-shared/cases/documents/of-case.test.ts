import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  calendar2026,
  caseThrough,
  day,
  facts,
  matter,
  personal,
  stamp,
  stateAfter,
} from '../../../tests/support/domain.ts';
import type { CaseFile } from '../case-file.ts';
import { type DocumentOffice, documentsOfCase } from './of-case.ts';
import { toPrintNow } from './to-print-now.ts';

const office: DocumentOffice = {
  receiving: { name: '航海东路街道便民服务中心', contact: '航海东路100号，0371-00000000' },
  deciding: { name: '管城回族区民政局', contact: '区政务服务中心三楼' },
  counterName: '3号综合窗口',
  calendar: calendar2026,
  nameOf: () => '管小窗',
  placeName: (id) => id,
  matter: matter(),
};
const documents = (file: CaseFile) => documentsOfCase(file, office);
const titles = (file: CaseFile) => documents(file).map(({ title }) => title);
const textOf = (file: CaseFile, title: string) =>
  JSON.stringify(documents(file).filter((each) => each.title === title));
const { received, accepted, decided, delivered } = caseThrough();
const by = 'person-clerk';

describe('the documents of a case', () => {
  it('come about with its steps, and stay', () => {
    expect(titles(received)).toEqual(['收件凭证']);
    expect(titles(accepted)).toEqual(['收件凭证', '受理通知书']);
    expect(titles(decided)).toEqual(['收件凭证', '受理通知书', '准予决定书']);
    expect(titles(delivered)).toEqual(['收件凭证', '受理通知书', '准予决定书', '领证单', '送达回证']);
  });

  it('carry the signature that the applicant wrote on the screen, on its day; nobody else’s, and none once erased', () => {
    const strokes = ['10,20,50,0 30,40,50,12'];
    const signedWith = (signature: NonNullable<CaseFile['confirmation']>['signature']) => ({
      ...received,
      confirmation: { digest: `sha256:${'a'.repeat(64)}`, at: beijing('2026-09-22 09:04'), signature },
    });
    const places = (file: CaseFile) =>
      documents(file)[0]?.blocks.flatMap((block) => (block.kind === 'signatures' ? [block] : []));
    const signed = signedWith({ salt: 'sixteen-characters-of-salt', personal: strokes });
    const lines = ['申请人（签名）', '收件人（签名）'];
    const written = { strokes, on: day('2026-09-22') };
    expect(places(signed)).toEqual([{ kind: 'signatures', lines, written }]);
    const bare = [{ kind: 'signatures', lines }];
    expect(places(received)).toEqual(bare);
    expect(places(signedWith({ digest: `sha256:${'b'.repeat(64)}` }))).toEqual(bare);
    const helped = { ...signed, agent: personal({ name: '村干部' }) } as unknown as CaseFile;
    expect(places(helped)).toEqual(bare);
  });

  it('open at what is to be printed where the case stands, the next one once that is printed', () => {
    const now = (file: CaseFile) =>
      documents(file).find(({ number }) => number === toPrintNow(file, documents(file)))?.title ?? null;
    const print = (file: CaseFile, title: string): CaseFile => {
      const number = documents(file).find((each) => each.title === title)?.number ?? '';
      const printId = `0199a000-0000-7000-8000-00000000f00${file.prints.length}`;
      const entered = stateAfter(file, 'printDocument', facts(), { printId, number });
      return stateAfter(entered, 'settlePrint', facts(), { printId });
    };
    expect(now(accepted)).toBeNull();
    expect(now(decided)).toBe('准予决定书');
    expect(now(print(decided, '准予决定书'))).toBe('准予决定书');
    expect(now(delivered)).toBe('领证单');
    expect(now(print(delivered, '领证单'))).toBe('送达回证');
  });

  it('keep their numbers whatever comes later', () => {
    const numbers = (file: CaseFile) => documents(file).map(({ number }) => number);
    expect(numbers(delivered)).toEqual(
      ['01', '02', '08', '12', '10'].map((each) => `${delivered.caseNumber}-${each}`),
    );
    expect(numbers(delivered).slice(0, 2)).toEqual(numbers(accepted));
  });

  it('are the office’s that received it, and the decision the department’s', () => {
    expect(documents(delivered).map(({ agency }) => agency)).toEqual([
      '航海东路街道便民服务中心',
      '航海东路街道便民服务中心',
      '管城回族区民政局',
      '航海东路街道便民服务中心',
      '航海东路街道便民服务中心',
    ]);
    expect(documents(delivered)[2]?.contact).toBe('区政务服务中心三楼');
  });

  it('of a refusal say why and how to object', () => {
    const refused = stateAfter<CaseFile>(
      accepted,
      'signOffCase',
      atDepartment({ stamp: stamp(beijing('2026-09-24 15:30')) }),
      {
        outcome: 'rejected',
        opinion: '家庭人均收入高于标准。',
      },
    );
    expect(titles(refused).at(-1)).toBe('不予决定书');
    expect(textOf(refused, '不予决定书')).toContain('家庭人均收入高于标准。');
    expect(textOf(refused, '不予决定书')).toContain('60日内依法申请行政复议');
  });

  it('of a case that is not accepted name the ground, the law and the right authority', () => {
    const file: CaseFile = {
      ...received,
      status: 'notAccepted',
      nonAcceptance: {
        ground: 'notOurPower',
        reason: '不属于本机关职权范围。',
        basis: '《行政许可法》第三十二条第一款第（二）项',
        authority: '管城回族区医疗保障局',
        by,
        at: stamp(beijing('2026-09-22 09:20')),
      },
    };
    expect(titles(file)).toEqual(['收件凭证', '不予受理通知书']);
    expect(textOf(file, '不予受理通知书')).toContain('管城回族区医疗保障局');
  });

  it('tell what is missing once, and the receipt of the supplement matches that list', () => {
    const missing = [{ materialId: 'proof', name: '疾病诊断证明', why: '未盖章，请补盖医院公章。' }];
    const notice = {
      missing,
      papersKept: true,
      newFacts: null,
      supplies: [
        {
          materials: [{ materialId: 'proof', name: '疾病诊断证明', form: 'copy', copies: 1 } as const],
          by,
          at: stamp(beijing('2026-09-24 10:00')),
        },
      ],
      by,
      at: stamp(beijing('2026-09-22 09:20')),
      supplemented: { by, at: stamp(beijing('2026-09-24 10:00')) },
    };
    const file: CaseFile = {
      ...received,
      notices: [
        notice,
        { ...notice, newFacts: '补正材料中发现住址不符。', supplies: [], supplemented: null },
      ],
    };
    expect(documents(file).map(({ title, number }) => `${title} ${number.slice(-4)}`)).toEqual([
      expect.stringMatching(/^收件凭证/),
      expect.stringMatching(/^一次性告知书 .*-04$/),
      expect.stringMatching(/^一次性告知书 04-2$/),
      expect.stringMatching(/^补正材料收件凭证/),
    ]);
    expect(textOf(file, '一次性告知书')).toContain('未盖章，请补盖医院公章。');
    expect(textOf(file, '一次性告知书')).toContain('《社会救助暂行办法》');
    expect(textOf(file, '补正材料收件凭证')).toContain('疾病诊断证明');
    expect(textOf(file, '补正材料收件凭证')).toContain(`${file.caseNumber}-04`);
  });

  it('tell a special procedure and an extension with the due date that they make, and change no earlier notice', () => {
    const before = textOf(accepted, '受理通知书');
    const file: CaseFile = {
      ...accepted,
      procedures: [
        {
          procedureId: 'p1',
          kind: 'hearing',
          first: day('2026-09-28'),
          last: day('2026-10-12'),
          basis: '《行政许可法》第四十六条',
          reason: '涉及公共利益。',
          by,
          at: stamp(beijing('2026-09-24 10:00')),
          opinion: null,
        },
      ],
      extensions: [
        {
          days: 10,
          reason: '需要向外地核实家庭财产。',
          by,
          at: stamp(beijing('2026-10-15 10:00')),
        },
      ],
    };
    expect(titles(file)).toEqual(['收件凭证', '受理通知书', '特别程序告知书', '延期办理决定书']);
    expect(textOf(file, '受理通知书')).toBe(before);
    expect(textOf(file, '特别程序告知书')).toContain('2026年11月5日前');
    expect(textOf(file, '延期办理决定书')).toContain('2026年11月19日前');
  });

  it('name the agent who files for somebody, free of charge, where the authorisation was signed here', () => {
    const agent = {
      name: '城代安',
      idNumber: '410104199001010019',
      phone: '',
      relation: '社区代办员',
      authorisation: 'signed',
      fee: 0,
      source: 'typed',
    } as const;
    const file: CaseFile = { ...received, agent: personal(agent) };
    expect(titles(file)).toEqual(['收件凭证', '代办委托书']);
    expect(textOf(file, '代办委托书')).toContain('城代安（410104********0019，社区代办员）');
    const brought: CaseFile = { ...file, agent: personal({ ...agent, authorisation: 'document' }) };
    expect(titles(brought)).toEqual(['收件凭证']);
  });

  it('have a slip for every time that the papers change hands', () => {
    const entry = {
      step: 'handOver',
      volumes: 1,
      from: '3号综合窗口',
      to: '管城回族区民政局',
      reason: null,
      by,
      at: stamp(beijing('2026-09-22 17:00')),
      taken: null,
    } as const;
    const file: CaseFile = { ...accepted, custody: [entry, { ...entry, step: 'return' }] };
    expect(titles(file).slice(2)).toEqual(['物料转移单', '物料转移单']);
    expect(new Set(documents(file).map(({ number }) => number)).size).toBe(4);
  });
});
