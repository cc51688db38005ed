import { holderName, holderNumber, type IdentityCard } from '#shared/identity/card.ts';
import type { TicketHolder } from '#shared/queue/ticket-commands.ts';

/** Whom a card names, whatever its layout; a foreigner's card carries no address. */
export const holderOf = ({ card, virtual }: { card: IdentityCard; virtual: boolean }): TicketHolder => ({
  name: holderName(card),
  idNumber: holderNumber(card),
  address: 'address' in card ? card.address : '',
  ...(virtual && { virtual: true as const }),
});
