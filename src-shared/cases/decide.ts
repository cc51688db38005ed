import { assertNever, type Decider, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import type { CaseEvent, CaseFile, CaseStatus } from './case-file.ts';
import { belongsTo } from './case-number.ts';
import type { caseCommands } from './commands.ts';

type Name = keyof typeof caseCommands;
export type CaseCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The status that each step starts from. */
const startsFrom: Record<Exclude<Name, 'receiveCase'>, CaseStatus> = {
  acceptCase: 'received',
  signOffCase: 'accepted',
  issueResult: 'decided',
  deliverResult: 'issued',
};

const standsAt: Record<CaseStatus, string> = {
  received: '已收件、尚未受理',
  accepted: '已受理、正在审批',
  decided: '已签批、等待发证',
  issued: '已发证、等待送达',
  delivered: '已送达办结',
};

function receive(args: CommandArgs<'receiveCase'>, id: string, facts: Facts) {
  const { place, stamp } = facts;
  const matter = facts.matter(args.matterCode, args.matterVersion);
  if (matter === undefined)
    return refuse('matterUnknown', '没有找到这个版本的事项，请刷新事项目录后重新选择。');
  if (place.counterId === null) return refuse('notAtCounter', '收件只能在窗口进行，请在窗口电脑上办理。');
  if (!belongsTo(args.caseNumber, place))
    return refuse('foreignNumber', '办件编号不属于本窗口的号段，请重新收件；再次出现请联系运维。');
  const given = new Set(args.materials.map((material) => material.materialId));
  const missing = matter.materials.filter((material) => material.required && !given.has(material.id));
  if (missing.length > 0) {
    const names = missing.map((material) => `《${material.name}》`).join('');
    return refuse('materialsMissing', `还缺必要材料${names}，请补齐后收件，或一次性告知申请人。`);
  }
  return events<CaseEvent>({
    type: 'CaseReceived',
    caseFile: {
      id,
      caseNumber: args.caseNumber,
      visitId: args.visitId,
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
      applicant: args.applicant,
      materials: args.materials,
      serviceMode: args.serviceMode,
      confirmation: args.confirmation,
      receivedBy: facts.actor.actorId,
      received: stamp,
      accepted: null,
      decision: null,
      issued: null,
      delivered: null,
    },
  });
}

/** The rules of a case, from receipt to delivery. */
export const caseDecider: Decider<CaseFile, CaseCommand, CaseEvent> = {
  decide(state, command, facts) {
    if (command.name === 'receiveCase') {
      if (state !== null) return refuse('alreadyReceived', '这个办件已经收过了，请在办件列表中查看。');
      return receive(command.args, command.id, facts);
    }
    if (state === null) return refuse('caseUnknown', '没有找到这个办件：它的收件尚未成功，请先处理收件。');
    if (state.status !== startsFrom[command.name]) {
      return refuse('wrongStep', `这个办件${standsAt[state.status]}，不能重复或越过这一步；请刷新后查看。`);
    }
    const { actor, place, stamp } = facts;
    switch (command.name) {
      case 'acceptCase':
        if (state.receivingOrganisationId !== place.organisationId)
          return refuse('otherOrganisation', '受理由收件的中心（站）作出，请联系原收件窗口。');
        return events({ type: 'CaseAccepted', at: stamp });
      case 'signOffCase':
        // At the department's own desk, by somebody posted there: never at a counter in somebody's name.
        if (
          actor.organisationId !== state.decidingDepartmentId ||
          place.organisationId !== actor.organisationId
        )
          return refuse(
            'otherDepartment',
            `这个办件由${state.matter.departmentName}签批，您不是该部门的首席代表。`,
          );
        return events({
          type: 'CaseSignedOff',
          decision: { ...command.args, decidedBy: actor.actorId, decided: stamp },
        });
      case 'issueResult':
      case 'deliverResult':
        // Results go out where the papers came in (the policy's item 10).
        if (state.receivingCounterId !== place.counterId)
          return refuse('otherCounter', '结果由原收件窗口发证、送达，请引导申请人到原收件窗口。');
        return command.name === 'issueResult'
          ? events({ type: 'ResultIssued', issued: { by: actor.actorId, at: stamp } })
          : events({ type: 'ResultDelivered', delivered: { ...command.args, by: actor.actorId, at: stamp } });
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'CaseReceived') return event.caseFile;
    if (state === null) throw new Error(`${event.type} before CaseReceived`);
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case 'CaseAccepted':
        return { ...next, status: 'accepted', accepted: event.at };
      case 'CaseSignedOff':
        return { ...next, status: 'decided', decision: event.decision };
      case 'ResultIssued':
        return { ...next, status: 'issued', issued: event.issued };
      case 'ResultDelivered':
        return { ...next, status: 'delivered', delivered: event.delivered };
      default:
        return assertNever(event);
    }
  },
};
