import { v7 as uuidv7 } from 'uuid';
import { create } from 'zustand';
import { sentenceOf } from '../ui/link/no-answer.ts';
import { kiosk, useScreen } from './screen.ts';

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

export function takeTicket(categoryId: string): void {
  const { touch, asking } = useTaking.getState();
  if (asking) return;
  clearTimeout(forgetting);
  const ticketId = touch?.categoryId === categoryId ? touch.ticketId : uuidv7();
  useTaking.setState({ touch: { ticketId, categoryId }, asking: true, sentence: '' });
  kiosk.issue({ ticketId, categoryId }).then(
    (answer) => {
      // A refusal is an answer too: the next touch is a new one.
      useTaking.setState(answer.kind === 'refused' ? { ...idle, sentence: answer.refusal.message } : idle);
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
  if (touch !== null && screen?.lastTicket?.id === touch.ticketId) useTaking.setState(idle);
});
