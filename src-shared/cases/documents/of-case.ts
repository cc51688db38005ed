import { beijingDateOf, type Instant } from '../../clock/beijing.ts';
import type { Calendar } from '../../clock/calendar.ts';
import { momentOf, type Stamp } from '../../clock/evidence.ts';
import { isVirtual } from '../../devices/evidence.ts';
import { maskIdNumber } from '../../identity/masking.ts';
import type { Matter } from '../../matters/matter.ts';
import { erasedText, reveal } from '../../sync/personal.ts';
import { deadlinesOf } from '../case-clock.ts';
import type { CaseFile } from '../case-file.ts';
import type { ReceivedMaterial } from '../commands.ts';
import { deadlineText } from '../wording.ts';
import { type CaseDocument, type DocumentKind, documentCodes } from './document.ts';
import type { DocumentContent } from './document-content.ts';
import { documentOf } from './notices.ts';

/** An office as its documents name it. */
export interface IssuingOffice {
  readonly name: string;
  /** Address and telephone. */
  readonly contact: string;
}

/** What the documents of a case need beyond the case. */
export interface DocumentOffice {
  /** The office that received the case: the one print header (名称统一). */
  readonly receiving: IssuingOffice;
  /** The department that decides, under whose name its decisions go out. */
  readonly deciding: IssuingOffice;
  readonly counterName: string;
  readonly calendar: Calendar;
  /** The name of a person of the staff; empty where it is not known here. */
  nameOf(personId: string): string;
  /** The name of an office or a counter by its id; what is no id stands as it was written. */
  placeName(id: string): string;
  /** The matter in the version that the case was taken under; undefined where that is not held here. */
  readonly matter: Matter | undefined;
}

/** Something that a document says, and when it came about. */
interface Said {
  readonly at: Instant;
  readonly content: DocumentContent;
}

/** Whose paper it is, where it is not the receiving office's: what the law has the agency itself decide. */
const ofDepartment: ReadonlySet<DocumentKind> = new Set([
  'approval',
  'rejection',
  'extension',
  'certificate',
]);

/** The documents that a case has by now, in the order in which they came about. */
export function documentsOfCase(caseFile: CaseFile, office: DocumentOffice): readonly CaseDocument[] {
  const applicant = reveal(caseFile.applicant);
  const { caseNumber, matter } = caseFile;
  const soFar = new Map<DocumentKind, number>();
  return [...receiving(caseFile, office), ...deciding(caseFile, office), ...handing(caseFile, office)]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ content }) => {
      const { kind } = content;
      const which = (soFar.get(kind) ?? 0) + 1;
      soFar.set(kind, which);
      const issuer = ofDepartment.has(kind) ? office.deciding : office.receiving;
      return documentOf(content, {
        caseNumber,
        matterName: matter.name,
        matterCode: matter.code,
        departmentName: matter.departmentName,
        applicantName: applicant?.name ?? erasedText,
        applicantIdNumber: applicant === null ? '——' : maskIdNumber(applicant.idNumber),
        agency: issuer.name,
        contact: issuer.contact,
        number: numberOf(caseFile, kind, which),
        demo: isVirtual(applicant),
      });
    });
}

/** The number of the first, second … document of a kind: what the case comes to later does not change it. */
const numberOf = ({ caseNumber }: CaseFile, kind: DocumentKind, which: number): string =>
  `${caseNumber}-${documentCodes[kind]}${which === 1 ? '' : `-${which}`}`;

/** The applicant's own signature from the screen; whoever files for somebody does not sign in their place. */
function signedBy({ confirmation, agent }: CaseFile) {
  const strokes = confirmation?.signature === undefined ? null : reveal(confirmation.signature);
  return confirmation === null || strokes === null || agent !== null
    ? null
    : { strokes, on: beijingDateOf(confirmation.at) };
}

/** What is said while papers come in: receipt, acceptance or not, what is missing, who files for whom. */
function receiving(caseFile: CaseFile, office: DocumentOffice): Said[] {
  const { accepted, agent, materials, matter, nonAcceptance, notices, owed, received, receivedBy } = caseFile;
  const receiver = office.nameOf(receivedBy);
  const receivedAt = momentOf(received);
  const said: Said[] = [
    {
      at: receivedAt,
      content: { kind: 'receipt', papers: materials, receivedAt, receiver, signed: signedBy(caseFile) },
    },
  ];
  const filing = agent === null ? null : reveal(agent);
  if (filing?.authorisation === 'signed')
    said.push({
      at: receivedAt,
      content: {
        kind: 'proxyAuthorisation',
        principal: reveal(caseFile.applicant)?.name ?? erasedText,
        agent: `${filing.name}（${maskIdNumber(filing.idNumber)}，${filing.relation}）`,
        powers: ['提交申请材料', '签收文书', '领取办理结果'],
        from: beijingDateOf(receivedAt),
      },
    });
  if (accepted !== null)
    said.push({
      at: momentOf(accepted),
      content: {
        kind: 'acceptance',
        acceptedAt: momentOf(accepted),
        ...dueTexts(caseFile, office, momentOf(accepted)),
        owed,
      },
    });
  if (nonAcceptance !== null)
    said.push({
      at: momentOf(nonAcceptance.at),
      content: {
        kind: 'nonAcceptance',
        reason: nonAcceptance.reason,
        basis: nonAcceptance.basis,
        rightAuthority: nonAcceptance.authority,
        at: momentOf(nonAcceptance.at),
      },
    });
  const paperOf = (materialId: string, name: string): Omit<ReceivedMaterial, 'materialId'> => {
    const { form, copies } = office.matter?.materials.find(({ id }) => id === materialId) ?? {
      form: 'copy' as const,
      copies: 1,
    };
    return { name, form, copies };
  };
  for (const [index, { missing, at, newFacts, supplies }] of notices.entries()) {
    said.push({
      at: momentOf(at),
      content: {
        kind: 'oneTimeNotice',
        toldAt: momentOf(at),
        newFacts,
        missing: missing.map(({ materialId, name, why }) => ({
          ...paperOf(materialId, name),
          request: why,
          basis:
            office.matter?.materials.find(({ id }) => id === materialId)?.basis ??
            basisOf(office, matter.name),
        })),
      },
    });
    const noticeNumber = numberOf(caseFile, 'oneTimeNotice', index + 1);
    for (const supply of supplies) {
      const receivedAt = momentOf(supply.at);
      said.push({
        at: receivedAt,
        content: {
          kind: 'supplementReceipt',
          papers: supply.materials,
          receivedAt,
          receiver: office.nameOf(supply.by),
          noticeNumber,
        },
      });
    }
  }
  return said;
}

