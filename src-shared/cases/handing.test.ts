import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  caseThrough,
  counter4,
  day,
  facts,
  matter,
  personal,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import { validUntil } from '../certificates/certificate.ts';

const licensed = matter({ certificate: { name: '食品经营许可证', prefix: '管市监食', validYears: 5 } });
const known = facts({ matters: [licensed] });
const { decided, issued, delivered } = caseThrough({}, known);
const plain = caseThrough();
const left = { method: 'left', witness: '社区居委会城见证，当事人拒绝签字' };

describe('a certificate', () => {
  it('is issued with a number that comes of the case’s own, from the day of the decision for its years', () => {
    expect(decided.caseNumber).toBe('4101040092026092200100073');
    expect(issued.issued?.certificate).toEqual({
      name: '食品经营许可证',
      number: '管市监食〔2026〕00909220010007号',
      from: '2026-09-24',
      until: '2031-09-23',
      copies: 1,
    });
    expect(stateAfter(decided, 'issueResult', known, { copies: 3 }).issued?.certificate?.copies).toBe(3);
  });

  it('is issued only upon an approval, and only where the matter has one', () => {
    const rejected = stateAfter(caseThrough({}, known).accepted, 'signOffCase', atDepartment(), {
      outcome: 'rejected',
      opinion: '不符合条件，不予办理。',
    });
    expect(stateAfter(rejected, 'issueResult', known).issued?.certificate).toBeNull();
    expect(plain.issued.issued?.certificate).toBeNull();
  });

  it.each([
    ['2026-09-24', 5, '2031-09-23'],
    ['2026-01-01', 1, '2026-12-31'],
    ['2028-02-29', 4, '2032-02-28'],
    ['2028-02-29', 1, '2029-02-28'],
    ['2026-03-01', 2, '2028-02-29'],
    ['2026-09-24', null, null],
  ])('from %s for %s years ends with %s', (from, years, until) => {
    expect(validUntil(day(from), years)).toBe(until);
  });

  it('is revoked by the department that decided, once, with its reason; also after the case is over', () => {
    const revoked = stateAfter(delivered, 'revokeCertificate', atDepartment());
    expect(revoked.issued?.revoked).toMatchObject({ reason: '以欺骗手段取得。' });
    expect(revoked.status).toBe('delivered');
    expect(refusalOf(revoked, 'revokeCertificate', atDepartment()).code).toBe('revoked');
    expect(refusalOf(plain.delivered, 'revokeCertificate', atDepartment()).code).toBe('noCertificate');
  });
});

describe('the applicant is told', () => {
  it('by text or by a call, and the case says so', () => {
    const told = stateAfter(decided, 'tellApplicant', known);
    expect(stateAfter(told, 'tellApplicant', known, { channel: 'phone' }).told).toMatchObject([
      { what: 'resultReady', channel: 'sms' },
      { what: 'resultReady', channel: 'phone' },
    ]);
  });

  it('by text only where there is a mobile number, and never of what is not so', () => {
    const landline = caseThrough(
      { applicant: personal({ ...reveal(decided), phone: '0371-60000000' }) },
      known,
    ).decided;
    expect(refusalOf(landline, 'tellApplicant', known).code).toBe('noMobile');
    expect(refusalOf(decided, 'tellApplicant', known, { what: 'supplement' }).code).toBe('nothingToTell');
    expect(refusalOf(delivered, 'tellApplicant', known).code).toBe('wrongStep');
  });

  const reveal = (file: typeof decided) => ('personal' in file.applicant ? file.applicant.personal : {});
});

describe('by post', () => {
  const posted = stateAfter(issued, 'postResult', known);

  it('it is on its way with its number, and delivered only once it is signed back', () => {
    expect(posted).toMatchObject({ status: 'issued', posted: { trackingNumber: 'EY000000001CN' } });
    expect(refusalOf(posted, 'postResult', known).code).toBe('posted');
    expect(refusalOf(issued, 'deliverResult', known, { method: 'post' }).code).toBe('notPosted');
    expect(stateAfter(posted, 'deliverResult', known, { method: 'post' }).status).toBe('delivered');
  });

  it('what the post brings back can be handed over at the counter', () => {
    expect(refusalOf(posted, 'deliverResult', known).code).toBe('posted');
    const back = stateAfter(posted, 'returnPost', known);
    expect(back.posted).toBeNull();
    expect(stateAfter(back, 'deliverResult', known).status).toBe('delivered');
    expect(refusalOf(back, 'returnPost', known).code).toBe('notPosted');
  });
});

describe('at the counter', () => {
  it('whoever will not sign has it left with them before a witness (留置送达)', () => {
    expect(refusalOf(issued, 'deliverResult', known, { method: 'left' }).code).toBe('noWitness');
    expect(stateAfter(issued, 'deliverResult', known, left).delivered).toMatchObject(left);
  });

  it('keeps the card that was read, and the signature as it was written', () => {
    const signature = personal(['10,20,50,0 30,40,60,12']);
    const recipient = personal({ name: '豫小满', relation: 'self', identity: 'card', idNumber: '1' });
    const signed = stateAfter(issued, 'deliverResult', known, { signature, recipient });
    expect(signed.delivered).toMatchObject({ signature, recipient: { personal: { identity: 'card' } } });
  });

  it('takes no card of a virtual reader outside a demo', () => {
    const recipient = personal({ name: '豫小满', relation: 'self', identity: 'card', virtual: true });
    expect(refusalOf(issued, 'deliverResult', known, { recipient }).code).toBe('virtualEvidence');
    expect(stateAfter(issued, 'deliverResult', { ...known, demo: true }, { recipient }).status).toBe(
      'delivered',
    );
  });

  it.each(['tellApplicant', 'postResult'] as const)(
    '%s is for the counter that received the case',
    (name) => {
      expect(refusalOf(issued, name, { ...known, place: counter4 }).code).toBe('otherCounter');
    },
  );

  it('comes within ten working days: after that the case is lit red', async () => {
    const { clockOf } = await import('./case-clock.ts');
    const { calendar2026 } = await import('../../tests/support/domain.ts');
    // Ten working days after Thursday 24 September: 28, 29, 30, 8, 9, 10, 12, 13, 14, 15 October.
    const lightOn = (text: string) => clockOf(decided, calendar2026, day(text)).light;
    expect([lightOn('2026-10-13'), lightOn('2026-10-15'), lightOn('2026-10-16')]).toEqual([
      'normal',
      'prompt',
      'red',
    ]);
    expect(stamp(beijing('2026-09-24 15:30')).capturedAt).toBe(decided.decision?.decided.capturedAt);
  });
});
