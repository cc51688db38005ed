/**
 * What each document of a case has to say, by 行政许可法 and the policy (管政〔2016〕20号). Each is a function of facts that
 * are on the record; nothing here decides.
 */

import { type BeijingDate, beijingDateOf, formatBeijing, formatDate } from '../../clock/beijing.ts';
import { specialProcedures } from '../../clock/suspension.ts';
import { assertNever } from '../../decider.ts';
import { materialFormNames } from '../../matters/matter.ts';
import { canonicalJson, digestOf } from '../../sync/canonical.ts';
import { type CaseDocument, type DocumentBlock, type DocumentKind, documentTitles } from './document.ts';
import type { DocumentContent, DocumentContext, ListedPaper, TransferStep } from './document-content.ts';

/** Remedies against whatever is refused (行政复议法 Art 20, 行政诉讼法 Art 46). */
const remedies = (body: string): DocumentBlock => ({
  kind: 'paragraph',
  text: `如对本${body}不服，可以自收到本${body}之日起60日内依法申请行政复议，或者在6个月内依法向人民法院提起行政诉讼。`,
});
const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', text });
const sign = (...lines: string[]): Extract<DocumentBlock, { kind: 'signatures' }> => ({
  kind: 'signatures',
  lines,
});
const facts = (...rows: (readonly [string, string])[]): DocumentBlock => ({ kind: 'facts', rows });
const paperTable = (papers: readonly ListedPaper[]): DocumentBlock => ({
  kind: 'table',
  head: ['序号', '材料名称', '形式', '份数'],
  rows: papers.map(({ name, form, copies }, index) => [
    String(index + 1),
    name,
    materialFormNames[form],
    `${copies}份`,
  ]),
});

const deliveryMethods = {
  onSite: '窗口直接送达',
  post: '邮寄送达',
  agent: '委托代办人送达',
  left: '留置送达',
} as const;

const transferSteps: Readonly<Record<TransferStep, string>> = {
  handOver: '窗口移交审批',
  return: '审批退回窗口',
  takeOut: '调出中心',
  bringBack: '归还中心',
};

