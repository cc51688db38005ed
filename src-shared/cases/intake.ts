/**
 * From the papers on the table to acceptance, as 行政许可法 Art 32 has it: received, accepted (with papers that may
 * follow, where the matter allows it), told once and completely what is missing, or refused in writing.
 */
import { beijingDateOf } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import { isVirtual, virtualEvidence } from '../devices/evidence.ts';
import { type Material, materialsIn, type SituationId } from '../matters/matter.ts';
import { notTakenHere, notTakenOn } from '../matters/taking.ts';
import type { CommandArgs } from '../subjects.ts';
import { reveal } from '../sync/personal.ts';
import { peopleRefusal } from './applicant.ts';
import { manifestFault } from './attachments.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent, IntakeEvent } from './case-events.ts';
import type { CaseFile, CaseStatus, MissingMaterial, OwedMaterial } from './case-file.ts';
import { belongsTo } from './case-number.ts';
import type { ReceivedMaterial } from './commands.ts';

/** Names as a sentence lists them: 《甲》《乙》. */
export const named = (materials: readonly { name: string }[]): string =>
  materials.map(({ name }) => `《${name}》`).join('');

const asMissing = ({ id, name, form, copies, mayFollowWithin }: Material): MissingMaterial => ({
  materialId: id,
  name,
  form,
  copies,
  mayFollowWithin,
});

/** Receives papers as a case: a number and a receipt, no promise yet. */
export function receive(args: CommandArgs<'receiveCase'>, id: string, facts: Facts) {
  const { place, stamp } = facts;
  const matter = facts.matter(args.matterCode, args.matterVersion);
  if (matter === undefined)
    return refuse('matterUnknown', '没有找到这个版本的事项，请刷新事项目录后重新选择。');
  if (place.counterId === null) return refuse('notAtCounter', '收件只能在窗口进行，请在窗口电脑上办理。');
  const stopped =
    notTakenHere(matter, place.organisationId, facts.organisations) ??
    notTakenOn(matter, beijingDateOf(momentOf(stamp)));
  if (stopped !== null) return { kind: 'refusal' as const, refusal: stopped };
  if (!belongsTo(args.caseNumber, place))
    return refuse('foreignNumber', '办件编号不属于本窗口的号段，请重新收件；再次出现请联系运维。');
  const applicant = reveal(args.applicant);
  const agent = args.agent && reveal(args.agent);
  if ((isVirtual(applicant) || isVirtual(agent ?? {})) && !facts.demo) return virtualEvidence;
  if (agent !== null && agent.idNumber === applicant?.idNumber)
    return refuse('agentIsApplicant', '代办人与申请人是同一人。本人来办的，请去掉代办人；否则请核对证件。');
  const people = peopleRefusal(applicant, agent, matter);
  if (people !== null) return refuse(people.code, people.message);
  const unknown = args.situations.find((each) => !matter.situations.some(({ id }) => id === each));
  if (unknown !== undefined)
    return refuse('situationUnknown', '所选情形不在这个版本的事项中，请刷新事项后重新选择。');
  const given = new Set(args.materials.map((material) => material.materialId));
  const asked = materialsIn(matter, args.situations as SituationId[]);
  const missing = asked.filter((material) => material.required && !given.has(material.id));
  if (missing.length > 0 && !args.incomplete)
    return refuse('materialsMissing', `还缺必要材料${named(missing)}，请补齐后收件，或一次性告知申请人。`);
  const fault = manifestFault(args.attachments, given);
  if (fault !== null) return refuse(fault.code, fault.message);
  return events<CaseEvent>({
    type: 'CaseReceived',
    caseFile: {
      id,
      caseNumber: args.caseNumber,
      visitId: args.visitId,
      token: args.token ?? null,
      status: 'received',
      revision: 1,
      matter: {
        code: matter.code,
        version: matter.version,
        name: matter.name,
        departmentId: matter.department.organisationId,
        departmentName: matter.department.name,
        sunk: matter.sunk,
        promised: matter.promised,
        statutory: matter.statutory,
      },
      receivingCounterId: place.counterId,
      receivingOrganisationId: place.organisationId,
      decidingDepartmentId: matter.department.organisationId,
      situations: args.situations,
      applicant: args.applicant,
      agent: args.agent,
      materials: args.materials,
      attachments: args.attachments,
      missing: missing.map(asMissing),
      serviceMode: args.serviceMode,
      confirmation: args.confirmation,
      receivedBy: facts.actor.actorId,
      received: stamp,
    },
  });
}

/** Whether the office that received the papers acts: at any of its counters, at nobody else's. */
const isReceiver = (state: CaseFile, { place }: Facts): boolean =>
  state.receivingOrganisationId === place.organisationId;
const otherOrganisation = refuse(
  'otherOrganisation',
  '受理、告知和补正由收件的中心（站）办理，请联系原收件窗口。',
);

