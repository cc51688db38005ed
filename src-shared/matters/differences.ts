import type { Matter } from './matter.ts';
import { materialColumns, materialRow, matterColumns, matterRow, type SheetNames } from './sheet.ts';

/** Longer texts are cut where they are set against each other; the version itself shows them whole. */
const shown = 60;

/** What a version alters, in words, field by field: `承诺办理时限：5个工作日 → 3个工作日`. Empty where nothing. */
export function matterDifferences(before: Matter, after: Matter, names: SheetNames): readonly string[] {
  const [was, is] = [matterRow(before, names), matterRow(after, names)];
  const fields = matterColumns
    .filter((column) => was[column] !== is[column])
    .map((column) => `${column}：${said(was[column])} → ${said(is[column])}`);
  return [...fields, ...materialDifferences(before, after)];
}

function materialDifferences(before: Matter, after: Matter): string[] {
  const held = new Map(before.materials.map((each) => [each.id, each]));
  const kept = new Set(after.materials.map(({ id }) => id));
  const found = after.materials.flatMap((material): string[] => {
    const old = held.get(material.id);
    if (old === undefined) return [`新增材料：${material.name}`];
    const [was, is] = [materialRow(before, old), materialRow(after, material)];
    return materialColumns
      .filter((column) => column !== '实施编码' && was[column] !== is[column])
      .map((column) => `材料“${material.name}”${column}：${said(was[column])} → ${said(is[column])}`);
  });
  const gone = before.materials.filter(({ id }) => !kept.has(id)).map(({ name }) => `取消材料：${name}`);
  return [...found, ...gone];
}

function said(text: string): string {
  const line = text.replaceAll('\n', '；');
  return line === '' ? '无' : line.length > shown ? `${line.slice(0, shown)}…` : line;
}