/** The body and the day of a document. */
function bodyOf(
  content: DocumentContent,
  context: DocumentContext,
): { blocks: DocumentBlock[]; date: BeijingDate } {
  const { matterName } = context;
  switch (content.kind) {
    case 'receipt':
      return {
        date: beijingDateOf(content.receivedAt),
        blocks: [
          paragraph(`您申请办理“${matterName}”提交的下列材料已收到：`),
          paperTable(content.papers),
          facts(['收件时间', formatBeijing(content.receivedAt)], ['收件人', content.receiver]),
          paragraph(
            '本凭证证明收到上列材料，不等于受理。是否受理，本机关将在5个工作日内告知；逾期不告知的，自收到材料之日起即为受理。',
          ),
          { ...sign('申请人（签名）', '收件人（签名）'), ...(content.signed && { written: content.signed }) },
        ],
      };
    case 'acceptance':
      return {
        date: beijingDateOf(content.acceptedAt),
        blocks: [
          paragraph(`您申请办理“${matterName}”，材料齐全、符合法定形式，决定予以受理。`),
          facts(
            ['受理时间', formatBeijing(content.acceptedAt)],
            ['承诺办结', content.promised],
            ['法定办结', content.statutory],
            ...content.owed.map(
              ({ name, withinDays }) => ['容缺补交', `《${name}》，请在${withinDays}个工作日内补交`] as const,
            ),
          ),
          paragraph('办理结果由原收件窗口发放、送达。请妥善保管本通知书，并凭本通知书查询、领取。'),
          sign('申请人（签名）', '经办人（签名）'),
        ],
      };
    case 'nonAcceptance':
      return {
        date: beijingDateOf(content.at),
        blocks: [
          paragraph(`您申请办理“${matterName}”，经审查，决定不予受理。`),
          facts(
            ['理由', content.reason],
            ['依据', content.basis],
            ['应向何处申请', content.rightAuthority ?? '——'],
          ),
          remedies('通知书'),
          sign('申请人（签名）', '经办人（签名）'),
        ],
      };
    case 'oneTimeNotice':
      return {
        date: beijingDateOf(content.toldAt),
        blocks: [
          paragraph(
            `您申请办理“${matterName}”，下列材料不齐全或者不符合法定形式。根据《行政许可法》第三十二条，现将需要补正的全部内容一次告知：`,
          ),
          {
            kind: 'table',
            head: ['序号', '材料名称', '形式、份数', '需要补正的内容', '依据'],
            rows: content.missing.map(({ name, form, copies, request, basis }, index) => [
              String(index + 1),
              name,
              `${materialFormNames[form]}${copies}份`,
              request,
              basis,
            ]),
          },
          ...(content.newFacts === null ? [] : [facts(['再次告知的原因', content.newFacts])]),
          paragraph(
            '除上列内容外，不再要求补正其他材料。请备齐后到任一综合窗口提交，办理时限自补正齐全之日起计算。',
          ),
          facts(['告知时间', formatBeijing(content.toldAt)]),
          sign('申请人（签名）', '告知人（签名）'),
        ],
      };
    case 'supplementReceipt':
      return {
        date: beijingDateOf(content.receivedAt),
        blocks: [
          paragraph(`您按《一次性告知书》（${content.noticeNumber}）补正的下列材料已收到：`),
          paperTable(content.papers),
          facts(['收件时间', formatBeijing(content.receivedAt)], ['收件人', content.receiver]),
          paragraph('补正材料已齐全的，办理时限自本次收件之日起计算。'),
          sign('申请人（签名）', '收件人（签名）'),
        ],
      };
    case 'specialProcedure': {
      const { name, stopsClock } = specialProcedures[content.procedure];
      return {
        date: content.first,
        blocks: [
          paragraph(
            `您申请办理的“${matterName}”依法需要进行${name}，自${formatDate(content.first)}至${formatDate(content.last)}。`,
          ),
          paragraph(
            stopsClock
              ? '根据《行政许可法》第四十五条，上述期间不计算在办理时限内。'
              : `${name}不属于《行政许可法》第四十五条规定的扣除情形，办理时限照常计算。`,
          ),
          facts(['依据', content.basis], ['承诺办结', content.promised], ['法定办结', content.statutory]),
          sign('申请人（签名）', '经办人（签名）'),
        ],
      };
    }
    case 'extension':
      return {
        date: content.decidedOn,
        blocks: [
          paragraph(
            `您申请办理的“${matterName}”在规定期限内不能作出决定，根据《行政许可法》第四十二条，经本机关负责人批准，延长${content.workingDays}个工作日。`,
          ),
          facts(['延期理由', content.reason], ['批准人', content.approver], ['延长后的期限', content.newDue]),
        ],
      };
    case 'approval':
      return {
        date: beijingDateOf(content.decidedAt),
        blocks: [
          paragraph(`您申请办理“${matterName}”，经审查，符合法定条件，决定准予。`),
          facts(['审查认定', content.facts], ['依据', content.basis], ['办理结果', content.result]),
          paragraph('请到原收件窗口领取办理结果。'),
        ],
      };
    case 'rejection':
      return {
        date: beijingDateOf(content.decidedAt),
        blocks: [
          paragraph(`您申请办理“${matterName}”，经审查，决定不予批准。`),
          facts(['审查认定', content.facts], ['依据', content.basis], ['理由', content.reasons]),
          remedies('决定书'),
        ],
      };
    case 'deliveryReceipt':
      return {
        date: beijingDateOf(content.at),
        blocks: [
          facts(
            ['送达文书', content.delivered],
            ['送达方式', deliveryMethods[content.method]],
            ['送达地点', content.place],
            ['受送达人', content.recipient],
            ['与申请人关系', content.relation],
            ['送达时间', formatBeijing(content.at)],
          ),
          ...(content.witness === null
            ? [sign('受送达人（签名）', '送达人（签名）')]
            : [
                paragraph('受送达人拒绝签收，已说明情况，文书留置，送达完成。'),
                sign(`见证人（签名）：${content.witness}`, '送达人（签名）'),
              ]),
        ],
      };
    case 'proxyAuthorisation':
      return {
        date: content.from,
        blocks: [
          paragraph(`委托人委托代办人代为办理“${matterName}”。代办服务免费，代办人不得收取任何费用。`),
          facts(
            ['委托人', content.principal],
            ['代办人', content.agent],
            ['委托权限', content.powers.join('；')],
            ['委托期限', `自${formatDate(content.from)}起，至本办件办结时止`],
            ['代办费用', '0元（免费）'],
          ),
          sign('委托人（签名）', '代办人（签名）'),
        ],
      };
    case 'collection':
      return {
        date: beijingDateOf(content.at),
        blocks: [
          facts(
            ['证照名称', content.certificate],
            ['证照编号', content.certificateNumber ?? ''],
            ['份数', `${content.copies}份`],
            ['领取人', content.collector],
            ['发证窗口', content.counter],
            ['领取时间', formatBeijing(content.at)],
          ),
          sign('领取人（签名）', '发证人（签名）'),
        ],
      };
    case 'certificate':
      return {
        date: content.from,
        blocks: [
          ...(content.revoked ? [paragraph('本证照已依法撤销，不再有效。')] : []),
          facts(
            ['证照编号', content.certificateNumber],
            ['持证人', content.holder],
            ['有效期自', formatDate(content.from)],
            ['有效期至', content.until === null ? '长期' : formatDate(content.until)],
            ['份数', `${content.copies}份`],
          ),
        ],
      };
    case 'transfer':
      return {
        date: beijingDateOf(content.at),
        blocks: [
          {
            kind: 'table',
            head: ['序号', '卷宗', '移交事由', '数量'],
            rows: [['1', `${matterName}卷`, transferSteps[content.step], `${content.volumes}卷`]],
          },
          facts(
            ['移出', content.from],
            ['移入', content.to],
            ['移交时间', formatBeijing(content.at)],
            ...(content.reason === null ? [] : [['调出的法定事由', content.reason] as const]),
          ),
          sign('移交人（签名）', '接收人（签名）'),
        ],
      };
    default:
      return assertNever(content);
  }
}