/** Nothing was said within five working days: it is too late to ask for more, or to refuse (行政许可法 Art 32). */
const isDeemedAccepted = (state: CaseFile, { calendar, stamp }: Facts): boolean =>
  isAccepted(state, calendar, beijingDateOf(momentOf(stamp)));
const tooLate = refuse(
  'deemedAccepted',
  '收件后5个工作日内没有告知，依照《行政许可法》第三十二条，自收件之日起即为受理，不能再要求补正或者不予受理。',
);

/** Every paper that this case may be asked for, in the situations that it was received under. */
function askable({ matter, situations, materials, missing }: CaseFile, facts: Facts) {
  const published = facts.matter(matter.code, matter.version);
  const asked = published === undefined ? [] : materialsIn(published, situations as SituationId[]);
  const given = materials.map((material): MissingMaterial => ({ ...material, mayFollowWithin: null }));
  // What the matter says of a paper counts before what was taken down of it.
  return new Map([...given, ...missing, ...asked.map(asMissing)].map((each) => [each.materialId, each]));
}

/** Required papers that the applicant still owes after a tolerant acceptance. */
export const stillOwed = ({ owed }: Pick<CaseFile, 'owed'>): readonly OwedMaterial[] =>
  owed.filter(({ supplied }) => supplied === null);

/** The list that the applicant was told and has not answered completely yet. */
export const openNotice = ({ status, notices }: Pick<CaseFile, 'status' | 'notices'>) =>
  status === 'supplementing' ? notices.at(-1) : undefined;

/** The complete list of what is missing, told once: by the counter, or by the department within the five days. */
export function noticeGiven(
  state: CaseFile,
  args: CommandArgs<'giveOneTimeNotice'>,
  facts: Facts,
): Decision<CaseEvent> {
  const listed = new Set(args.missing.map(({ materialId }) => materialId));
  const leftOut = state.missing.filter(({ materialId }) => !listed.has(materialId));
  if (leftOut.length > 0)
    return refuse('listIncomplete', `一次性告知要一次列全：还缺${named(leftOut)}，请补进清单后再告知。`);
  const papers = askable(state, facts);
  const items = [...listed].map((id) => papers.get(id));
  const known = items.filter((each) => each !== undefined);
  if (known.length < items.length)
    return refuse('notOnTheList', '事项材料清单以外的材料不能要求提供，请从清单中选择。');
  const told = new Set(state.notices.flatMap(({ missing }) => missing.map(({ materialId }) => materialId)));
  const more = known.filter(({ materialId }) => !told.has(materialId));
  const newFacts = args.newFacts?.trim() || null;
  if (state.notices.length > 0 && more.length > 0 && newFacts === null)
    return refuse(
      'toldOnce',
      `${named(more)}不在已经告知的清单里，不能再要求补正。确有新情况的，请写明后再告知。`,
    );
  if (state.status === 'supplementing' && more.length === 0)
    return refuse('alreadyTold', '这些内容已经一次性告知过，申请人需要告知书的请重打。');
  const isFirst = state.notices.length === 0;
  // What goes home has to come again; what stays and is in order does not.
  const home = args.papersKept ? [] : state.materials;
  const missing = new Map(
    [...home.map((each) => papers.get(each.materialId) ?? { ...each, mayFollowWithin: null }), ...known].map(
      (each) => [each.materialId, each],
    ),
  );
  return events<CaseEvent>({
    type: 'OneTimeNoticeGiven',
    missing: [...missing.values()],
    notice: {
      missing: args.missing.map(({ materialId, why }) => ({
        materialId,
        name: papers.get(materialId)?.name ?? '',
        why,
      })),
      papersKept: args.papersKept,
      newFacts: isFirst ? null : newFacts,
      by: facts.actor.actorId,
      at: facts.stamp,
      supplies: [],
      supplemented: null,
    },
  });
}

