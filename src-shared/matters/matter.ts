/**
 * A matter (事项): what the hall handles, as the district publishes it. Versioned and effective-dated, so that a case
 * keeps the version that it was taken under.
 */
import { z } from 'zod';
import { certificateTemplateSchema } from '../certificates/certificate.ts';
import { beijingDateSchema } from '../clock/beijing.ts';
import { type TimeLimit, timeLimitSchema, timeLimitText } from '../clock/deadline.ts';
import { categoryIdSchema, organisationIdSchema } from '../organisation/organisation.ts';

/**
 * Implementation code (实施编码), 31 characters: the department's credit code (18), its level (1), the basic code
 * (12). Letters occur: text, never a number.
 */
export const matterCodeSchema = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}[1-6][0-9A-Z]{12}$/, '事项实施编码应为31位数字或大写字母')
  .brand<'MatterCode'>();
export type MatterCode = z.infer<typeof matterCodeSchema>;

/** Basic code (基本编码), 12 characters: 2 scope, 2 type, 2 department, 3 main, 3 sub; the same all over the country. */
export const basicCodeSchema = z
  .string()
  .regex(/^[0-9A-Z]{12}$/, '事项基本编码应为12位数字或大写字母')
  .brand<'BasicCode'>();
export type BasicCode = z.infer<typeof basicCodeSchema>;

export const powerTypeSchema = z.enum(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '20']);
/** The kind of power that a matter exercises (行政权力类型). */
export type PowerType = z.infer<typeof powerTypeSchema>;

export const powerTypeNames: Readonly<Record<PowerType, string>> = {
  '01': '行政许可',
  '02': '行政处罚',
  '03': '行政强制',
  '04': '行政征收',
  '05': '行政给付',
  '06': '行政检查',
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': '其他行政权力',
  '20': '公共服务',
};

/** Who may apply. */
export const matterSubjectSchema = z.enum(['person', 'enterprise', 'both']);
export type MatterSubject = z.infer<typeof matterSubjectSchema>;

/** The levels of office that may take a matter. */
export const receivingLevelSchema = z.enum(['district', 'street', 'community']);
export type ReceivingLevel = z.infer<typeof receivingLevelSchema>;

/** An amount of money in fen (分), a whole number. */
export const fenSchema = z.number().int().nonnegative().brand<'Fen'>();
export type Fen = z.infer<typeof fenSchema>;

export const materialIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, '材料编号只能含小写字母、数字和短横线')
  .brand<'MaterialId'>();
/** The kind of paper. The same paper has the same id in every matter, so that one on file is not asked for again. */
export type MaterialId = z.infer<typeof materialIdSchema>;

/** How a paper is handed in; `form` is one that the hall provides and the applicant fills in. */
export const materialFormSchema = z.enum(['original', 'copy', 'originalAndCopy', 'form']);
export type MaterialForm = z.infer<typeof materialFormSchema>;

export const materialFormNames: Readonly<Record<MaterialForm, string>> = {
  original: '原件',
  copy: '复印件',
  originalAndCopy: '原件及复印件',
  form: '表格',
};

const situationIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, '情形编号只能含小写字母、数字和短横线')
  .brand<'SituationId'>();
export type SituationId = z.infer<typeof situationIdSchema>;

export const materialSchema = z.object({
  id: materialIdSchema,
  name: z.string(),
  /** Who issues the paper; every proof must name one (M26). */
  issuer: z.string(),
  /** The legal basis for asking for it. */
  basis: z.string(),
  form: materialFormSchema,
  copies: z.number().int().min(1).max(20),
  /** False where the applicant may hand it in or not. */
  required: z.boolean(),
  /** The situations in which it is asked for; none stands for every one. */
  situations: z.array(situationIdSchema).readonly().default([]),
  /** The shared register can supply it, so the citizen need not bring it (国令716). */
  fromRegister: z.boolean().default(false),
  /** Working days within which it may follow after a tolerant acceptance (容缺受理); null where it may not be missing. */
  mayFollowWithin: z.number().int().min(1).max(60).nullable().default(null),
});
export type Material = Readonly<z.infer<typeof materialSchema>>;

/** A situation (情形) that changes which materials are asked for, e.g. 代理人办理. */
export const situationSchema = z.object({ id: situationIdSchema, name: z.string() });
export type Situation = Readonly<z.infer<typeof situationSchema>>;

/** A tier of discretion (自由裁量阶次): what is decided in which circumstances, and on what basis. */
export const discretionTierSchema = z.object({
  circumstances: z.string(),
  standard: z.string(),
  basis: z.string(),
});
export type DiscretionTier = Readonly<z.infer<typeof discretionTierSchema>>;

