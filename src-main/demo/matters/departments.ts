import type { ListKeeper } from '#shared/organisation/organisation.ts';

/** A department that decides, or a township that decides for itself, in the demo hall. */
export interface DemoDepartment {
  readonly organisationId: string;
  readonly name: string;
  /** Synthetic, but passes the check of GB 32100: the district's real codes were not found. */
  readonly creditCode: string;
  readonly areaName: string;
  readonly areaCode: string;
  /** The part that it has in keeping the lists of matters. */
  readonly keeps?: ListKeeper;
}

const department = (organisationId: string, name: string, creditCode: string): DemoDepartment => ({
  organisationId,
  name,
  creditCode,
  areaName: '管城回族区',
  areaCode: '410104',
});

/** Every implementing body of the demo's matters, and the offices that keep the lists. */
export const demoDepartments = {
  civil: department('dept-civil', '管城回族区民政局', '11410104999900011M'),
  disabled: department('dept-disabled', '管城回族区残疾人联合会', '1141010499990002XD'),
  labour: department('dept-labour', '管城回族区人力资源和社会保障局', '11410104999900038D'),
  medical: department('dept-medical', '管城回族区医疗保障局', '114101049999000468'),
  health: department('dept-health', '管城回族区卫生健康委员会', '114101049999000543'),
  housing: department('dept-housing', '管城回族区住房保障中心', '11410104999900062X'),
  township: {
    organisationId: 'dept-township',
    name: '管城回族区圃田乡人民政府',
    creditCode: '11410104999900070Q',
    areaName: '圃田乡',
    areaCode: '410104202',
  },
  resources: department('dept-resources', '管城回族区自然资源和规划局', '11410104999900089M'),
  market: department('dept-market', '管城回族区市场监督管理局', '11410104999900097G'),
  police: department('dept-police', '管城回族区公安分局', '1141010499990010X1'),
  justice: { ...department('dept-justice', '管城回族区司法局', '114101049999001181'), keeps: 'legal' },
  veterans: department('dept-veterans', '管城回族区退役军人事务局', '11410104999900126U'),
  agriculture: department('dept-agriculture', '管城回族区农业农村局', '11410104999900134N'),
  tax: department('dept-tax', '管城回族区税务局', '11410104999900142H'),
  establishment: {
    ...department('dept-establishment', '管城回族区委机构编制委员会办公室', '11410104999900150C'),
    keeps: 'establishment',
  },
  finance: { ...department('dept-finance', '管城回族区财政局', '114101049999001699'), keeps: 'finance' },
} as const satisfies Record<string, DemoDepartment>;
