import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { peopleRefusal } from '#shared/cases/applicant.ts';
import type { Attachment, CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber, serialsPerDay } from '#shared/cases/case-number.ts';
import type { Applicant, CaseAgent, ReceivedMaterial } from '#shared/cases/commands.ts';
import { nonAcceptanceSlip, noticeSlip, owedSlip, supplementSlip } from '#shared/cases/intake-slips.ts';
import { acceptanceSlip, receiptSlip } from '#shared/cases/slips.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Page } from '#shared/contracts/papers.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { ApplicantRecord } from './applicant-record.ts';
import type { CaseActs, SlipOf, Taken } from './case-acts.ts';
import { confirmationOf, type Drafts } from './drafts.ts';
import { askedWithoutReason } from './on-file.ts';

/** What becomes of the papers on the table, or of a case that was received before. */
export type IntakeDesk = ReturnType<typeof intakeDesk>;

interface Parts {
  acts: CaseActs;
  catalogue: Catalogue;
  drafts: Drafts;
  record: ApplicantRecord;
}

export function intakeDesk(store: Store, { acts, catalogue, drafts, record }: Parts) {
  /** What was entered for a visit as a receipt, or what it still lacks for one. */
  function receipt(
    visitId: string,
    incomplete: boolean,
  ): { intent: Intent; applicant: Applicant; agent: CaseAgent | null } | Refused {
    const draft = drafts.of(visitId);
    if (store.visits.get(visitId) === null) return refused('noVisit', '还没有开始接待，请先叫号或直接接待。');
    const { agent, applicant } = draft;
    if (applicant === null) return refused('noApplicant', '还没有申请人，请刷身份证或手工填写。');
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    const fault = peopleRefusal(applicant, agent, matter);
    if (fault !== null) return refused(fault.code, fault.message);
    if (matter === undefined) return refused('noMatter', '还没有选事项，请输入名称、拼音首字母或编码查找。');
    const onFile = askedWithoutReason(store, catalogue, draft, matter);
    if (onFile !== null)
      return refused(
        'onFile',
        `《${onFile.name}》已在档（${onFile.from}），不应再向群众要。请按“取用”，或写明为什么还要收。`,
      );
    const { areaCode, series } = store.knowledge.place();
    const date = store.businessDay();
    const serial = store.serials.next('case', date);
    if (serial > serialsPerDay)
      return refused('serialsUsedUp', '本机今天的办件编号已用完，请到相邻窗口收件，并联系运维增发号段。');
    const ticked = new Set(draft.tickedMaterialIds);
    const confirmed = confirmationOf(draft);
    return {
      applicant,
      agent,
      intent: {
        name: 'receiveCase',
        subject: { kind: 'caseFile', id: uuidv7() },
        args: {
          caseNumber: formatCaseNumber({ areaCode, date, series, serial }),
          visitId,
          token: randomBytes(16).toString('base64url'),
          matterCode: matter.code,
          matterVersion: matter.version,
          applicant: { salt: newSalt(), personal: applicant },
          situations: draft.situations,
          agent: agent && { salt: newSalt(), personal: agent },
          materials: matter.materials
            .filter((material) => ticked.has(material.id))
            .map(({ id, name, form, copies }) => ({
              ...{ materialId: id, name, form, copies },
              ...(draft.takenOnFile[id] !== undefined && { onFileFrom: draft.takenOnFile[id] }),
              ...(draft.askedThough[id] !== undefined && { askedThough: draft.askedThough[id] }),
            })),
          attachments: manifestOf(draft.pages.filter(({ materialId }) => ticked.has(materialId))),
          ...(incomplete && { incomplete }),
          serviceMode: 'counter',
          confirmation: confirmed && {
            ...{ digest: confirmed.digest, at: confirmed.at },
            ...(confirmed.signature !== null && {
              signature: { salt: newSalt(), personal: confirmed.signature },
            }),
          },
        },
      },
    };
  }

  /** Receives what was entered, and goes on with it in the same act. */
  function takeIn(
    acting: Acting,
    visitId: string,
    slips: readonly SlipOf[],
    next?: (subject: Intent['subject']) => Intent,
  ): Taken {
    const taken = receipt(visitId, next !== undefined);
    if ('kind' in taken) return taken;
    const { intent, applicant, agent } = taken;
    const { subject } = intent;
    const intents = next === undefined ? [intent] : [intent, next(subject)];
    return acts.perform(acting, subject.id, intents, slips, () => {
      record.attended(visitId, drafts.of(visitId));
      drafts.begin(visitId, applicant, agent);
      if (intent.name === 'receiveCase') catalogue.used(intent.args.matterCode, store.now());
    });
  }

  /** Takes a step on a case that was received before. */
  function step(acting: Acting, intent: Intent, slip: SlipOf): Taken {
    return acts.perform(acting, intent.subject.id, [intent], [slip]);
  }
  const of = (id: string) => ({ kind: 'caseFile', id }) as const;

  /** The papers that were brought, as the case knows them. */
  function brought(
    id: string,
    materialIds: readonly string[],
    asked: (file: CaseFile) => readonly ReceivedMaterial[],
  ): ReceivedMaterial[] | Refused {
    const file = store.cases.get(id)?.state;
    if (file === undefined) return caseUnknown;
    if (materialIds.length === 0) return refused('nothingBrought', '还没有勾选材料，请先勾选收到的材料。');
    return asked(file)
      .filter(({ materialId }) => materialIds.includes(materialId))
      .map(({ materialId, name, form, copies }) => ({ materialId, name, form, copies }));
  }

  return {
    /** Receives what was entered for a visit as a case: the number is taken, the receipt prints. */
    receive: (acting: Acting, visitId: string): Taken => takeIn(acting, visitId, [receiptSlip]),

    /** Receives and accepts on the spot; `owed` may follow (容缺受理). */
    takeIn: (acting: Acting, visitId: string, owed: string[]): Taken =>
      takeIn(acting, visitId, [receiptSlip, acceptanceSlip], (subject) => ({
        name: 'acceptCase',
        subject,
        args: { owed },
      })),

    accept: (acting: Acting, id: string, owed: string[]): Taken =>
      step(acting, { name: 'acceptCase', subject: of(id), args: { owed } }, acceptanceSlip),

    /** Tells the complete list of what is missing; of what was entered for the visit where no case is named. */
    giveNotice(
      acting: Acting,
      about: { visitId: string } | { caseId: string },
      args: CommandArgs<'giveOneTimeNotice'>,
    ): Taken {
      const give = (subject: Intent['subject']): Intent => ({ name: 'giveOneTimeNotice', subject, args });
      if ('caseId' in about) return step(acting, give(of(about.caseId)), noticeSlip);
      return takeIn(acting, about.visitId, [noticeSlip], give);
    },

    /** Refuses to accept, in writing. */
    refuse(
      acting: Acting,
      about: { visitId: string } | { caseId: string },
      args: CommandArgs<'refuseAcceptance'>,
    ): Taken {
      const refuse = (subject: Intent['subject']): Intent => ({ name: 'refuseAcceptance', subject, args });
      if ('caseId' in about) return step(acting, refuse(of(about.caseId)), nonAcceptanceSlip);
      return takeIn(acting, about.visitId, [nonAcceptanceSlip], refuse);
    },

    /** Takes in what was told to be missing. */
    supplement(acting: Acting, id: string, materialIds: readonly string[], visitId: string | null): Taken {
      const materials = brought(id, materialIds, ({ missing }) => missing);
      if ('kind' in materials) return materials;
      const subject = of(id);
      return acts.perform(
        acting,
        id,
        [{ name: 'supplementCase', subject, args: { materials } }],
        [supplementSlip],
        () => {
          const file = store.cases.get(id)?.state;
          const applicant = file === undefined ? null : reveal(file.applicant);
          if (file !== undefined && visitId !== null)
            record.attended(visitId, { applicant, matterCode: file.matter.code });
        },
      );
    },

    /** Takes in what may follow after a tolerant acceptance. */
    supplyOwed(acting: Acting, id: string, materialIds: readonly string[]): Taken {
      const materials = brought(id, materialIds, ({ missing }) => missing);
      if ('kind' in materials) return materials;
      return step(acting, { name: 'supplyOwed', subject: of(id), args: { materials } }, owedSlip);
    },

    /** The offices that may be named as the right authority, for picking. */
    authorities: (): string[] => store.knowledge.facts().organisations.map(({ name }) => name),
  };
}

/** The manifest of scans in the order in which they lie, counted within each paper. */
function manifestOf(list: readonly Page[]): Attachment[] {
  const counts = new Map<string, number>();
  return list.map((each) => {
    const page = (counts.get(each.materialId) ?? 0) + 1;
    counts.set(each.materialId, page);
    return { ...each, page };
  });
}

const caseUnknown = refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