/** The seal under a document; papers that only two people sign have none. */
const seals: Readonly<Record<DocumentKind, '受理专用章' | '行政审批专用章' | null>> = {
  receipt: '受理专用章',
  acceptance: '受理专用章',
  nonAcceptance: '受理专用章',
  oneTimeNotice: '受理专用章',
  supplementReceipt: '受理专用章',
  specialProcedure: '行政审批专用章',
  extension: '行政审批专用章',
  approval: '行政审批专用章',
  rejection: '行政审批专用章',
  deliveryReceipt: null,
  proxyAuthorisation: null,
  collection: null,
  transfer: null,
  certificate: '行政审批专用章',
};

/** A document with everything that all of them carry: agency, number, applicant, matter and code, date, seal, contact. */
export function documentOf(content: DocumentContent, context: DocumentContext): CaseDocument {
  const { kind } = content;
  const { blocks, date } = bodyOf(content, context);
  const said = {
    kind,
    title: content.kind === 'certificate' ? content.name : documentTitles[kind],
    agency: context.agency,
    number: context.number,
    addressee: context.applicantName,
    blocks: [
      facts(
        ['办件编号', context.caseNumber],
        ['申请人', `${context.applicantName}（${context.applicantIdNumber}）`],
        ['事项', context.matterName],
        ['事项编码', context.matterCode],
        ['实施主体', context.departmentName],
      ),
      ...blocks,
    ],
    seal: seals[kind],
    date,
    contact: context.contact,
    demo: context.demo,
  };
  const check = digestOf(canonicalJson(said)).slice('sha256:'.length, 'sha256:'.length + 12);
  return { ...said, qr: `yichuang:${context.number}/${check}` };
}