/** Free, or charged on a basis at listed amounts. */
export const feeSchema = z.discriminatedUnion('charged', [
  z.object({ charged: z.literal(false) }),
  z.object({
    charged: z.literal(true),
    basis: z.string(),
    items: z
      .array(
        z.object({
          /** What the amount is for, e.g. 住宅. */
          name: z.string().min(1),
          amount: fenSchema,
          /** Per what, e.g. 件. */
          unit: z.string().min(1),
        }),
      )
      .readonly(),
  }),
]);
export type Fee = z.infer<typeof feeSchema>;

/** A version of a matter. Text may be blank in a draft: {@link publishFaults} says what publishing still needs. */
export const matterSchema = z.object({
  code: matterCodeSchema,
  basicCode: basicCodeSchema,
  version: z.number().int().min(1),
  effectiveFrom: beijingDateSchema,
  /** The last day on which cases are taken under it, for a matter that is given up; null while it is open. */
  effectiveTo: beijingDateSchema.nullable().default(null),
  name: z.string(),
  /** What people call it, e.g. 低保. */
  aliases: z.array(z.string().min(1)).readonly(),
  /** The implementing body (实施主体), which decides. */
  department: z.object({ organisationId: organisationIdSchema, name: z.string() }),
  powerType: powerTypeSchema,
  /** The ticket category that it is called under. */
  category: categoryIdSchema,
  subject: matterSubjectSchema,
  levels: z.array(receivingLevelSchema).min(1).readonly(),
  /** The street centres and stations that it has been sunk to (下沉清单; M12); none stands for every one of its levels. */
  takenAt: z.array(organisationIdSchema).readonly().default([]),
  /** Received below, and the promised clock runs from the district's upload stamp (端口下沉; 管政〔2016〕20号, item 10). */
  sunk: z.boolean(),
  /** Laws with their articles, one each. */
  basis: z.array(z.string()).readonly(),
  /** One sentence each. */
  conditions: z.array(z.string()).readonly(),
  /** One sentence per step, in order. */
  procedure: z.array(z.string()).readonly(),
  result: z.string(),
  fee: feeSchema,
  supervisionChannel: z.string(),
  promised: timeLimitSchema,
  statutory: timeLimitSchema,
  materials: z.array(materialSchema).readonly(),
  situations: z.array(situationSchema).readonly().default([]),
  /** Words to find and to group it by, e.g. 一件事、老年人. */
  tags: z.array(z.string().min(1)).readonly().default([]),
  /** The kind of paper that it results in, where other matters ask for that paper; else null. */
  yields: materialIdSchema.nullable().default(null),
  /** The longest extension that the law allows, in working days (行政许可法 Art 42: ten unless another law says so). */
  longestExtension: z.number().int().min(0).max(365).default(10),
  /** Calendar days for which the outcome is shown to the public before it takes effect (公示); 0 for none. */
  publicNoticeDays: z.number().int().min(0).max(365).default(0),
  /** The certificate that an approval is handed out as; null where there is none. */
  certificate: certificateTemplateSchema.nullable().default(null),
  /** The department that supervises what was decided (审批监管分离, M38); null where the deciding one does. */
  supervisor: z.object({ organisationId: organisationIdSchema, name: z.string() }).nullable().default(null),
  /** How discretion is used in deciding it, where there is any. */
  discretion: z.array(discretionTierSchema).readonly().default([]),
});
export type Matter = Readonly<z.infer<typeof matterSchema>>;

/** One of the eleven fields that must be shown to everyone; lines of `value` are parted by `\n`. */
export interface PublicField {
  readonly label: string;
  readonly value: string;
}

/** The eleven public fields in the policy's order (管政〔2016〕20号; M3). A blank value may not be published. */
export function publicFields(matter: Matter): readonly PublicField[] {
  const { fee } = matter;
  return [
    { label: '事项编码', value: matter.code },
    { label: '实施主体', value: matter.department.name.trim() },
    { label: '办理依据', value: lines(matter.basis) },
    { label: '办理条件', value: lines(matter.conditions) },
    { label: '办理程序', value: lines(matter.procedure) },
    { label: '承诺办理时限', value: timeLimitText(matter.promised) },
    { label: '办理结果', value: matter.result.trim() },
    { label: '是否收费', value: fee.charged ? '是' : '否' },
    { label: '收费依据', value: fee.charged ? fee.basis.trim() : '无' },
    { label: '收费标准', value: fee.charged ? fee.items.map(feeText).join('；') : '无' },
    { label: '监督渠道', value: matter.supervisionChannel.trim() },
  ];
}

