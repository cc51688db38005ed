/**
 * The district's list of matters as a workbook (事项清单): one sheet with a row for each matter, one with a row for each
 * material. What is written here is read back by `sheet-reader.ts` without a loss.
 */
import { type TimeLimit, timeLimitText } from '../clock/deadline.ts';
import type { OrganisationTree, TicketCategory } from '../organisation/organisation.ts';
import {
  type Fee,
  type Material,
  type Matter,
  type MatterSubject,
  materialFormNames,
  powerTypeNames,
  type ReceivingLevel,
  yuanText,
} from './matter.ts';

export const matterColumns = [
  '实施编码',
  '事项名称',
  '别名',
  '实施主体',
  '权力类型',
  '业务分类',
  '服务对象',
  '收件层级',
  '下沉单位',
  '是否下沉',
  '办理依据',
  '办理条件',
  '办理程序',
  '办理结果',
  '承诺办理时限',
  '法定办理时限',
  '收费依据',
  '收费标准',
  '监督渠道',
  '标签',
  '办理情形',
  '结果材料编号',
  '最长延期',
  '公示天数',
  '裁量阶次',
  '生效日期',
  '停办日期',
] as const;
export type MatterColumn = (typeof matterColumns)[number];

export const materialColumns = [
  '实施编码',
  '材料编号',
  '材料名称',
  '出具单位',
  '要求依据',
  '形式',
  '份数',
  '是否必要',
  '适用情形',
  '可共享核验',
  '容缺补齐工作日',
] as const;
export type MaterialColumn = (typeof materialColumns)[number];

/** The columns of a material where it stands under its matter. */
export type MaterialFormColumn = Exclude<MaterialColumn, '实施编码'>;
export const materialFormColumns = materialColumns.filter(
  (column): column is MaterialFormColumn => column !== '实施编码',
);

export const matterSheetName = '事项';
export const materialSheetName = '材料';

/** What the codes of the offices and of the ticket categories stand for. */
export interface SheetNames {
  readonly organisations: OrganisationTree;
  readonly categories: readonly TicketCategory[];
}

export const levelWords: Readonly<Record<ReceivingLevel, string>> = {
  district: '区',
  street: '街道',
  community: '社区',
};
export const subjectWords: Readonly<Record<MatterSubject, string>> = {
  person: '个人',
  enterprise: '企业',
  both: '个人和企业',
};
/** Between the parts of a line that has some. */
export const partMark = '｜';

/** A matter as its row says it; several lines of a cell are parted by `\n`. */
export function matterRow(
  matter: Matter,
  { organisations, categories }: SheetNames,
): Readonly<Record<MatterColumn, string>> {
  const nameOf = (id: string) => organisations.find((each) => String(each.id) === id)?.name ?? id;
  return {
    实施编码: matter.code,
    事项名称: matter.name,
    别名: matter.aliases.join('\n'),
    实施主体: matter.department.name,
    权力类型: powerTypeNames[matter.powerType],
    业务分类: categories.find(({ id }) => id === matter.category)?.name ?? matter.category,
    服务对象: subjectWords[matter.subject],
    收件层级: matter.levels.map((level) => levelWords[level]).join('、'),
    下沉单位: matter.takenAt.map(nameOf).join('\n'),
    是否下沉: matter.sunk ? '是' : '否',
    办理依据: matter.basis.join('\n'),
    办理条件: matter.conditions.join('\n'),
    办理程序: matter.procedure.join('\n'),
    办理结果: matter.result,
    承诺办理时限: limitWords(matter.promised),
    法定办理时限: limitWords(matter.statutory),
    收费依据: matter.fee.charged ? matter.fee.basis : '无',
    收费标准: matter.fee.charged ? feeLines(matter.fee) : '无',
    监督渠道: matter.supervisionChannel,
    标签: matter.tags.join('\n'),
    办理情形: matter.situations.map(({ id, name }) => `${id}${partMark}${name}`).join('\n'),
    结果材料编号: matter.yields ?? '',
    最长延期: String(matter.longestExtension),
    公示天数: String(matter.publicNoticeDays),
    裁量阶次: matter.discretion
      .map(({ circumstances, standard, basis }) => [circumstances, standard, basis].join(partMark))
      .join('\n'),
    生效日期: matter.effectiveFrom,
    停办日期: matter.effectiveTo ?? '',
  };
}

/** A material as its row says it. */
export const materialRow = (
  matter: Matter,
  material: Material,
): Readonly<Record<MaterialColumn, string>> => ({
  实施编码: matter.code,
  材料编号: material.id,
  材料名称: material.name,
  出具单位: material.issuer,
  要求依据: material.basis,
  形式: materialFormNames[material.form],
  份数: String(material.copies),
  是否必要: material.required ? '是' : '否',
  适用情形: material.situations.join('\n'),
  可共享核验: material.fromRegister ? '是' : '否',
  容缺补齐工作日: material.mayFollowWithin === null ? '' : String(material.mayFollowWithin),
});

const limitWords = (limit: TimeLimit): string => timeLimitText(limit) || '无';

const feeLines = ({ items }: Extract<Fee, { charged: true }>): string =>
  items.map(({ name, amount, unit }) => `${name}：${yuanText(amount)}/${unit}`).join('\n');

/** How each column is filled in, for the template. */
export const matterHelp: readonly (readonly [MatterColumn, string])[] = [
  ['实施编码', '31位：统一社会信用代码18位＋层级1位＋基本编码12位'],
  ['别名', '群众的叫法，一行一个'],
  ['实施主体', '作出决定的单位全称，与机构名录一致'],
  ['权力类型', Object.values(powerTypeNames).join('、')],
  ['服务对象', Object.values(subjectWords).join('、')],
  ['收件层级', `${Object.values(levelWords).join('、')}，可填几个，用顿号分开`],
  ['下沉单位', '只由部分街道中心、社区站收件的，一行写一个单位全称；不填就是这些层级都收'],
  ['是否下沉', '是或否；下沉事项的承诺时限从上传时起算'],
  ['办理依据', '法律名称和条款，一行一条'],
  ['承诺办理时限', '例如：当场办结、5个工作日、7日（自然日）'],
  ['法定办理时限', '同上；法律没有规定的写“无”'],
  ['收费标准', '不收费写“无”；收费的一行一项，例如：换领：20元/证'],
  ['办理情形', `一行一种，例如：by-agent${partMark}代理人办理`],
  ['结果材料编号', '办理结果是其他事项要的材料时，填它的材料编号'],
  ['最长延期', '工作日，法律没有另外规定的填10'],
  ['公示天数', '自然日，不公示填0'],
  ['裁量阶次', `一行一档：情节${partMark}标准${partMark}依据`],
  ['生效日期', '例如2026-12-01；内容有变动的，填今天或以后'],
  ['停办日期', '最后一个收件日；不停办不填'],
];
export const materialHelp: readonly (readonly [MaterialColumn, string])[] = [
  ['材料编号', '小写字母、数字和短横线；同一种材料在各事项中用同一编号'],
  ['出具单位', '每份证明都要写明由谁出具'],
  ['要求依据', '要求提交它的法律条款'],
  ['形式', Object.values(materialFormNames).join('、')],
  ['适用情形', '只在某些情形下要的，一行填一个情形编号；不填就是都要'],
  ['容缺补齐工作日', '允许容缺的，填最多几个工作日内补齐；不允许不填'],
];
