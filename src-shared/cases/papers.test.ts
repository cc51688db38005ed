import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  attachment,
  calendar2026,
  caseThrough,
  counter3,
  facts,
  refusalOf,
  stateAfter,
} from '../../tests/support/domain.ts';
import { attachmentLimits } from './attachments.ts';
import type { CaseFile } from './case-file.ts';
import { papersNow } from './custody.ts';
import { custodySlip } from './custody-slip.ts';

const atCounter = facts();
const department = atDepartment();
const { received, accepted, delivered } = caseThrough({
  attachments: [attachment(), attachment({ page: 2 })],
});

describe('the scans of a case', () => {
  it('come in with its receipt, page by page of a paper that was handed in', () => {
    expect(received.attachments.map(({ materialId, page }) => [materialId, page])).toEqual([
      ['id-card', 1],
      ['id-card', 2],
    ]);
  });

  it('belong to no paper that was not handed in, and no page is there twice', () => {
    const codeOf = (...attachments: object[]) =>
      refusalOf(null, 'receiveCase', atCounter, { attachments }).code;
    expect(codeOf(attachment({ materialId: 'passport' }))).toBe('pageWithoutMaterial');
    expect(codeOf(attachment(), attachment())).toBe('pageTwice');
    expect(
      codeOf(
        ...Array.from({ length: 30 }, (_, index) =>
          attachment({ page: index + 1, bytes: attachmentLimits.fileBytes }),
        ),
      ),
    ).toBe('tooManyBytes');
  });

  it('can be added later by the office that received it, as long as the case is open', () => {
    const more = { attachments: [attachment({ page: 3, hash: 'c'.repeat(64) })] };
    expect(stateAfter(accepted, 'addAttachments', atCounter, more).attachments).toHaveLength(3);
    expect(refusalOf(accepted, 'addAttachments', atCounter).code).toBe('pageTwice');
    expect(refusalOf(delivered, 'addAttachments', atCounter, more).code).toBe('concluded');
    const elsewhere = facts({ place: { ...counter3, organisationId: 'another' } });
    expect(refusalOf(accepted, 'addAttachments', elsewhere, more).code).toBe('otherOrganisation');
  });
});

describe('a 物料转移单', () => {
  it('names both sides, the count and the reason, with places for both signatures', () => {
    const out = stateAfter<CaseFile>(
      stateAfter(stateAfter(accepted, 'handOverPapers', atCounter), 'takeOverPapers', department),
      'takeOutPapers',
      department,
    );
    const place = {
      ...{ organisationName: '中心', counterName: '3号窗口', staffName: '豫小满' },
      ...{ calendar: calendar2026, copy: false },
    };
    const { title, lines } = custodySlip(out, place, { placeName: (id) => id, personName: (id) => id });
    const text = JSON.stringify(lines);
    expect(title).toBe('物料转移单');
    for (const words of [
      '1卷',
      '管城回族区人民法院',
      '诉讼、行政复议举证：区法院调卷函第7号',
      '交出人签名：',
      '接收人签名：',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('申请人签名');
  });
});

describe('the papers of a case', () => {
  const handedOver = stateAfter(accepted, 'handOverPapers', atCounter, { volumes: 2 });
  const atTheDepartment = stateAfter(handedOver, 'takeOverPapers', department, { volumes: 2 });

  it('lie at the receiving counter until both sides have signed', () => {
    expect(papersNow(accepted)).toMatchObject({ holder: accepted.receivingCounterId, onTheWay: null });
    expect(papersNow(handedOver)).toMatchObject({
      holder: accepted.receivingCounterId,
      onTheWay: { to: accepted.decidingDepartmentId, volumes: 2, taken: null },
    });
    expect(papersNow(atTheDepartment)).toMatchObject({
      holder: accepted.decidingDepartmentId,
      volumes: 2,
      onTheWay: null,
    });
    expect(atTheDepartment.custody[0]).toMatchObject({ step: 'handOver', by: atCounter.actor.actorId });
    expect(atTheDepartment.custody[0]?.taken?.by).toBe(department.actor.actorId);
  });

  it('are counted on both sides: who counts differently cannot sign', () => {
    expect(refusalOf(handedOver, 'takeOverPapers', department, { volumes: 1 }).message).toBe(
      '应有2卷，清点到1卷，请双方当面核对后再签收。',
    );
    expect(refusalOf(atTheDepartment, 'handOverPapers', department, { volumes: 1 }).code).toBe(
      'countDiffers',
    );
  });

  it('are signed for by the side that gets them, and handed over by the side that has them', () => {
    expect(refusalOf(handedOver, 'takeOverPapers', atCounter, { volumes: 2 }).code).toBe('notForHere');
    expect(refusalOf(accepted, 'handOverPapers', department).code).toBe('papersElsewhere');
    expect(refusalOf(handedOver, 'handOverPapers', atCounter, { volumes: 2 }).code).toBe('papersOnTheWay');
    expect(refusalOf(accepted, 'takeOverPapers', department).code).toBe('nothingOnTheWay');
  });

  it('go back to the counter the same way', () => {
    const back = stateAfter(atTheDepartment, 'handOverPapers', department, { volumes: 2 });
    const home = stateAfter(back, 'takeOverPapers', atCounter, { volumes: 2 });
    expect(papersNow(home)).toMatchObject({ holder: accepted.receivingCounterId, volumes: 2 });
    expect(home.custody.map(({ step }) => step)).toEqual(['handOver', 'return']);
  });

  it('stay where they were when a hand-over is called off by either side', () => {
    for (const side of [atCounter, department])
      expect(papersNow(stateAfter(handedOver, 'cancelHandOver', side))).toMatchObject({
        holder: accepted.receivingCounterId,
        onTheWay: null,
      });
  });

  it('leave the centre only for a reason that the law knows, and nothing moves until they are back', () => {
    const out = stateAfter<CaseFile>(atTheDepartment, 'takeOutPapers', department);
    expect(out.custody.at(-1)?.reason).toBe('诉讼、行政复议举证：区法院调卷函第7号');
    expect(papersNow(out)).toMatchObject({ volumes: 1, out: { to: '管城回族区人民法院', volumes: 1 } });
    expect(refusalOf(out, 'handOverPapers', department, { volumes: 1 }).code).toBe('papersOut');
    const back = stateAfter(out, 'bringBackPapers', department);
    expect(papersNow(back)).toMatchObject({ volumes: 2, out: null });
    expect(refusalOf(atTheDepartment, 'takeOutPapers', department, { volumes: 3 }).code).toBe(
      'moreThanThere',
    );
    expect(refusalOf(atTheDepartment, 'takeOutPapers', atCounter).code).toBe('papersElsewhere');
  });
});
