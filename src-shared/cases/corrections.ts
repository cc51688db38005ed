import { z } from 'zod';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import { type MaterialForm, materialFormNames } from '../matters/matter.ts';
import type { CommandArgs } from '../subjects.ts';
import { personalSchema, reveal } from '../sync/personal.ts';
import { lineSchema } from '../text.ts';
import { applicantFaults } from './applicant.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';
import type { ReceivedMaterial } from './commands.ts';
import { standsAt } from './wording.ts';

const words = (max: number) => lineSchema(max).refine((value) => value.trim() !== '', '不能为空');

/** What may be put right on a case, each as people call it. */
export const correctable = {
  name: '姓名（名称）',
  idNumber: '证件号码',
  phone: '联系电话',
  address: '地址',
  materials: '材料形式和份数',
} as const;
export type CorrectableField = keyof typeof correctable;

/** 更正: what was typed or ticked wrongly. Only what is named is changed; all of it can be erased later. */
export const correctCaseSchema = z.strictObject({
  corrected: personalSchema(
    z.strictObject({
      name: words(120).optional(),
      idNumber: words(32).optional(),
      phone: lineSchema(32).optional(),
      address: lineSchema(200).optional(),
      materials: z
        .array(
          z.strictObject({
            materialId: words(64),
            form: z.enum(Object.keys(materialFormNames) as [MaterialForm, ...MaterialForm[]]),
            copies: z.int().min(1).max(99),
          }),
        )
        .max(100)
        .optional(),
    }),
  ),
  reason: words(200),
});

const undecided: readonly CaseStatus[] = ['received', 'supplementing', 'accepted'];
const undelivered: readonly CaseStatus[] = [...undecided, 'decided', 'issued'];

/**
 * Until when each may be put right: the papers until the acceptance, which lists them; who it is until the sign-off, which
 * decides on them; how to reach them until they have the result.
 */
const until: Readonly<Record<CorrectableField, readonly CaseStatus[]>> = {
  name: undecided,
  idNumber: undecided,
  phone: undelivered,
  address: undelivered,
  materials: ['received', 'supplementing'],
};

/** What may be put right on a case that stands there. */
export const correctableAt = (status: CaseStatus): readonly CorrectableField[] =>
  (Object.keys(until) as CorrectableField[]).filter((field) => until[field].includes(status));

/** The papers of a case as one line of text, to be kept as they were before a correction. */
export const materialsText = (materials: readonly ReceivedMaterial[]): string =>
  materials.map(({ name, form, copies }) => `${name} ${materialFormNames[form]}${copies}份`).join('；');

/** Puts a case right, and keeps what stood there before. What the citizen confirmed is no longer what it says. */
export function correct(
  state: CaseFile,
  args: CommandArgs<'correctCase'>,
  { actor, place, stamp }: Facts,
): Decision<CaseEvent> {
  if (state.receivingOrganisationId !== place.organisationId)
    return refuse('otherOrganisation', '更正由收件的中心（站）办理，请联系原收件窗口。');
  const applicant = reveal(state.applicant);
  if (applicant === null || correctableAt(state.status).length === 0)
    return refuse('concluded', `这个办件${standsAt[state.status]}，内容不能再更正；请在办件详情中查看。`);
  const { materials: papers = [], ...person } = args.corrected.personal;
  const materials = state.materials.map((material) => ({
    ...material,
    ...papers.find(({ materialId }) => materialId === material.materialId),
  }));
  const before: Partial<Record<CorrectableField, string>> = {};
  for (const field of ['name', 'idNumber', 'phone', 'address'] as const) {
    const value = person[field];
    if (value !== undefined && value !== applicant[field]) before[field] = applicant[field];
  }
  if (materialsText(materials) !== materialsText(state.materials))
    before.materials = materialsText(state.materials);
  const fields = Object.keys(before) as CorrectableField[];
  if (fields.length === 0) return refuse('nothingCorrected', '内容没有变化，请修改有误的内容后再保存。');
  const late = fields.find((field) => !until[field].includes(state.status));
  if (late !== undefined) return refuse('tooLate', tooLate(state, late));
  // What was read from a card stays right until somebody types over it.
  const source = before.idNumber === undefined ? applicant.source : 'typed';
  const [fault] = applicantFaults({
    ...applicant,
    name: person.name ?? applicant.name,
    idNumber: person.idNumber ?? applicant.idNumber,
    source,
  });
  if (fault !== undefined && (before.name ?? before.idNumber) !== undefined)
    return refuse('applicantFault', fault.message);
  const identity = before.name !== undefined || before.idNumber !== undefined;
  return events({
    type: 'CaseCorrected',
    applicant: {
      salt: args.corrected.salt,
      personal: {
        ...applicant,
        ...Object.fromEntries(
          fields.flatMap((field) => (field in person ? [[field, person[field as 'name']]] : [])),
        ),
        // A card does not say what somebody typed over it.
        ...(identity && { source: 'typed' as const }),
      },
    },
    materials,
    correction: {
      fields,
      before: { salt: args.corrected.salt, personal: before },
      reason: args.reason,
      by: actor.actorId,
      at: stamp,
    },
  });
}

const tooLate = ({ matter }: CaseFile, field: CorrectableField): string =>
  field === 'materials'
    ? '已受理的办件，材料清单不能再改；确实收错的，请申请作废后重新收件。'
    : `${matter.departmentName}已经签批，${correctable[field]}写进了决定，请联系该部门更正；联系电话和地址仍可在这里更正。`;
