/**
 * The demo hall: one street centre of 管城回族区 with the offices above, below and beside it, and its people.
 *
 * Places are real, people and credit codes are invented. Production provisioning refuses all of this.
 */
import {
  type Counter,
  counterSchema,
  type Hall,
  hallSchema,
  type Organisation,
  type OrganisationTree,
  organisationSchema,
} from '#shared/organisation/organisation.ts';
import type { SigningGrant } from '#shared/organisation/signing-grant.ts';
import { type Role, type StaffPosting, staffPostingSchema } from '#shared/organisation/staff.ts';
import { type DemoDepartment, demoDepartments } from './matters/departments.ts';
import { demoStreetId } from './matters/draft.ts';

/** Someone who can sign in at the demo. */
export interface DemoStaff {
  readonly posting: StaffPosting;
  readonly password: string;
}

export interface DemoHall {
  readonly organisations: OrganisationTree;
  readonly hall: Hall;
  /** The counters of the hall. */
  readonly counters: readonly Counter[];
  /** The one counter of the community's station, where the agent sits. */
  readonly stationCounter: Counter;
  /** A counter of the district's centre. */
  readonly districtCounter: Counter;
  readonly staff: readonly DemoStaff[];
}

const district = 'district-410104';
const street = demoStreetId;
const station = 'station-410104009002';

const centres: readonly Organisation[] = [
  organisationSchema.parse({
    id: district,
    level: 'district',
    name: '管城回族区政务服务中心',
    areaName: '管城回族区',
    areaCode: '410104',
    branch: null,
    parentId: null,
    creditCode: '12410104999800010W',
    // Telephone numbers that nobody has.
    contact: '管城回族区政务服务中心一楼咨询台，0371-00000001',
  }),
  organisationSchema.parse({
    id: street,
    level: 'street',
    name: '航海东路街道便民服务中心',
    areaName: '航海东路街道',
    areaCode: '410104009',
    branch: null,
    parentId: district,
    creditCode: '12410104999800029R',
    contact: '航海东路街道便民服务中心咨询台，0371-00000002',
  }),
  organisationSchema.parse({
    id: station,
    level: 'community',
    name: '航海东路社区便民服务站',
    areaName: '航海东路社区',
    areaCode: '410104009002',
    branch: null,
    parentId: street,
    creditCode: null,
  }),
];

const departments = Object.values<DemoDepartment>(demoDepartments).map((department) =>
  organisationSchema.parse({
    id: department.organisationId,
    level: 'department',
    name: department.name,
    areaName: department.areaName,
    areaCode: department.areaCode,
    branch: null,
    parentId: district,
    creditCode: department.creditCode,
    keeps: department.keeps,
  }),
);

const hall = hallSchema.parse({
  id: 'hall-410104009',
  organisationId: street,
  name: '航海东路街道便民服务中心大厅',
  categories: [
    {
      id: 'civil',
      name: '民政社保',
      prefix: 'A',
      description: '低保、临时救助、残疾人、高龄津贴、医保、养老、就业、生育、优抚',
    },
    {
      id: 'business',
      name: '企业开办与经营',
      prefix: 'B',
      description: '个体工商户和公司设立、食品经营许可',
    },
    {
      id: 'property',
      name: '不动产与住房',
      prefix: 'C',
      description: '不动产转移登记、公租房、宅基地、规划用地',
    },
    { id: 'household', name: '户籍证照', prefix: 'D', description: '居住证、出生登记' },
    { id: 'other', name: '其他事项', prefix: 'E', description: '法律援助、农机补贴、完税证明和其他咨询' },
  ],
});

const counters = [1, 2, 3, 4].map((number) =>
  counterSchema.parse({
    id: `counter-410104009-${number}`,
    organisationId: street,
    number,
    name: `${number}号综合窗口`,
  }),
);

const stationCounter = counterSchema.parse({
  id: 'counter-410104009002-1',
  organisationId: station,
  number: 1,
  name: '1号综合窗口',
});

const districtCounter = counterSchema.parse({
  id: 'counter-410104-1',
  organisationId: district,
  number: 1,
  name: '1号综合窗口',
});