/** Why a version may not be published yet, one Chinese sentence each; empty when it may. */
export function publishFaults(matter: Matter): readonly string[] {
  const faults: string[] = [];
  if (matter.name.trim() === '') faults.push('事项名称未填写，请补充。');
  for (const { label, value } of publicFields(matter)) {
    if (value === '') faults.push(`“${label}”未填写，请补充后再发布。`);
  }
  if (!matter.code.endsWith(matter.basicCode)) {
    faults.push('实施编码的后12位与基本编码不一致，请核对。');
  }
  if (exceeds(matter.promised, matter.statutory)) {
    faults.push(
      `承诺时限（${timeLimitText(matter.promised)}）超过法定时限（${timeLimitText(matter.statutory)}），请缩短承诺时限。`,
    );
  }
  if (matter.effectiveTo !== null && matter.effectiveTo < matter.effectiveFrom) {
    faults.push('停止办理的日期早于生效日期，请核对。');
  }
  if (matter.publicNoticeDays > 0 && matter.promised.kind === 'onTheSpot') {
    faults.push('当场办结的事项不可能再公示，请核对承诺时限或公示天数。');
  }
  matter.discretion.forEach(({ circumstances, standard, basis }, index) => {
    if ([circumstances, standard, basis].some((text) => text.trim() === ''))
      faults.push(`第${index + 1}条裁量阶次的情节、标准和依据要写全。`);
  });
  if (matter.takenAt.length > 0 && !matter.levels.some((level) => level !== 'district')) {
    faults.push('只在区级办理的事项没有下沉单位，请核对收件层级或下沉单位。');
  }
  if (matter.sunk && !matter.levels.some((level) => level !== 'district')) {
    faults.push('下沉事项须由街道或社区收件，请补充收件层级。');
  }
  const situations = new Set<SituationId>();
  for (const { id, name } of matter.situations) {
    if (name.trim() === '') faults.push(`情形“${id}”没有名称，请补充。`);
    if (situations.has(id)) faults.push(`情形“${name || id}”重复列出，请删去一项。`);
    situations.add(id);
  }
  const seen = new Set<MaterialId>();
  for (const material of matter.materials) {
    const name = material.name.trim() || material.id;
    if (material.name.trim() === '') faults.push(`材料“${name}”没有名称，请补充。`);
    if (material.issuer.trim() === '') faults.push(`材料“${name}”没有写明出具单位，请补充。`);
    if (material.basis.trim() === '') faults.push(`材料“${name}”没有法定依据，请补充依据或取消该材料。`);
    if (seen.has(material.id)) faults.push(`材料“${name}”重复列出，请删去一项。`);
    seen.add(material.id);
    if (material.situations.some((id) => !situations.has(id)))
      faults.push(`材料“${name}”所属的情形不在本事项的情形清单中，请核对。`);
    if (material.id === matter.yields)
      faults.push(`材料“${name}”正是本事项的办理结果，不能要求申请人先行提供。`);
  }
  return faults;
}

/** The materials that are asked for in the situations that apply: those of every situation, and those of these. */
export const materialsIn = (matter: Matter, applying: readonly SituationId[]): readonly Material[] =>
  matter.materials.filter(
    ({ situations }) => situations.length === 0 || situations.some((each) => applying.includes(each)),
  );

/** A fen amount in yuan without needless zeros: 8000 → `80元`. */
export function yuanText(amount: Fen): string {
  const cents = String(amount % 100).padStart(2, '0');
  const fraction = cents === '00' ? '' : `.${cents.replace(/0$/, '')}`;
  return `${Math.floor(amount / 100)}${fraction}元`;
}

function feeText(item: { readonly name: string; readonly amount: Fen; readonly unit: string }): string {
  return item.amount === 0 ? `${item.name}免费` : `${item.name}${yuanText(item.amount)}/${item.unit}`;
}

function lines(texts: readonly string[]): string {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '');
  if (filled.length < 2) return filled.join('');
  return filled.map((text, position) => `${position + 1}. ${text}`).join('\n');
}

/** Limits in different units are compared at seven calendar days to five working days. */
function exceeds(promised: TimeLimit, statutory: TimeLimit): boolean {
  if (promised.kind === 'none' || statutory.kind === 'none') return false;
  if (promised.kind === statutory.kind) return days(promised) > days(statutory);
  return calendarSpan(promised) > calendarSpan(statutory);
}

function days(limit: TimeLimit): number {
  return 'days' in limit ? limit.days : 0;
}

function calendarSpan(limit: TimeLimit): number {
  return limit.kind === 'workingDays' ? Math.ceil((limit.days * 7) / 5) : days(limit);
}
