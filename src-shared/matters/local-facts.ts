/**
 * What a centre or station says of its own about a matter (M19): when it is open for it, whom to call, where in the house.
 * Name, conditions, steps and limits are the district's alone and have no place here.
 */
import { z } from 'zod';
import type { Stamp } from '../clock/evidence.ts';
import { type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import { matterCodeSchema } from './matter.ts';
import { takes } from './taking.ts';

/** The fields that are an office's own, in the words of the hall. */
export const localFieldNames = { hours: '办理时间', phone: '咨询电话', place: '办理地点' } as const;
export type LocalField = keyof typeof localFieldNames;
const localFieldNamesInOrder = Object.keys(localFieldNames) as LocalField[];

export const localFactsCommands = {
  setLocalFacts: z.strictObject({
    organisationId: lineSchema(64),
    /** Null: of every matter that the office takes. */
    matterCode: matterCodeSchema.nullable(),
    /** Empty: nothing of its own is said. */
    hours: lineSchema(120),
    phone: lineSchema(60),
    place: lineSchema(120),
  }),
} as const;

/** What an office said once; a later one for the same office and matter stands in its place. */
export interface LocalFacts extends CommandArgs<'setLocalFacts'> {
  id: string;
  revision: number;
  set: { by: string; at: Stamp };
}

export interface LocalFactsEvent {
  type: 'LocalFactsSet';
  facts: LocalFacts;
}
type Command = { name: 'setLocalFacts'; args: CommandArgs<'setLocalFacts'>; id: string };

/** The rules of saying something of one's own. */
export const localFactsDecider: Decider<LocalFacts, Command, LocalFactsEvent> = {
  decide(state, { args, id }, { actor, organisations, publishedMatters, stamp }) {
    if (state !== null) return refuse('alreadySet', '这次修改已经保存过了，请刷新后查看。');
    const office = organisations.find((each) => String(each.id) === args.organisationId);
    if (office === undefined || office.level === 'department')
      return refuse('notReceiving', '只有收件的中心、站可以写自己的办理信息，请重新选择单位。');
    if (actor.role !== 'systemAdmin' && actor.organisationId !== args.organisationId)
      return refuse('otherOffice', `${office.name}的办理信息由该单位负责人填写，您不属于该单位。`);
    const versions = publishedMatters().filter(({ code }) => code === args.matterCode);
    if (args.matterCode !== null && !versions.some((matter) => takes(matter, office)))
      return refuse('notTakenHere', `${office.name}不办理这个事项，不用填写。`);
    return events({
      type: 'LocalFactsSet',
      facts: { ...args, id, revision: 1, set: { by: actor.actorId, at: stamp } },
    });
  },
  evolve: (_, { facts }) => facts,
};

/**
 * What an office says about a matter, for showing: what it says of the matter itself before what it says of all.
 * @param said by that office, the latest first
 */
export function localFields(
  said: readonly Pick<LocalFacts, 'matterCode' | LocalField>[],
  code: string,
): readonly { readonly label: string; readonly value: string }[] {
  const own = said.find(({ matterCode }) => matterCode === code);
  const general = said.find(({ matterCode }) => matterCode === null);
  return localFieldNamesInOrder.flatMap((field) => {
    const value = own?.[field] || general?.[field] || '';
    return value === '' ? [] : [{ label: localFieldNames[field], value }];
  });
}
