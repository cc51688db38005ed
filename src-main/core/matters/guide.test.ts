import { describe, expect, it } from 'vitest';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { matterGuide } from '#shared/matters/guide.ts';
import { matterSlip } from '#shared/matters/slip.ts';
import { demoMatters } from '../../demo/matters.ts';
import { matterDetail } from './catalogue.ts';

const place = { organisationName: '航海东路街道便民服务中心', today: '2026-09-22' as BeijingDate };

describe('what somebody takes home about a matter', () => {
  it.each(demoMatters.map((matter) => [matter.name, matter] as const))(
    '%s: all eleven public fields and every paper with issuer and basis, on ticket paper and on A4 alike',
    (_, matter) => {
      const detail = matterDetail(matter);
      const slip = JSON.stringify(matterSlip(detail, place).lines);
      const guide = JSON.stringify(matterGuide(detail, place).blocks);
      const said = [
        ...detail.publicFields.flatMap(({ label, value }) => [label, value]),
        ...detail.materials.flatMap(({ name, issuer, basis }) => [name, issuer, basis]),
      ];
      expect(detail.publicFields).toHaveLength(11);
      for (const words of said) {
        const written = JSON.stringify(words).slice(1, -1);
        expect(slip).toContain(written);
        expect(guide).toContain(written);
      }
    },
  );

  it('says where to go where the matter is not taken here', () => {
    const [matter] = demoMatters;
    if (matter === undefined) throw new Error('the demo has no matters');
    const elsewhere = '本中心不办理，请到区政务服务中心办理。';
    const detail = matterDetail(matter, elsewhere);
    expect(JSON.stringify(matterSlip(detail, place))).toContain(elsewhere);
    expect(JSON.stringify(matterGuide(detail, place))).toContain(elsewhere);
  });
});
