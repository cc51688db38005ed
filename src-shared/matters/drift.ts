/**
 * Drift (M19): name, conditions, steps and promised limit of a matter are the same in every centre and station. There is
 * one master copy; what an office shows of its own is held against it.
 */
import { timeLimitText } from '../clock/deadline.ts';
import type { Matter } from './matter.ts';

/** The fields that no office may change, in the words of the policy. */
export const coreFields = {
  name: '名称',
  conditions: '办理条件',
  procedure: '流程环节',
  promised: '承诺办结时限',
} as const;
export type CoreField = keyof typeof coreFields;

/** A matter as an office has it in its own list or on its wall; fields that it does not show are left out. */
export type LocalMatter = Readonly<{ code: string } & Partial<Record<CoreField, string>>>;

/** One difference. `master` is null where the district does not know the matter at all. */
export interface Drift {
  readonly code: string;
  readonly field: CoreField;
  readonly master: string | null;
  readonly local: string;
}

const textOf: Readonly<Record<CoreField, (matter: Matter) => string>> = {
  name: (matter) => matter.name,
  conditions: (matter) => matter.conditions.join('\n'),
  procedure: (matter) => matter.procedure.join('\n'),
  promised: (matter) => timeLimitText(matter.promised),
};

/** Where an office's list differs from the master copy. Spaces, line breaks and numbering make no difference. */
export function driftOf(matters: readonly Matter[], local: readonly LocalMatter[]): readonly Drift[] {
  const byCode = new Map(matters.map((matter): [string, Matter] => [matter.code, matter]));
  return local.flatMap((own) =>
    (Object.keys(coreFields) as CoreField[]).flatMap((field): Drift[] => {
      const shown = own[field];
      const held = byCode.get(own.code);
      if (shown === undefined) return [];
      const master = held === undefined ? null : textOf[field](held);
      return master !== null && bare(master) === bare(shown)
        ? []
        : [{ code: own.code, field, master, local: shown }];
    }),
  );
}

/** The words alone. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/(^|\n)\s*[(]?\d{1,2}[).、]/gu, '')
    .replaceAll(/[\s。；;]/gu, '');