/** The staff number names the person, the posting and the password, so that a demo needs one thing to remember. */
function staffMember(
  number: number,
  name: string,
  role: Role,
  organisationId: string,
  facts: Partial<Record<'unitId' | 'experiencedSince', string>> & {
    certificateUntil?: string | null;
    grants?: readonly Record<keyof SigningGrant, unknown>[];
  } = {},
): DemoStaff {
  const { certificateUntil = '2031-12-31', ...rest } = facts;
  const carries = ['clerk', 'agent', 'reviewer', 'chiefRepresentative'].includes(role);
  return {
    posting: staffPostingSchema.parse({
      postingId: `posting-g${number}`,
      personId: `person-g${number}`,
      staffNumber: `G${number}`,
      name,
      role,
      organisationId,
      experiencedSince: '2021-07-01',
      certificate:
        carries && certificateUntil !== null
          ? { number: `豫A01-${number}`, validUntil: certificateUntil }
          : null,
      ...rest,
      from: '2026-01-01',
      to: null,
    }),
    password: `demo-G${number}`,
  };
}

/** Every department has its chief representative (G2001 on) and its reviewer (G3001 on), so that no case is stuck. */
const givenNames: Readonly<Record<keyof typeof demoDepartments, string>> = {
  civil: '民安',
  disabled: '助和',
  labour: '业兴',
  medical: '医宁',
  health: '卫康',
  housing: '居安',
  township: '田禾',
  resources: '山青',
  market: '市通',
  police: '平守',
  justice: '法正',
  veterans: '荣归',
  agriculture: '农丰',
  tax: '税明',
  establishment: '编定',
  finance: '财清',
};

const departmentStaff = Object.entries(demoDepartments).flatMap(([key, { organisationId }], position) => {
  const given = givenNames[key as keyof typeof demoDepartments];
  // Certificates run out one department after the other, so that there is something to look ahead at; not in the two whose
  // desks a demo opens, since nobody could sign there from that day on.
  const runsOut = `${2027 + Math.floor(position / 12)}-${String((position % 12) + 1).padStart(2, '0')}-28`;
  const certificateUntil = key === 'civil' || key === 'market' ? '2031-12-31' : runsOut;
  return [
    staffMember(2001 + position, `豫${given}`, 'chiefRepresentative', organisationId, {
      certificateUntil,
      grants: [
        {
          ...{ kind: 'chief', departmentId: organisationId, matters: null },
          ...{ document: `管政授〔2026〕${position + 1}号`, from: '2026-01-01', to: null },
        },
      ],
    }),
    staffMember(3001 + position, `商${given}`, 'reviewer', organisationId),
  ];
});

/** The demo's organisations, hall, counters and people. The password of G1001 is demo-G1001, and so on. */
export const demoHall: DemoHall = {
  organisations: [...centres, ...departments],
  hall,
  counters,
  stationCounter,
  districtCounter,
  staff: [
    staffMember(1001, '管小窗', 'clerk', street, {
      unitId: demoDepartments.civil.organisationId,
      // What is decided on the spot may be signed at the counter, by this posting and for this matter.
      grants: [
        {
          ...{ kind: 'onTheSpot', departmentId: demoDepartments.market.organisationId },
          ...{ matters: ['11410104999900097G4000131120000'], document: '管市监授〔2026〕9号' },
          ...{ from: '2026-01-01', to: null },
        },
      ],
    }),
    // Two whom the office should look at: a certificate that ran out, and none at all.
    staffMember(1002, '商知礼', 'clerk', street, {
      unitId: demoDepartments.labour.organisationId,
      certificateUntil: '2026-06-30',
    }),
    staffMember(1003, '城代安', 'agent', station, { certificateUntil: null }),
    staffMember(1004, '豫引路', 'greeter', street),
    staffMember(1005, '管明堂', 'hallManager', street),
    staffMember(1006, '商明察', 'supervisor', district),
    staffMember(1007, '管维新', 'systemAdmin', district),
    staffMember(1008, '商守密', 'securityAdmin', district),
    staffMember(1009, '豫留痕', 'auditor', district),
    staffMember(1010, '城总揽', 'hallManager', district),
    staffMember(1011, '管中庭', 'clerk', district),
    ...departmentStaff,
  ],
};
