/**
 * The tree of offices, the halls in it, and their counters.
 *
 * Names follow one rule (管政〔2016〕20号, 名称统一): 行政区域名称+政务服务中心, 行政区域名称+便民服务中心,
 * 村(社区)名称+便民服务站. So they are built from the tree and checked against it.
 */
import { z } from 'zod';
import { officeHoursSchema } from './office-hours.ts';

export const organisationIdSchema = z.string().min(1).max(64).brand<'OrganisationId'>();
export type OrganisationId = z.infer<typeof organisationIdSchema>;

export const counterIdSchema = z.string().min(1).max(64).brand<'CounterId'>();
export type CounterId = z.infer<typeof counterIdSchema>;

export const hallIdSchema = z.string().min(1).max(64).brand<'HallId'>();
export type HallId = z.infer<typeof hallIdSchema>;

/** A kind of service that a citizen takes a ticket for, e.g. `civil` (民政社保). Matters name theirs by this id. */
export const categoryIdSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,31}$/, '业务分类编号应以小写字母开头，只含字母和数字')
  .brand<'CategoryId'>();
export type CategoryId = z.infer<typeof categoryIdSchema>;

/** 6 digits for a district, 9 for a street or township, 12 for a community or village (GB/T 2260, GB/T 10114). */
export const areaCodeSchema = z
  .string()
  .regex(/^\d{6}(\d{3}(\d{3})?)?$/, '行政区划代码应为6位、9位或12位数字')
  .brand<'AreaCode'>();
export type AreaCode = z.infer<typeof areaCodeSchema>;

export const organisationLevelSchema = z.enum(['district', 'street', 'community', 'department']);
export type OrganisationLevel = z.infer<typeof organisationLevelSchema>;

export const organisationLevelNames: Readonly<Record<OrganisationLevel, string>> = {
  district: '区级中心',
  street: '街道（乡镇）中心',
  community: '社区（村）服务站',
  department: '职能部门',
};

/** The offices that keep the district's lists of powers, duties and fees (权力清单、责任清单、收费清单; M37). */
export const listKeeperSchema = z.enum(['legal', 'establishment', 'finance']);
export type ListKeeper = z.infer<typeof listKeeperSchema>;

export const listKeeperNames: Readonly<Record<ListKeeper, string>> = {
  legal: '法制机构',
  establishment: '机构编制部门',
  finance: '财政部门',
};

export const organisationSchema = z.object({
  id: organisationIdSchema,
  level: organisationLevelSchema,
  /** The name on the door, on paper and in every list. */
  name: z.string().min(1),
  /** The place that it serves, as the name begins with it: 管城回族区, 航海东路街道, 航海东路社区. */
  areaName: z.string().min(1),
  areaCode: areaCodeSchema,
  /** The subject of a branch centre (××分中心), e.g. 不动产登记; null for all others. */
  branch: z.string().min(1).nullable(),
  parentId: organisationIdSchema.nullable(),
  /** Unified social credit code (GB 32100), 18 characters; null where the office has none of its own. */
  creditCode: z.string().length(18, '统一社会信用代码应为18位').nullable(),
  /** The part that it has in keeping the lists; absent for all others. */
  keeps: listKeeperSchema.optional(),
  /** Address and telephone for the foot of its documents; empty where none has been entered. */
  contact: z.string().max(200).default(''),
});
export type Organisation = Readonly<z.infer<typeof organisationSchema>>;

/** All organisations of one district; parents are named by id. */
export type OrganisationTree = readonly Organisation[];

/** A counter (窗口): the place where a citizen sits. Results come back to it, whoever works there. */
export const counterSchema = z.object({
  id: counterIdSchema,
  organisationId: organisationIdSchema,
  /** The number on the sign, from 1. */
  number: z.number().int().min(1).max(999),
  /** e.g. `3号综合窗口` */
  name: z.string().min(1),
});
export type Counter = Readonly<z.infer<typeof counterSchema>>;

/** What a citizen chooses at the kiosk, and the letter that its tickets begin with. */
export const ticketCategorySchema = z.object({
  id: categoryIdSchema,
  name: z.string().min(1),
  prefix: z.string().regex(/^[A-Z]$/, '号票前缀应为一个大写字母'),
  description: z.string(),
});
export type TicketCategory = Readonly<z.infer<typeof ticketCategorySchema>>;

