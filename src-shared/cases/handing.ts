/**
 * From the decision into somebody's hands: issued, told, sent or handed over, at the counter that received the papers
 * (the policy's item 10), within ten working days (行政许可法 Art 44).
 */
import { z } from 'zod';
import {
  type Certificate,
  type CertificateTemplate,
  certificateNumber,
  validUntil,
} from '../certificates/certificate.ts';
import { beijingDateOf } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { assertNever, type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { personalSchema, reveal } from '../sync/personal.ts';
import { lineSchema } from '../text.ts';
import type { CaseEvent, HandingEvent } from './case-events.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';
import { atDecidingDepartment } from './may-sign.ts';
import { outsideFault } from './outside.ts';
import { standsAt } from './wording.ts';
import { writtenSignatureSchema } from './written-signature.ts';

const written = (max: number) => lineSchema(max).refine((text) => text.trim() !== '', '不能为空');

/** Who takes a result. */
const recipientSchema = z.strictObject({
  name: written(120),
  relation: z.enum(['self', 'agent']),
  /** How it was seen who they are: from the card in the reader, or from a paper that was looked at. */
  identity: z.enum(['card', 'looked']).optional(),
  /** From the card; nothing typed. */
  idNumber: lineSchema(32).optional(),
  virtual: z.literal(true).optional(),
});
export type Recipient = z.infer<typeof recipientSchema>;

export const handingCommands = {
  /** 发证 */
  issueResult: z.strictObject({ copies: z.int().min(1).max(20).optional() }),
  /** 告知领取: a text by the district, or a call by the clerk. */
  tellApplicant: z.strictObject({
    what: z.enum(['resultReady', 'supplement']),
    channel: z.enum(['sms', 'phone']),
  }),
  postResult: z.strictObject({ carrier: written(40), trackingNumber: written(40) }),
  /** The post brought it back. */
  returnPost: z.strictObject({ reason: written(200) }),
  deliverResult: z.strictObject({
    method: z.enum(['onSite', 'post', 'left']),
    recipient: personalSchema(recipientSchema),
    /** As it was written on the pad. */
    signature: personalSchema(writtenSignatureSchema).nullable().optional(),
    witness: written(120).nullable().optional(),
  }),
  /** 撤销、注销 by the department. */
  revokeCertificate: z.strictObject({ reason: written(300), basis: written(300) }),
} as const;

type Name = keyof typeof handingCommands;
export type HandingCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isHandingCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, HandingCommand> => Object.hasOwn(handingCommands, command.name);

/** The status that each step starts from; the others look for themselves. */
const startsFrom: Partial<Record<Name, readonly CaseStatus[]>> = {
  issueResult: ['decided'],
  tellApplicant: ['decided', 'issued', 'supplementing'],
  postResult: ['issued'],
  returnPost: ['issued'],
  deliverResult: ['issued'],
};

/**
 * The rules of handing out.
 * @returns null where the case does not stand at this step
 */
export function decideHanding(
  state: CaseFile,
  command: HandingCommand,
  facts: Facts,
): Decision<CaseEvent> | null {
  const { actor, place, stamp } = facts;
  const entered = { by: actor.actorId, at: stamp };
  if (command.name === 'revokeCertificate') return revoke(state, command.args, facts);
  if (startsFrom[command.name]?.includes(state.status) !== true) return null;
  // Results go out where the papers came in (the policy's item 10).
  if (state.receivingCounterId !== place.counterId)
    return refuse('otherCounter', '结果由原收件窗口发证、送达，请引导申请人到原收件窗口。');
  const outside = outsideFault(state, '发证、送达');
  if (outside !== null && command.name !== 'tellApplicant') return outside;
  switch (command.name) {
    case 'issueResult':
      return events<HandingEvent>({
        type: 'ResultIssued',
        issued: { ...entered, certificate: certificateOf(state, command.args.copies ?? 1, facts) },
      });
    case 'tellApplicant': {
      const { what, channel } = command.args;
      if ((what === 'supplement') !== (state.status === 'supplementing'))
        return refuse(
          'nothingToTell',
          `这个办件${standsAt[state.status]}，没有这项内容要通知，请刷新后查看。`,
        );
      if (channel === 'sms' && !/^1\d{10}$/.test(reveal(state.applicant)?.phone ?? ''))
        return refuse('noMobile', '办件上没有能收短信的手机号，请打电话通知后登记，或先更正电话。');
      return events<HandingEvent>({ type: 'ApplicantTold', told: { what, channel, ...entered } });
    }
    case 'postResult':
      if (state.posted !== null)
        return refuse('posted', '已经登记邮寄，收到签收回执后请登记送达；退回的请先登记退回。');
      return events<HandingEvent>({ type: 'ResultPosted', posted: { ...command.args, ...entered } });
    case 'returnPost':
      if (state.posted === null) return refuse('notPosted', '没有登记过邮寄，不能登记退回，请刷新后查看。');
      return events<HandingEvent>({ type: 'PostReturned', reason: command.args.reason, ...entered });
    case 'deliverResult': {
      const { method, witness } = command.args;
      if (method === 'post' && state.posted === null)
        return refuse('notPosted', '还没有登记邮寄，请先登记单号，收到签收回执后再登记送达。');
      if (method === 'onSite' && state.posted !== null)
        return refuse('posted', '结果已经寄出，请等签收回执；邮件退回的，请先登记退回再当面送达。');
      if (method === 'left' && !witness)
        return refuse('noWitness', '留置送达要有见证人，请填写见证人姓名和拒收情况。');
      const recipient = reveal(command.args.recipient);
      if (recipient?.virtual === true && !facts.demo)
        return refuse('virtualEvidence', '证件信息来自演示读卡器，正式送达不能使用，请查验本人证件。');
      const { signature = null, witness: seenBy = null, ...rest } = command.args;
      return events<HandingEvent>({
        type: 'ResultDelivered',
        delivered: { ...rest, signature, witness: seenBy, ...entered },
      });
    }
    default:
      return assertNever(command);
  }
}

/** What an approval is handed out as; null where there is no certificate to it. */
export const certificateTemplate = (
  { matter: { code, version }, decision }: Pick<CaseFile, 'matter' | 'decision'>,
  { matter }: Pick<Facts, 'matter'>,
): CertificateTemplate | null =>
  decision?.outcome === 'approved' ? (matter(code, version)?.certificate ?? null) : null;

function certificateOf(state: CaseFile, copies: number, facts: Facts): Certificate | null {
  const template = certificateTemplate(state, facts);
  if (template === null || state.decision === null) return null;
  const from = beijingDateOf(momentOf(state.decision.decided));
  return {
    name: template.name,
    number: certificateNumber(template.prefix, state.caseNumber),
    ...{ from, until: validUntil(from, template.validYears), copies },
  };
}

function revoke(state: CaseFile, args: CommandArgs<'revokeCertificate'>, facts: Facts): Decision<CaseEvent> {
  if (!atDecidingDepartment(state, facts))
    return refuse('otherDepartment', `证照由${state.matter.departmentName}撤销，请联系该部门。`);
  const { issued } = state;
  if (!issued?.certificate)
    return refuse('noCertificate', '这个办件没有发过证照，不能撤销；请核对办件编号。');
  if (issued.revoked !== undefined) return refuse('revoked', '这份证照已经撤销，不用重复办理。');
  return events<HandingEvent>({
    type: 'CertificateRevoked',
    revoked: { ...args, by: facts.actor.actorId, at: facts.stamp },
  });
}

const handingEvents = [
  'ResultIssued',
  'ApplicantTold',
  'ResultPosted',
  'PostReturned',
  'ResultDelivered',
  'CertificateRevoked',
] as const;
export const isHandingEvent = (event: CaseEvent): event is HandingEvent =>
  handingEvents.some((type) => type === event.type);

/** The case after such an event. @param next the state with its revision raised */
export function evolveHanding(next: CaseFile, event: HandingEvent): CaseFile {
  switch (event.type) {
    case 'ResultIssued':
      return { ...next, status: 'issued', issued: event.issued };
    case 'ApplicantTold':
      return { ...next, told: [...next.told, event.told] };
    case 'ResultPosted':
      return { ...next, posted: event.posted };
    case 'PostReturned':
      return { ...next, posted: null };
    case 'ResultDelivered':
      return { ...next, status: 'delivered', delivered: event.delivered };
    case 'CertificateRevoked':
      return next.issued === null ? next : { ...next, issued: { ...next.issued, revoked: event.revoked } };
    default:
      return assertNever(event);
  }
}
