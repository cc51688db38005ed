import type { Refused } from '#shared/contracts/answer.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { takes } from '#shared/matters/taking.ts';
import { inForceOn } from '#shared/matters/versions.ts';
import { readPrefill } from '#shared/queue/prefill-code.ts';
import type { MatterNamed, PriorityReason } from '#shared/queue/ticket-commands.ts';
import type { Store } from '../store/store.ts';

/** What somebody's phone asks for, as this hall understands it. */
export interface Prefilled {
  readonly kind: 'done';
  /** At least one. */
  readonly matters: MatterNamed[];
  /** What a ticket for them is taken for, each once. */
  readonly categories: { id: string; name: string }[];
  readonly priority: PriorityReason | null;
  readonly codeId: string;
  /** What of the code cannot be done here, and whom to ask; empty where all can. */
  readonly remark: string;
}

/** Reads a code that a phone shows, and holds it against what is taken in this hall today. */
export function prefilled(
  { knowledge, businessDay }: Pick<Store, 'knowledge' | 'businessDay'>,
  scanned: string,
): Prefilled | Refused {
  const answer = readPrefill(scanned, businessDay());
  if (answer.kind === 'fault') return refused(answer.code, answer.message);
  const { organisationId, hallId } = knowledge.place();
  const own = knowledge.organisation(organisationId);
  const categories = knowledge.hall(hallId)?.categories ?? [];
  const known = new Map<string, Matter>(
    inForceOn(knowledge.matters(), businessDay()).map((matter) => [matter.code, matter]),
  );
  const asked = answer.prefill.matterCodes.flatMap((code) => known.get(code) ?? []);
  const here = asked.filter(
    (matter) =>
      own !== undefined && takes(matter, own) && categories.some(({ id }) => id === matter.category),
  );
  const elsewhere = asked.filter((matter) => !here.includes(matter)).map(({ name }) => `“${name}”`);
  const remark = [
    elsewhere.length === 0 ? '' : `${elsewhere.join('、')}不在本大厅办理，请到咨询台问清在哪里办。`,
    asked.length === answer.prefill.matterCodes.length ? '' : '选的事项有的已停办或查不到，请到咨询台询问。',
  ].join('');
  if (here.length === 0) return refused('noMatterHere', `${remark}也可以直接在屏幕上选业务取号。`);
  return {
    kind: 'done',
    matters: here.map(({ code, name }) => ({ code, name: name.slice(0, 200) })),
    categories: categories
      .filter(({ id }) => here.some(({ category }) => category === id))
      .map(({ id, name }) => ({ id, name })),
    priority: answer.prefill.priority,
    codeId: answer.prefill.id,
    remark,
  };
}