/** What is said until the decision, and the decision. */
function deciding(caseFile: CaseFile, office: DocumentOffice): Said[] {
  const { decision, extensions, matter, procedures } = caseFile;
  const said: Said[] = [];
  for (const { kind, first, last, basis, at: stamp } of procedures) {
    const at = momentOf(stamp);
    const due = dueTexts(caseFile, office, at);
    said.push({ at, content: { kind: 'specialProcedure', procedure: kind, basis, first, last, ...due } });
  }
  for (const { days, reason, by, approvedBy, at: stamp } of extensions) {
    const at = momentOf(stamp);
    const { promised, statutory } = dueTexts(caseFile, office, at);
    said.push({
      at,
      content: {
        kind: 'extension',
        reason,
        workingDays: days,
        approver: approvedBy ?? office.nameOf(by),
        newDue: statutory === '无' ? promised : statutory,
        decidedOn: beijingDateOf(at),
      },
    });
  }
  if (decision !== null) {
    const decidedAt = momentOf(decision.decided);
    const basis = basisOf(office, matter.name);
    said.push({
      at: decidedAt,
      content:
        decision.outcome === 'approved'
          ? {
              kind: 'approval',
              facts: decision.opinion,
              result: office.matter?.result ?? matter.name,
              basis,
              decidedAt,
            }
          : {
              kind: 'rejection',
              facts: '经审查申请材料，不符合法定条件、标准。',
              reasons: decision.opinion,
              basis,
              decidedAt,
            },
    });
  }
  return said;
}

/** What goes from hand to hand: the certificate, the documents, the papers. */
function handing(caseFile: CaseFile, office: DocumentOffice): Said[] {
  const { custody, decision, delivered, issued, matter } = caseFile;
  const said: Said[] = [];
  const certificate = issued?.certificate ?? null;
  if (issued !== null && certificate !== null) {
    const { name, number, from, until, copies } = certificate;
    said.push({
      at: momentOf(issued.at),
      content: {
        ...{ kind: 'certificate', name, certificateNumber: number, from, until, copies },
        holder: reveal(caseFile.applicant)?.name ?? erasedText,
        revoked: issued.revoked !== undefined,
      },
    });
  }
  if (delivered !== null) {
    const at = momentOf(delivered.at);
    const recipient = reveal(delivered.recipient);
    const name = recipient?.name ?? erasedText;
    if (decision?.outcome === 'approved')
      said.push({
        at,
        content: {
          kind: 'collection',
          certificate: certificate?.name ?? office.matter?.result ?? matter.name,
          certificateNumber: certificate?.number ?? null,
          copies: certificate?.copies ?? 1,
          collector: name,
          counter: `${office.receiving.name}${office.counterName}`,
          at,
        },
      });
    said.push({
      at,
      content: {
        kind: 'deliveryReceipt',
        delivered: decision?.outcome === 'rejected' ? '不予决定书' : '准予决定书及办理结果',
        method: delivered.method === 'onSite' && recipient?.relation === 'agent' ? 'agent' : delivered.method,
        place: `${office.receiving.name}${office.counterName}`,
        recipient: name,
        relation: recipient?.relation === 'agent' ? '受委托代办' : '本人',
        at,
        witness: delivered.witness ?? null,
      },
    });
  }
  for (const { step, volumes, from, to, reason, at } of custody)
    said.push({
      at: momentOf(at),
      content: {
        ...{ kind: 'transfer', step, volumes, reason, at: momentOf(at) },
        from: office.placeName(from),
        to: office.placeName(to),
      },
    });
  return said;
}

/**
 * The due dates as they stood at that moment, by the calendar that is held now: what was approved later does not change
 * what an earlier notice said.
 */
function dueTexts(caseFile: CaseFile, { calendar }: DocumentOffice, asOf: Instant) {
  const known = ({ at }: { at: Stamp }) => momentOf(at) <= asOf;
  const { promised, statutory } = deadlinesOf(
    {
      ...caseFile,
      procedures: caseFile.procedures.filter(known),
      extensions: caseFile.extensions.filter(known),
    },
    calendar,
  );
  return {
    promised: deadlineText(promised, caseFile.matter.promised),
    statutory: deadlineText(statutory, caseFile.matter.statutory),
  };
}

/** The matter's legal basis; where its version is not held here, by the matter's name in the published list. */
const basisOf = ({ matter }: DocumentOffice, name: string): string =>
  matter?.basis.join('；') ?? `“${name}”办事指南公布的办理依据`;
