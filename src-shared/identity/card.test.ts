import { describe, expect, it } from 'vitest';
import { beijingDateSchema } from '../clock/beijing.ts';
import { encodeCardText, holderName, holderNumber, parseCardText, type WrittenCard } from './card.ts';
import { nationOf } from './nation.ts';

const day = (text: string) => beijingDateSchema.parse(text);
const validity = { from: day('2020-02-29'), until: day('2040-02-28') };

const resident: WrittenCard = {
  kind: 'resident',
  name: '豫小满',
  sex: 'female',
  nation: nationOf('03'),
  birth: day('1990-03-21'),
  address: '河南省郑州市管城回族区清和里8号院2号楼15号',
  idNumber: '41010419900321998X',
  issuer: '郑州市公安局管城分局',
  validity,
};
const permit: WrittenCard = {
  kind: 'J',
  name: '杭白露',
  sex: 'male',
  birth: day('1987-11-24'),
  address: '河南省郑州市管城回族区紫藤街66号院',
  idNumber: '810000198711249978',
  issuer: '郑州市公安局',
  validity,
  passNumber: 'H99990001',
  issueCount: '01',
};
const foreigner2017: WrittenCard = {
  kind: 'I',
  englishName: 'SAMPLE, CAMILLE',
  chineseName: '杜佳米',
  sex: 'female',
  number: 'FRA410083051299',
  country: 'FRA',
  birth: day('1983-05-12'),
  validity,
  version: '01',
  authority: '4101',
};
const foreigner2023: WrittenCard = {
  kind: 'Y',
  // A blank falls on the seam between the two places of the name.
  englishName: 'SAMPLE, CAMILLE MADELEINE GENEVIEVE ANNE',
  chineseName: '',
  sex: 'unstated',
  renewalCount: '01',
  birth: day('1983-05-12'),
  idNumber: '941250198305129983',
  country: 'FRA',
  validity,
};

/** Puts UTF-16LE text at an offset of an otherwise good card. */
function altered(card: WrittenCard, offset: number, text: string): Uint8Array {
  const bytes = encodeCardText(card);
  bytes.set(Buffer.from(text, 'utf16le'), offset);
  return bytes;
}

describe('the text of a card', () => {
  it.each([resident, permit, foreigner2017, foreigner2023])('$kind: what is written is read', (card) => {
    expect(parseCardText(encodeCardText(card))).toEqual(card);
  });

  it('has its fields where the devices put them', () => {
    const bytes = Buffer.from(encodeCardText(resident));
    expect(bytes.length).toBe(256);
    expect(bytes.toString('utf16le', 0, 30)).toBe(`豫小满${' '.repeat(12)}`);
    expect(bytes.toString('utf16le', 30, 32)).toBe('2');
    expect(bytes.toString('utf16le', 32, 36)).toBe('03');
    expect(bytes.toString('utf16le', 36, 52)).toBe('19900321');
    expect(bytes.toString('utf16le', 122, 158)).toBe('41010419900321998X');
    expect(bytes.toString('utf16le', 204, 220)).toBe('20400228');
    expect([...bytes.subarray(248, 250)]).toEqual([0x20, 0x00]);
    expect([permit, foreigner2017, foreigner2023].map((card) => encodeCardText(card)[248])).toEqual([
      0x4a, 0x49, 0x59,
    ]);
  });

  it('knows 长期, padded with blanks or with NUL', () => {
    const card = { ...resident, validity: { ...validity, until: '长期' as const } };
    expect(parseCardText(encodeCardText(card))).toEqual(card);
    expect(parseCardText(altered(resident, 204, '长期\0\0\0\0\0\0'))).toEqual(card);
  });

  it('strips NUL padding and keeps characters beyond the basic plane whole', () => {
    expect(parseCardText(altered(resident, 0, '豫𬱖\0\0\0'))).toMatchObject({ name: '豫𬱖' });
    const rare = { ...resident, name: '䶮𬱖𠅤' };
    expect(parseCardText(encodeCardText(rare))).toEqual(rare);
  });

  it('tells the nation by name, and an unlisted one as 不详', () => {
    expect(parseCardText(altered(resident, 32, '56'))).toMatchObject({
      nation: { code: '56', name: '基诺' },
    });
    expect(parseCardText(altered(resident, 32, '97'))).toMatchObject({ nation: { name: '其他' } });
    expect(parseCardText(altered(resident, 32, '77'))).toMatchObject({
      nation: { code: '77', name: '不详' },
    });
  });

  it.each([
    ['too short', encodeCardText(resident).subarray(1), 'cardLength'],
    ['another kind of card', altered(resident, 248, 'Q'), 'cardLayout'],
    ['no name', altered(resident, 0, '   '), 'cardName'],
    ['a birth that is no day', altered(resident, 36, '19900231'), 'cardDate'],
    ['an end that is no day', altered(resident, 204, '永久    '), 'cardDate'],
    ['a wrong check digit', altered(resident, 156, '1'), 'cardIdNumber'],
    ['a wrong check digit on a permit', altered(permit, 156, '1'), 'cardIdNumber'],
  ])('with %s is a fault with a sentence', (_, bytes, code) => {
    expect(parseCardText(bytes)).toMatchObject({
      kind: 'fault',
      code,
      message: expect.stringMatching(/请?.*。$/),
    });
  });

  it('does not hold a name that is too long', () => {
    expect(() => encodeCardText({ ...resident, name: '长'.repeat(16) })).toThrow(RangeError);
  });
});

it('the holder is called by the Chinese name where there is one', () => {
  const names = [resident, permit, foreigner2017, foreigner2023].map((card) => {
    const read = parseCardText(encodeCardText(card));
    return read.kind === 'fault' ? read.code : [holderName(read), holderNumber(read)];
  });
  expect(names).toEqual([
    ['豫小满', '41010419900321998X'],
    ['杭白露', '810000198711249978'],
    ['杜佳米', 'FRA410083051299'],
    ['SAMPLE, CAMILLE MADELEINE GENEVIEVE ANNE', '941250198305129983'],
  ]);
});