type Name = 'acceptCase' | 'giveOneTimeNotice' | 'supplementCase' | 'refuseAcceptance' | 'supplyOwed';
type IntakeCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** Where a case may stand for each step, and what follows from it. */
const rules: {
  readonly [N in Name]: {
    readonly from: readonly CaseStatus[];
    decide(state: CaseFile, args: CommandArgs<N>, facts: Facts): Decision<CaseEvent>;
  };
} = {
  acceptCase: {
    from: ['received'],
    decide(state, { owed: mayFollow = [] }, facts) {
      if (!isReceiver(state, facts)) return otherOrganisation;
      const firm = state.missing.find(
        ({ materialId, mayFollowWithin }) => mayFollow.includes(materialId) && mayFollowWithin === null,
      );
      if (firm !== undefined)
        return refuse(
          'mayNotFollow',
          `${named([firm])}不在本事项可以容缺的材料之内，请补齐后受理，或一次性告知申请人。`,
        );
      const left = state.missing.filter(({ materialId }) => !mayFollow.includes(materialId));
      if (left.length > 0)
        return refuse('materialsMissing', `还缺必要材料${named(left)}，请补齐后受理，或一次性告知申请人。`);
      const owed = state.missing.map(({ materialId, name, mayFollowWithin }) => ({
        materialId,
        name,
        withinDays: mayFollowWithin ?? 0,
        supplied: null,
      }));
      return events<CaseEvent>({ type: 'CaseAccepted', at: facts.stamp, owed });
    },
  },

  giveOneTimeNotice: {
    from: ['received', 'supplementing'],
    decide(state, args, facts) {
      if (!isReceiver(state, facts)) return otherOrganisation;
      if (isDeemedAccepted(state, facts)) return tooLate;
      return noticeGiven(state, args, facts);
    },
  },

  supplementCase: {
    from: ['supplementing'],
    decide(state, { materials }, facts) {
      if (!isReceiver(state, facts)) return otherOrganisation;
      const strange = beside(materials, state.missing);
      if (strange.length > 0)
        return refuse('notOnNotice', `${named(strange)}不在告知的清单里，请按清单核对后收件。`);
      return events<CaseEvent>({
        type: 'CaseSupplemented',
        materials,
        by: facts.actor.actorId,
        at: facts.stamp,
      });
    },
  },

  refuseAcceptance: {
    from: ['received', 'supplementing'],
    decide(state, args, facts) {
      if (!isReceiver(state, facts)) return otherOrganisation;
      if (isDeemedAccepted(state, facts)) return tooLate;
      if (args.ground === 'notOurPower' && args.authority === null)
        return refuse('noAuthority', '不属于本机关职权的，要告诉申请人向哪个机关申请，请填写有权机关。');
      return events<CaseEvent>({
        type: 'AcceptanceRefused',
        nonAcceptance: { ...args, by: facts.actor.actorId, at: facts.stamp },
      });
    },
  },

  supplyOwed: {
    from: ['accepted', 'decided', 'issued'],
    decide(state, { materials }, facts) {
      if (!isReceiver(state, facts)) return otherOrganisation;
      const strange = beside(materials, stillOwed(state));
      if (strange.length > 0)
        return refuse('notOwed', `${named(strange)}不是这个办件待补的材料，请按清单核对后收件。`);
      return events<CaseEvent>({ type: 'OwedSupplied', materials, by: facts.actor.actorId, at: facts.stamp });
    },
  },
};

/** What is brought beside what is asked for. */
const beside = (brought: readonly ReceivedMaterial[], asked: readonly { materialId: string }[]) =>
  brought.filter(({ materialId }) => !asked.some((each) => each.materialId === materialId));

/** Papers without those that are named by the others. */
const without = <Paper extends { materialId: string }>(
  papers: readonly Paper[],
  others: readonly { materialId: string }[],
): readonly Paper[] =>
  papers.filter(({ materialId }) => !others.some((each) => each.materialId === materialId));

/** What each event changes on a case. */
const changes: {
  readonly [E in IntakeEvent as E['type']]: (state: CaseFile, event: E) => Partial<CaseFile>;
} = {
  CaseAccepted: (_, { at, owed }) => ({ status: 'accepted', accepted: at, owed }),

  OneTimeNoticeGiven: ({ notices, materials }, { notice, missing }) => ({
    status: 'supplementing',
    notices: [...notices, notice],
    missing,
    materials: without(materials, missing),
  }),

  CaseSupplemented(state, { materials, by, at }) {
    const missing = without(state.missing, materials);
    const complete = missing.length === 0;
    const supply = { materials, by, at };
    return {
      status: complete ? 'received' : 'supplementing',
      missing,
      materials: [...state.materials, ...materials],
      notices: state.notices.map((notice, index) => ({
        ...notice,
        supplies: index === state.notices.length - 1 ? [...notice.supplies, supply] : notice.supplies,
        supplemented: notice.supplemented ?? (complete ? { by, at } : null),
      })),
    };
  },

  AcceptanceRefused: (_, { nonAcceptance }) => ({ status: 'notAccepted', nonAcceptance }),

  OwedSupplied: ({ owed, missing, materials }, { materials: brought, at }) => ({
    missing: without(missing, brought),
    materials: [...materials, ...brought],
    owed: owed.map((each) =>
      each.supplied === null && brought.some(({ materialId }) => materialId === each.materialId)
        ? { ...each, supplied: at }
        : each,
    ),
  }),
};

export const isIntakeCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, IntakeCommand> => Object.hasOwn(rules, command.name);

/** @returns null where the case does not stand at this step */
export function decideIntake(
  state: CaseFile,
  command: IntakeCommand,
  facts: Facts,
): Decision<CaseEvent> | null {
  const { from, decide } = rules[command.name];
  return from.includes(state.status) ? decide(state, command.args as never, facts) : null;
}

export const isIntakeEvent = (event: CaseEvent): event is IntakeEvent => Object.hasOwn(changes, event.type);

export function evolveIntake(next: CaseFile, event: IntakeEvent): CaseFile {
  const change: (state: CaseFile, event: never) => Partial<CaseFile> = changes[event.type];
  return { ...next, ...change(next, event as never) };
}
