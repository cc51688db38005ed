/**
 * The identity card as its chip tells it: 256 bytes of UTF-16LE in one of four layouts. The offsets are those of
 * the reading devices' text block; the character at 248 says which layout it is.
 */
import { type BeijingDate, beijingDateSchema, compactDate } from '../clock/beijing.ts';
import { birthOfIdNumber, type IdNumber, parseIdNumber } from './id-number.ts';
import { type Nation, nationOf } from './nation.ts';
import { type Sex, sexDigits, sexOfDigit } from './sex.ts';

/** Both days inclusive. Whether a card is still valid is for the matter to judge, on its date. */
export interface Validity {
  readonly from: BeijingDate;
  readonly until: BeijingDate | '长期';
}

/** 居民身份证 */
export interface ResidentCard {
  readonly kind: 'resident';
  readonly name: string;
  readonly sex: Sex;
  readonly nation: Nation;
  readonly birth: BeijingDate;
  readonly address: string;
  readonly idNumber: IdNumber;
  readonly issuer: string;
  readonly validity: Validity;
}

/** 港澳台居民居住证; its numbers begin with 810000, 820000 or 830000. */
export interface PermitCard {
  readonly kind: 'J';
  readonly name: string;
  readonly sex: Sex;
  readonly birth: BeijingDate;
  readonly address: string;
  readonly idNumber: IdNumber;
  readonly issuer: string;
  readonly validity: Validity;
  readonly passNumber: string;
  readonly issueCount: string;
}

/** 外国人永久居留身份证, layout of 2017. Its number has 15 characters and no check digit of GB 11643. */
export interface ForeignerCard2017 {
  readonly kind: 'I';
  readonly englishName: string;
  readonly chineseName: string;
  readonly sex: Sex;
  readonly number: string;
  readonly country: string;
  readonly birth: BeijingDate;
  readonly validity: Validity;
  readonly version: string;
  readonly authority: string;
}

/** 外国人永久居留身份证, layout from December 2023. Its number begins with 9. */
export interface ForeignerCard2023 {
  readonly kind: 'Y';
  readonly englishName: string;
  readonly chineseName: string;
  readonly sex: Sex;
  readonly renewalCount: string;
  readonly birth: BeijingDate;
  readonly idNumber: IdNumber;
  readonly country: string;
  readonly validity: Validity;
}

export type IdentityCard = ResidentCard | PermitCard | ForeignerCard2017 | ForeignerCard2023;

export interface CardFault {
  readonly kind: 'fault';
  readonly code: 'cardLength' | 'cardLayout' | 'cardName' | 'cardDate' | 'cardIdNumber' | 'cardBirth';
  /** One sentence for the person whose card it is. */
  readonly message: string;
}

/** A card as it could be written to a chip: nothing vouches for its number. */
export type WrittenCard = IdentityCard extends infer Card
  ? Card extends { idNumber: IdNumber }
    ? Omit<Card, 'idNumber'> & { readonly idNumber: string }
    : Card
  : never;

/**
 * Puts the newest address, which the chip holds apart from the printed one, in its place: 70 bytes as the first. A card
 * without an address, or an answer without one, leaves the card as it is.
 */
export function withNewestAddress(card: IdentityCard, bytes: Uint8Array): IdentityCard {
  const address = bytes.length === newestAddressLength ? trim(raw(bytes, 0, newestAddressLength)) : '';
  return 'address' in card && address !== '' ? { ...card, address } : card;
}