/** A hall: where tickets are taken. Its categories differ in id and in prefix. */
export const hallSchema = z.object({
  id: hallIdSchema,
  organisationId: organisationIdSchema,
  name: z.string().min(1),
  /** When it is at work on working days; absent where it keeps the hours that are usual. */
  hours: officeHoursSchema.optional(),
  /** And on ordinary Saturdays, which are no working days; absent where it is closed then. */
  saturdayHours: officeHoursSchema.optional(),
  categories: z
    .array(ticketCategorySchema)
    .min(1)
    .readonly()
    .refine((list) => new Set(list.map((each) => each.prefix)).size === list.length, '号票前缀不能重复')
    .refine((list) => new Set(list.map((each) => each.id)).size === list.length, '业务分类编号不能重复'),
});
export type Hall = Readonly<z.infer<typeof hallSchema>>;

/** The organisation with that id, or undefined. */
export function findOrganisation(tree: OrganisationTree, id: OrganisationId): Organisation | undefined {
  return tree.find((each) => each.id === id);
}

/** The organisation and those above it, nearest first. Ends at a missing parent or a circle. */
export function lineage(tree: OrganisationTree, id: OrganisationId): readonly Organisation[] {
  const line: Organisation[] = [];
  let next = findOrganisation(tree, id);
  while (next && !line.includes(next)) {
    line.push(next);
    next = next.parentId === null ? undefined : findOrganisation(tree, next.parentId);
  }
  return line;
}

/**
 * The name that an organisation must carry. Built from its place in the tree for centres, branches and stations;
 * a department keeps the name of its establishment. Undefined when the id is not in the tree.
 */
export function organisationName(tree: OrganisationTree, id: OrganisationId): string | undefined {
  const organisation = findOrganisation(tree, id);
  if (!organisation) return undefined;
  const { areaName, branch, level, name } = organisation;
  switch (level) {
    case 'district':
      return `${areaName}政务服务中心${branch === null ? '' : `${branch}分中心`}`;
    case 'street':
      return `${areaName}便民服务中心`;
    case 'community':
      return `${areaName}便民服务站`;
    case 'department':
      return name;
  }
}

/** What is wrong with a tree, one Chinese sentence each: names off the rule, parents and area codes that do not fit. */
export function organisationFaults(tree: OrganisationTree): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<OrganisationId>();
  for (const organisation of tree) {
    const { id, level, name, areaCode, parentId } = organisation;
    if (seen.has(id)) faults.push(`机构编号${id}重复，请改用不同的编号。`);
    seen.add(id);
    const expected = organisationName([organisation], id);
    if (expected !== name) {
      faults.push(`“${name}”的名称不规范，应为“${expected}”。`);
    }
    if (level !== 'department' && areaCode.length !== areaCodeLengths[level]) {
      faults.push(`“${name}”的行政区划代码应为${areaCodeLengths[level]}位。`);
    }
    const parent = parentId === null ? undefined : findOrganisation(tree, parentId);
    if (parentId !== null && !parent) faults.push(`“${name}”的上级机构不存在，请重新选择。`);
    if (parentId === null && (level === 'street' || level === 'community')) {
      faults.push(`“${name}”没有上级机构，请补充。`);
    }
    if (parent && !parentLevels[level].includes(parent.level)) {
      faults.push(`“${name}”不能挂在“${parent.name}”之下，请重新选择上级机构。`);
    }
    if (parent && !areaCode.startsWith(parent.areaCode)) {
      faults.push(`“${name}”的行政区划代码不在“${parent.name}”的辖区内。`);
    }
    if (lineage(tree, id).at(-1)?.parentId !== null && parent) {
      faults.push(`“${name}”的上级关系不完整或成环，请核对。`);
    }
  }
  return faults;
}

const areaCodeLengths = { district: 6, street: 9, community: 12 } as const;

const parentLevels: Readonly<Record<OrganisationLevel, readonly OrganisationLevel[]>> = {
  district: ['district'],
  street: ['district'],
  community: ['street'],
  department: ['district', 'department'],
};

/** Whether an office is that one, or lies below it. */
export const isUnder = (id: string, above: string, tree: OrganisationTree): boolean =>
  lineage(tree, id as OrganisationId).some((each) => String(each.id) === above);
