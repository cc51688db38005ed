/**
 * Circular requirements (循环证明; M26): a matter that asks for a paper which can only be had through another matter that
 * asks for a paper of the first. Nobody can ever fulfil either.
 */
import { type MaterialId, type Matter, type MatterCode, materialsIn } from './matter.ts';

/** One step of a circle: the matter, and the paper that it asks for, which the next matter results in. */
export interface Requirement {
  readonly matter: Matter;
  readonly paper: MaterialId;
}
export type Circle = readonly Requirement[];

/** The circles among the published matters, each once. Only papers that nobody may do without make a circle. */
export function circularRequirements(matters: readonly Matter[]): readonly Circle[] {
  const sources = new Map<MaterialId, Matter[]>();
  for (const matter of matters) {
    if (matter.yields !== null) sources.set(matter.yields, [...(sources.get(matter.yields) ?? []), matter]);
  }
  const circles: Circle[] = [];
  const done = new Set<MatterCode>();

  function follow(matter: Matter, path: readonly Requirement[]): void {
    const begins = path.findIndex((step) => step.matter.code === matter.code);
    if (begins >= 0) {
      circles.push(path.slice(begins));
      return;
    }
    if (done.has(matter.code)) return;
    for (const { id } of unavoidable(matter)) {
      // A paper that two matters can give is in no circle through one of them.
      const [source, ...others] = sources.get(id) ?? [];
      if (source !== undefined && others.length === 0) follow(source, [...path, { matter, paper: id }]);
    }
    done.add(matter.code);
  }
  for (const matter of matters) follow(matter, []);
  return circles;
}

/** Papers that every applicant has to bring: required, in every situation, and in no register. */
const unavoidable = (matter: Matter) =>
  materialsIn(matter, []).filter(({ required, fromRegister }) => required && !fromRegister);

/** A circle in one sentence for whoever keeps the list. */
export function circleText(circle: Circle): string {
  const steps = circle.map(({ matter, paper }) => {
    const name = matter.materials.find(({ id }) => id === paper)?.name ?? paper;
    return `“${matter.name}”要求先有《${name}》`;
  });
  return `循环证明：${steps.join('，')}，互为前提，申请人无法办成，请取消其中一项材料。`;
}