/** Reads the text block of a card. `bytes` are the 256 bytes alone, without the frame or the photo. */
export function parseCardText(bytes: Uint8Array): IdentityCard | CardFault {
  if (bytes.length !== cardTextLength) {
    return fault('cardLength', '证件信息不完整，请取走证件后重新平放。');
  }
  const text = (offset: number, width: number): string => trim(raw(bytes, offset, width));
  const layout = raw(bytes, typeOffset, 2);
  if (layout !== ' ' && layout !== 'J' && layout !== 'I' && layout !== 'Y') {
    return fault('cardLayout', '无法识别这种证件，请改用居民身份证等有效证件。');
  }

  const sex = sexOfDigit(text(layout === 'I' ? 120 : 30, 2));
  const birth = dateOf(layout === 'I' ? text(220, 16) : text(36, 16));
  const from = dateOf(text(188, 16));
  const to = text(204, 16);
  const until: Validity['until'] | undefined = to === '长期' ? to : dateOf(to);
  if (!birth || !from || !until) {
    return fault('cardDate', '证件上的日期无法识别，请取走证件后重新平放，仍不能读取请核验证件。');
  }
  const common = { sex, birth, validity: { from, until } };

  if (layout === 'I') {
    const englishName = text(0, 120);
    if (englishName === '') return nameless;
    return {
      kind: 'I',
      ...common,
      englishName,
      chineseName: text(158, 30),
      number: text(122, 30),
      country: text(152, 6),
      version: text(236, 4),
      authority: text(240, 8),
    };
  }

  const idNumber = parseIdNumber(text(122, 36));
  if (typeof idNumber !== 'string') {
    return fault('cardIdNumber', '证件上的身份号码校验不正确，请取走证件，改用其他有效证件，或到窗口办理。');
  }
  if (birthOfIdNumber(idNumber) !== birth) {
    return fault(
      'cardBirth',
      '证件上的出生日期与身份号码不一致，请取走证件，改用其他有效证件，或到窗口办理。',
    );
  }
  if (layout === 'Y') {
    // One field in two places: a blank at the seam belongs to the name, so it is joined before it is trimmed.
    const englishName = trim(raw(bytes, 52, 70) + raw(bytes, 220, 22));
    const chineseName = text(0, 30);
    if (englishName === '' && chineseName === '') return nameless;
    const renewalCount = text(32, 4);
    return { kind: 'Y', ...common, englishName, chineseName, renewalCount, idNumber, country: text(242, 6) };
  }

  const name = text(0, 30);
  if (name === '') return nameless;
  const printed = { name, ...common, address: text(52, 70), idNumber, issuer: text(158, 30) };
  return layout === ' '
    ? { kind: 'resident', ...printed, nation: nationOf(text(32, 4)) }
    : { kind: 'J', ...printed, passNumber: text(220, 18), issueCount: text(238, 4) };
}

/**
 * Writes a card's text block, as a chip would hold it; the reverse of `parseCardText`.
 * Throws a RangeError where a field is too long for its place.
 */
export function encodeCardText(card: WrittenCard): Uint8Array {
  const bytes = new Uint8Array(cardTextLength);
  const view = new DataView(bytes.buffer);
  const put = (offset: number, width: number, text: string): void => {
    if (text.length * 2 > width)
      throw new RangeError(`${text.length * 2} bytes at ${offset}, room for ${width}`);
    for (let at = 0; at < width / 2; at++) {
      view.setUint16(offset + at * 2, at < text.length ? text.charCodeAt(at) : 0x20, true);
    }
  };
  put(0, cardTextLength, '');
  put(typeOffset, 2, card.kind === 'resident' ? ' ' : card.kind);
  put(card.kind === 'I' ? 120 : 30, 2, sexDigits[card.sex]);
  put(card.kind === 'I' ? 220 : 36, 16, compactDate(card.birth));
  put(188, 16, compactDate(card.validity.from));
  put(204, 16, card.validity.until === '长期' ? '长期' : compactDate(card.validity.until));
  if (card.kind !== 'I') put(122, 36, card.idNumber);
  switch (card.kind) {
    case 'resident':
    case 'J':
      put(0, 30, card.name);
      put(52, 70, card.address);
      put(158, 30, card.issuer);
      if (card.kind === 'resident') {
        put(32, 4, card.nation.code);
      } else {
        put(220, 18, card.passNumber);
        put(238, 4, card.issueCount);
      }
      break;
    case 'I':
      put(0, 120, card.englishName);
      put(122, 30, card.number);
      put(152, 6, card.country);
      put(158, 30, card.chineseName);
      put(236, 4, card.version);
      put(240, 8, card.authority);
      break;
    case 'Y':
      put(0, 30, card.chineseName);
      put(32, 4, card.renewalCount);
      put(52, 70, card.englishName.slice(0, 35));
      put(220, 22, card.englishName.slice(35));
      put(242, 6, card.country);
      break;
  }
  return bytes;
}

/** The name to call somebody by: the Chinese one where there is one. */
export function holderName(card: IdentityCard): string {
  return card.kind === 'resident' || card.kind === 'J' ? card.name : card.chineseName || card.englishName;
}

/** The number that names the person, whatever the card calls it. */
export function holderNumber(card: IdentityCard): string {
  return card.kind === 'I' ? card.number : card.idNumber;
}

const cardTextLength = 256;
const newestAddressLength = 70;
const typeOffset = 248;
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

const raw = (bytes: Uint8Array, offset: number, width: number): string =>
  utf16.decode(bytes.subarray(offset, offset + width));

/** Cards pad with U+0020, some with NUL. */
const trim = (text: string): string => text.replaceAll('\0', '').trim();

function dateOf(digits: string): BeijingDate | undefined {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return beijingDateSchema.safeParse(date).data;
}

const fault = (code: CardFault['code'], message: string): CardFault => ({ kind: 'fault', code, message });

const nameless = fault('cardName', '证件上没有读到姓名，请取走证件后重新平放，仍不能读取请核验证件。');
