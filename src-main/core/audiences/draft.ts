import { implement } from '@orpc/server';
import { agentFaults } from '#shared/cases/applicant.ts';
import { refused } from '#shared/contracts/answer.ts';
import { clerkContract } from '#shared/contracts/clerk.ts';
import { materialsIn, type SituationId } from '#shared/matters/matter.ts';
import type { Acting } from '../store/commands.ts';
import { noVisit, type VisitDesk } from '../visits/visit-desk.ts';
import type { Gated } from './gate.ts';
import type { Parts } from './parts.ts';

/** What is done upon the entries of the open visit; refused where there is none. */
export const uponVisit =
  ({ current }: Pick<VisitDesk, 'current'>) =>
  <Result>(context: Gated, act: (acting: Acting, visitId: string) => Result) => {
    const visit = current();
    return visit === null ? noVisit : act(context.acting(), visit.id);
  };

const done = { kind: 'done' } as const;

/** What a draft has of the papers of a matter before anything was handed in. */
const nothingHandedIn = { tickedMaterialIds: [], pages: [], takenOnFile: {}, askedThough: {} };

/** What is entered about a case before it is received: the handlers that the clerk's router has below `draft`. */
export function draftHandlers(
  {
    drafts,
    catalogue,
    unmaskings,
    signedIn,
    record,
  }: Pick<Parts, 'drafts' | 'catalogue' | 'unmaskings' | 'signedIn' | 'record'>,
  entered: ReturnType<typeof uponVisit>,
) {
  const os = implement(clerkContract.draft).$context<Gated>();
  return {
    setApplicant: os.setApplicant.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        const before = drafts.of(visitId).applicant;
        // A phone number beside a card's data leaves the rest the card's.
        const fromCard =
          before?.source === 'card' &&
          (['kind', 'name', 'idNumber', 'address'] as const).every((field) => before[field] === input[field]);
        const source = fromCard ? 'card' : 'typed';
        const mark = fromCard && before.virtual ? { virtual: true as const } : {};
        drafts.save(visitId, { applicant: { ...input, ...mark, source } });
        drafts.keep(visitId, 'applicant', null);
        return done;
      }),
    ),
    setMatter: os.setMatter.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        if (input.code !== null && catalogue.find(input.code) === undefined) {
          return refused('matterUnknown', '没有找到这个事项，请重新查找。');
        }
        const elsewhere = input.code === null ? '' : catalogue.elsewhere(input.code);
        if (elsewhere !== '') return refused('notTakenHere', elsewhere);
        drafts.save(visitId, { matterCode: input.code, situations: [], ...nothingHandedIn });
        return done;
      }),
    ),
    setSituations: os.setSituations.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        const { matterCode, tickedMaterialIds } = drafts.of(visitId);
        const matter = matterCode === null ? undefined : catalogue.find(matterCode);
        const situations =
          matter?.situations.flatMap(({ id }) => (input.situations.includes(id) ? [id] : [])) ?? [];
        const asked = new Set<string>(matter && materialsIn(matter, situations).map(({ id }) => id));
        // What is no longer asked for has not been handed over either.
        drafts.save(visitId, {
          situations,
          tickedMaterialIds: tickedMaterialIds.filter((id) => asked.has(id)),
        });
        return done;
      }),
    ),
    tickMaterial: os.tickMaterial.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        const ticked = new Set(drafts.of(visitId).tickedMaterialIds);
        if (input.ticked) ticked.add(input.materialId);
        else ticked.delete(input.materialId);
        drafts.save(visitId, { tickedMaterialIds: [...ticked] });
        return done;
      }),
    ),
    tickAllMaterials: os.tickAllMaterials.handler(({ context }) =>
      entered(context, (_, visitId) => {
        const { matterCode, situations } = drafts.of(visitId);
        const matter = matterCode === null ? undefined : catalogue.find(matterCode);
        drafts.save(visitId, {
          tickedMaterialIds:
            matter === undefined
              ? []
              : materialsIn(matter, situations as SituationId[]).flatMap(({ id, required }) =>
                  required ? [id] : [],
                ),
        });
        return done;
      }),
    ),
    reveal: os.reveal.handler(({ context }) =>
      entered(context, (acting, visitId) => {
        const { applicant } = drafts.of(visitId);
        if (applicant === null) return refused('noApplicant', '还没有申请人信息。');
        unmaskings.record(acting.actor.actorId, 'visit', visitId, 'desk');
        return { ...done, applicant };
      }),
    ),
    setAgent: os.setAgent.handler(({ context, input: { agent } }) =>
      entered(context, (_, visitId) => {
        const before = drafts.of(visitId).agent;
        const fromCard =
          before?.source === 'card' && before.name === agent?.name && before.idNumber === agent.idNumber;
        const mark = fromCard && before.virtual ? { virtual: true as const } : {};
        drafts.save(visitId, {
          agent: agent && { ...agent, ...mark, fee: 0, source: fromCard ? 'card' : 'typed' },
          cardFor: 'applicant',
        });
        drafts.keep(visitId, 'agent', null);
        return done;
      }),
    ),
    revealAgent: os.revealAgent.handler(({ context }) =>
      entered(context, (acting, visitId) => {
        const { agent } = drafts.of(visitId);
        if (agent === null) return refused('noAgent', '还没有代办人信息。');
        unmaskings.record(acting.actor.actorId, 'visit', visitId, 'desk');
        return { ...done, agent };
      }),
    ),
    cardFor: os.cardFor.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        drafts.save(visitId, { cardFor: input.who });
        return done;
      }),
    ),
    applicantIsAgent: os.applicantIsAgent.handler(({ context }) =>
      entered(context, (_, visitId) => {
        const { applicant } = drafts.of(visitId);
        if (applicant === null) return refused('noApplicant', '还没有申请人信息。');
        if (applicant.kind !== 'person')
          return refused('agentIsPerson', '代办人应当是自然人，请刷代办人的身份证或手工填写。');
        const { name, idNumber, phone, source, virtual } = applicant;
        drafts.save(visitId, {
          applicant: null,
          agent: {
            ...{ name, idNumber, phone, source, relation: '', authorisation: 'signed', fee: 0 },
            ...(virtual && { virtual }),
          },
          tickedMaterialIds: [],
          cardFor: 'applicant',
        });
        return done;
      }),
    ),
    agentIsMe: os.agentIsMe.handler(({ context }) =>
      entered(context, (acting, visitId) => {
        const name = signedIn.person()?.name ?? '';
        const { applicant } = drafts.of(visitId);
        const agent = record.asAgent(acting.actor.actorId, name);
        drafts.save(visitId, { agent, cardFor: 'applicant' });
        drafts.keep(visitId, 'agent', null);
        return { ...done, complete: agentFaults({ agent, applicant }).length === 0 };
      }),
    ),
    keep: os.keep.handler(({ context, input }) =>
      entered(context, (_, visitId) => {
        drafts.keep(visitId, input.form, input.fields);
        return done;
      }),
    ),
    kept: os.kept.handler(({ context, input: { form } }) =>
      entered(context, (acting, visitId) => {
        const fields = drafts.of(visitId).unfinished[form] ?? null;
        if (fields !== null && (form === 'applicant' || form === 'agent'))
          unmaskings.record(acting.actor.actorId, 'visit', visitId, 'desk');
        return { ...done, fields };
      }),
    ),
  };
}
