import { v7 as uuidv7 } from 'uuid';
import { create } from 'zustand';
import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { sentenceOf } from '../ui/link/no-answer.ts';
import { kiosk, useScreen } from './screen.ts';
import { startAnew, useWay } from './way.ts';

/**
 * One touch takes one ticket. The touch makes the ticket's id; while it is not known whether the ticket was issued,
 * the next touch on the same category brings the same id, so that it can only be the same ticket.
 */
interface Taking {
  readonly touch: { readonly ticketId: string; readonly categoryId: string } | null;
  readonly asking: boolean;
  readonly sentence: string;
}

/** Whoever pressed and got no answer presses again within this time; after it, somebody else is standing there. */
const rememberedFor = 20_000;
let forgetting: ReturnType<typeof setTimeout> | undefined;

const idle: Taking = { touch: null, asking: false, sentence: '' };
export const useTaking = create<Taking>(() => idle);

/** @param also what else is done in the same visit */
export function takeTicket(categoryId: string, also: readonly string[] = []): void {
  const { kind, reason } = useWay.getState();
  const lane = kind === 'priority' || kind === 'returning' ? kind : 'walkIn';
  const priority = kind === 'priority' ? reason : null;
  ask(categoryId, (ticketId) => kiosk.issue({ ticketId, categoryId, also: [...also], lane, priority }));
}

/** What was chosen on a phone, with the priority that it asks for. */
export const takePrefilled = (prefilled: NonNullable<KioskScreen['prefilled']>): void => {
  const { matters, categories, priority, codeId, taken } = prefilled;
  const [first, ...also] = categories.map(({ id }) => id);
  if (first === undefined) return;
  ask(`prefilled ${matters.map(({ code }) => code).join(' ')}`, (ticketId) =>
    kiosk.issue({
      ...{ ticketId, categoryId: first, also, matters, priority },
      lane: priority === null ? 'walkIn' : 'priority',
      prefill: { codeId, another: taken !== null },
    }),
  );
};

export const takeBooked = (code: string): void =>
  ask(`booked ${code}`, (ticketId) => kiosk.issueBooked({ ticketId, code }));

function ask(what: string, call: (ticketId: string) => ReturnType<typeof kiosk.issue>): void {
  const { touch, asking } = useTaking.getState();
  if (asking) return;
  clearTimeout(forgetting);
  const ticketId = touch?.categoryId === what ? touch.ticketId : uuidv7();
  useTaking.setState({ touch: { ticketId, categoryId: what }, asking: true, sentence: '' });
  call(ticketId).then(
    (answer) => {
      // A refusal is an answer too: the next touch is a new one.
      // What the screen asks by itself need not stand there twice.
      const said = answer.kind === 'refused' && answer.refusal.code !== 'codeTaken';
      useTaking.setState(said ? { ...idle, sentence: answer.refusal.message } : idle);
      if (answer.kind === 'done') startAnew();
      forgetLater();
    },
    (error: unknown) => {
      useTaking.setState({ asking: false, sentence: `${sentenceOf(error)}再按一次同一业务，不会多取号。` });
      forgetLater();
    },
  );
}

function forgetLater(): void {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => useTaking.setState(idle), rememberedFor);
}

// A lost answer is found again in the snapshot.
useScreen.subscribe(({ screen }) => {
  const { touch } = useTaking.getState();
  if (touch !== null && screen?.lastTicket?.id === touch.ticketId) {
    useTaking.setState(idle);
    startAnew();
  }
});
