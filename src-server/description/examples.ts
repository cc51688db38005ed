import type { bookingsContract } from '#shared/contracts/bookings.ts';
import type { interfacesContract } from '#shared/contracts/interfaces.ts';
import type { News } from '#shared/interfaces/news.ts';

/** What somebody asks and is answered; everybody in it is invented. A test holds each against the schema that it shows. */
export interface Example {
  /** Path, query and body together; null where nothing is asked. */
  input: Record<string, unknown> | null;
  output: unknown;
}

const caseNumber = '4101040082026092200100010';
const progress = {
  ...{ caseNumber, revision: 5 },
  matter: { code: '11410104005252520X2000511001000', version: 1, name: '最低生活保障审核确认' },
  department: { id: 'civil', name: '管城回族区民政局' },
  receivedAt: { organisationId: 'hanghai', organisationName: '航海东路街道便民服务中心' },
  applicant: {
    ...{ kind: 'person', name: '豫*满', idNumber: '410104********998X', phone: '138****5678' },
    masked: true,
  },
  ...{ state: 'issued', stateName: '已发证', promisedDue: '2026-10-13', statutoryDue: '2026-10-27' },
  steps: [
    { at: '2026-09-22T01:05:00.000Z', title: '收件' },
    { at: '2026-09-22T01:06:30.000Z', title: '受理' },
    { at: '2026-09-28T02:00:00.000Z', title: '签批：准予' },
    { at: '2026-09-28T06:30:00.000Z', title: '发证' },
  ],
  result: {
    ...{ outcome: 'approved', decidedAt: '2026-09-28T02:00:00.000Z', issuedAt: '2026-09-28T06:30:00.000Z' },
    ...{
      deliveredAt: null,
      certificateNumber: '管民救〔2026〕00809220010001号',
      certificateRevoked: false,
    },
  },
  mergedInto: null,
};
const subscriptionId = '7f1c2f4e-6a86-4c0e-9a0b-0f6f2a5c9d31';
const cookie = '3b0c6f0a-58a5-4e0f-9a0d-6a3f2f9f5a10:48211:0199a000-0000-7000-8000-000000000001';

export const interfaceExamples: Record<keyof typeof interfacesContract, Example> = {
  changedCases: { input: { cookie }, output: { cases: [progress], cookie, more: false } },
  caseByNumber: { input: { caseNumber }, output: progress },
  certificateByNumber: {
    input: { number: '管民救〔2026〕00809220010001号' },
    output: {
      ...{ number: '管民救〔2026〕00809220010001号', name: '临时救助证', caseNumber, status: 'valid' },
      department: { id: 'civil', name: '管城回族区民政局' },
      holder: { name: '豫*满', idNumber: '410104********998X', masked: true },
      ...{ from: '2026-09-28', until: '2027-09-27' },
    },
  },
  subscriptions: {
    input: null,
    output: {
      subscriptions: [
        {
          ...{ id: subscriptionId, url: 'https://platform.example.invalid/yichuang', paused: false },
          ...{ events: ['case.progress', 'case.result'], createdAt: '2026-09-01T02:00:00.000Z' },
          ...{ waiting: 0, givenUp: 0 },
        },
      ],
    },
  },
  subscribe: {
    input: {
      ...{ url: 'https://platform.example.invalid/yichuang', events: ['case.progress', 'case.result'] },
    },
    output: { id: subscriptionId, secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' },
  },
  unsubscribe: { input: { id: subscriptionId }, output: {} },
};

export const newsExample: Record<keyof News, unknown> = {
  ...{ id: '5a8de3c1-2f0b-4d54-8f5a-1f4f0c6f7b21', type: 'case.result', at: '2026-09-28T02:00:01.000Z' },
  ...{ caseNumber, revision: 4, matterCode: '11410104005252520X2000511001000', departmentId: 'civil' },
  ...{ state: 'decided', stateName: '已批准，待发证', certificateNumber: null },
};

const bookingId = '0199a000-0000-7000-8000-0000000000b1';
export const bookingExamples: Record<keyof typeof bookingsContract, Example> = {
  slots: {
    input: { hallId: 'hanghai-hall', day: '2026-09-23' },
    output: { slots: [{ at: '2026-09-23T02:00:00.000Z', booked: 1, free: 1 }] },
  },
  book: {
    input: {
      ...{ bookingId, hallId: 'hanghai-hall', at: '2026-09-23T02:00:00.000Z', categoryId: 'civil' },
      booker: { name: '豫小满', idNumber: '41010419900321998X', phone: '13812345678' },
    },
    output: {
      ...{ bookingId, at: '2026-09-23T02:00:00.000Z', code: '483920', categoryName: '民政社保' },
      status: 'booked',
    },
  },
  cancelBooking: { input: { id: bookingId, reason: '改天再来' }, output: { kind: 'done' } },
};
