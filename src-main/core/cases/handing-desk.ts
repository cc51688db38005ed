import type { z } from 'zod';
import { clockOf } from '#shared/cases/case-clock.ts';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { certificateTemplate } from '#shared/cases/handing.ts';
import { deliverySlip, resultSlip } from '#shared/cases/slips.ts';
import type { WrittenSignature } from '#shared/cases/written-signature.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { ResultRow, recipientCardSchema } from '#shared/contracts/handing.ts';
import { maskIdNumber, maskName } from '#shared/identity/masking.ts';
import type { TicketHolder } from '#shared/queue/ticket-commands.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { CardReading } from '../devices/card-reader/card-reader.ts';
import { holderOf } from '../identity/card-holder.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { CaseActs, Taken } from './case-acts.ts';
import { caseRow } from './case-views.ts';

/** A card counts for a hand-over so long after it was laid. */
const cardMs = 3 * 60_000;
/** The latest results that wait. */
const mostResults = 500;

type RecipientCard = z.infer<typeof recipientCardSchema>;

/** A result from the decision into somebody's hands. */
export type HandingDesk = ReturnType<typeof handingDesk>;

export interface Delivery {
  method: 'onSite' | 'post' | 'left';
  recipientName: string;
  relation: 'self' | 'agent';
  signature: WrittenSignature | null;
  witness: string;
}

export function handingDesk(store: Store, acts: CaseActs) {
  /** The case whose recipient is waited for, and the card that came. */
  let awaited: { caseId: string; card: TicketHolder | null; at: number } | null = null;

  const quietly = (acting: Acting, intent: Intent): Taken =>
    acts.perform(acting, intent.subject.id, [intent], []);
  const about = (id: string) => ({ kind: 'caseFile' as const, id });

  function cardFor(caseId: string): TicketHolder | null {
    if (awaited?.caseId !== caseId || awaited.card === null) return null;
    return performance.now() - awaited.at > cardMs ? null : awaited.card;
  }

  function whose(state: CaseFile, { idNumber }: TicketHolder): RecipientCard['whose'] {
    if (reveal(state.applicant)?.idNumber === idNumber) return 'self';
    return state.agent !== null && reveal(state.agent)?.idNumber === idNumber ? 'agent' : 'other';
  }

  return {
    /** The results at this counter and beside it, the most urgent first. */
    list(): ResultRow[] {
      const today = beijingDateOf(store.now());
      return store.cases
        .where(`status IN ('decided', 'issued') ORDER BY case_number DESC LIMIT ${mostResults}`)
        .flatMap((subject) => resultRow(store, subject, today))
        .sort((one, other) => (one.decidedAt < other.decidedAt ? -1 : 1));
    },

    issue: (acting: Acting, id: string, copies: number): Taken =>
      acts.perform(
        acting,
        id,
        [{ name: 'issueResult', subject: about(id), args: copies === 1 ? {} : { copies } }],
        [resultSlip],
      ),
    tell: (acting: Acting, id: string, args: CommandArgs<'tellApplicant'>): Taken =>
      quietly(acting, { name: 'tellApplicant', subject: about(id), args }),
    post: (acting: Acting, id: string, args: CommandArgs<'postResult'>): Taken =>
      args.carrier === '' || args.trackingNumber === ''
        ? refused('noTracking', '请填写寄递单位和邮件单号。')
        : quietly(acting, { name: 'postResult', subject: about(id), args }),
    returnPost: (acting: Acting, id: string, args: CommandArgs<'returnPost'>): Taken =>
      args.reason === ''
        ? refused('noReason', '请填写退回的原因。')
        : quietly(acting, { name: 'returnPost', subject: about(id), args }),

    awaitCard(caseId: string | null): void {
      awaited = caseId === null ? null : { caseId, card: null, at: 0 };
      store.changed();
    },
    /** A card that was laid at the counter. @returns whether it is the recipient's, and nobody else's business */
    takes(reading: CardReading): boolean {
      if (awaited === null || reading.kind === 'fault') return false;
      awaited = { ...awaited, card: holderOf(reading), at: performance.now() };
      store.changed();
      return true;
    },
    card(): RecipientCard | null {
      const card = awaited === null ? null : cardFor(awaited.caseId);
      const state = awaited === null ? undefined : store.cases.get(awaited.caseId)?.state;
      if (card === null || state === undefined) return null;
      return { name: maskName(card.name), idNumber: maskIdNumber(card.idNumber), whose: whose(state, card) };
    },

    deliver(acting: Acting, id: string, given: Delivery): Taken {
      const { method, signature } = given;
      const card = cardFor(id);
      const name = card?.name ?? given.recipientName;
      if (name.trim() === '') return refused('noRecipient', '请填写收件人姓名，或请其刷身份证。');
      const taken = acts.perform(
        acting,
        id,
        [
          {
            name: 'deliverResult',
            subject: about(id),
            args: {
              method,
              recipient: {
                salt: newSalt(),
                personal: {
                  name,
                  relation: given.relation,
                  ...(card === null
                    ? {}
                    : {
                        identity: 'card' as const,
                        idNumber: card.idNumber,
                        ...(card.virtual && { virtual: card.virtual }),
                      }),
                },
              },
              ...(signature !== null && { signature: { salt: newSalt(), personal: signature } }),
              ...(given.witness !== '' && { witness: given.witness }),
            },
          },
        ],
        [deliverySlip],
      );
      if (taken.kind === 'done') awaited = null;
      return taken;
    },
  };
}

function resultRow(
  store: Store,
  subject: ReturnType<Store['cases']['where']>[number],
  today: ReturnType<typeof beijingDateOf>,
): ResultRow | [] {
  const { state, base } = subject;
  const { decision, issued, told, posted } = state;
  const { counterId, organisationId } = store.knowledge.place();
  // What the office only approved is handed out where it was received.
  const received = state.receivingCounterId === counterId || state.receivingOrganisationId === organisationId;
  if (decision === null || !received) return [];
  const { light } = clockOf(state, store.knowledge.calendar(), today);
  const certificate = issued?.certificate ?? null;
  const template = certificateTemplate(state, store.knowledge.facts());
  const paper = decision.outcome === 'approved' ? '准予决定书' : '不予决定书';
  const reminder = told.find(({ what }) => what === 'notCollected');
  const last = told.findLast(({ what }) => what === 'resultReady');
  const nameOf = (personId: string) =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '—';
  const printed = state.prints.some(
    ({ title, settled }) => title === certificate?.name && settled !== null && settled.outcome !== 'failed',
  );
  return {
    ...caseRow(store, subject, today),
    here: state.receivingCounterId === counterId,
    outcome: decision.outcome,
    decidedAt: momentOf(decision.decided),
    certified: template !== null,
    toPrint: template === null ? paper : `${paper}、${template.name}`,
    certificate: certificate && {
      ...{ name: certificate.name, number: certificate.number },
      state:
        issued?.revoked !== undefined
          ? 'revoked'
          : printed
            ? 'printed'
            : base?.issued?.certificate
              ? 'ready'
              : 'waiting',
    },
    remindedAt: reminder === undefined ? null : momentOf(reminder.at),
    told: last === undefined ? null : { at: momentOf(last.at), by: nameOf(last.by), channel: last.channel },
    posted: posted && {
      ...{ carrier: posted.carrier, trackingNumber: posted.trackingNumber, at: momentOf(posted.at) },
    },
    late: light === 'red' ? 'yes' : light === 'prompt' ? 'soon' : 'no',
  };
}
