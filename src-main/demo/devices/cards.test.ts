import { expect, it } from 'vitest';
import { encodeCardText, parseCardText } from '#shared/identity/card.ts';
import { demoCards } from './cards.ts';

it('every card but the last can be read, and the last is a wrong check digit', () => {
  const kinds = demoCards.map(({ card }) => {
    const read = parseCardText(encodeCardText(card));
    return read.kind === 'fault' ? read.code : read.kind;
  });
  expect(kinds).toEqual([...Array(6).fill('resident'), 'J', 'Y', 'resident', 'I', 'cardIdNumber']);
});

it('nobody has these numbers: the sequences 996 to 999 belong to persons over a hundred', () => {
  for (const { card } of demoCards) {
    if (card.kind !== 'I') expect(card.idNumber.slice(14, 17)).toMatch(/^99[6-9]$/);
    expect(card.birth > '1930').toBe(true);
  }
});

it('the ids in the tray are unique', () => {
  expect(new Set(demoCards.map(({ id }) => id)).size).toBe(demoCards.length);
});
