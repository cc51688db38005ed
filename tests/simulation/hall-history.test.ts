import { describe, expect, it } from 'vitest';
import { type MemberHistory, mustHold } from './hall-history.ts';
import { People } from './hall-people.ts';

/** A001 was served at counter 1 and A002 missed its call; K1A001 was taken at a kiosk alone and handed over. */
function aDay(): { hall: MemberHistory; kiosk: MemberHistory; people: People } {
  const people = new People();
  for (const number of ['A001', 'A002', 'K1A001']) {
    people.took(number);
    people.called(number, 'counter-1', 0);
    if (number === 'A002') people.moved(number, 'called', 'missed');
    else {
      people.moved(number, 'called', 'serving');
      people.served(number);
    }
  }
  const tickets: MemberHistory['tickets'] = [
    { id: 'one', number: 'A001', status: 'served' },
    { id: 'two', number: 'A002', status: 'missed' },
    { id: 'three', number: 'K1A001', status: 'served' },
  ];
  const alone: MemberHistory['tickets'] = [{ id: 'own', number: 'K1A001', status: 'handedOver' }];
  return {
    hall: { name: 'counter-1', notes: 0, tickets },
    kiosk: { name: 'kiosk-1', notes: 0, tickets: alone },
    people,
  };
}

describe('the history of a hall', () => {
  it('holds where everybody who came was served or missed their call', () => {
    const { hall, kiosk, people } = aDay();
    expect(() => mustHold([hall, kiosk], people)).not.toThrow();
  });

  it.each<[string, string, (day: ReturnType<typeof aDay>) => void]>([
    [
      'has nobody in it whom no paper knows',
      'A009 is in the history, and nobody holds it',
      ({ hall }) => {
        hall.tickets = [...hall.tickets, { id: 'nine', number: 'A009', status: 'served' }];
      },
    ],
    [
      'loses nobody',
      'A002 is lost',
      ({ hall }) => {
        hall.tickets = hall.tickets.filter(({ number }) => number !== 'A002');
      },
    ],
    [
      'loses nobody who was handed over and never arrived',
      'K1A001 is lost',
      ({ hall }) => {
        hall.tickets = hall.tickets.filter(({ number }) => number !== 'K1A001');
      },
    ],
    [
      'has a number once',
      'K1A001 is in the history twice',
      ({ kiosk }) => {
        kiosk.tickets = [{ id: 'own', number: 'K1A001', status: 'missed' }];
      },
    ],
    [
      'has one writer for a ticket',
      'one is written by counter-1 and by kiosk-1',
      ({ kiosk }) => {
        kiosk.tickets = [{ id: 'one', number: 'A001', status: 'handedOver' }];
      },
    ],
    [
      'ends for everybody as they remember it',
      'A001 was served (called), and is missed at counter-1',
      ({ hall }) => {
        hall.tickets = hall.tickets.map((each) => (each.id === 'one' ? { ...each, status: 'missed' } : each));
      },
    ],
    [
      'leaves nothing untold',
      'kiosk-1 has not told the hall 2 notes',
      ({ kiosk }) => {
        kiosk.notes = 2;
      },
    ],
  ])('%s', (_, said, spoil) => {
    const day = aDay();
    spoil(day);
    expect(() => mustHold([day.hall, day.kiosk], day.people)).toThrow(said);
  });
});

describe('whoever came to a hall', () => {
  it('holds a number alone', () => {
    const { people } = aDay();
    expect(() => people.took('A001')).toThrow('two people hold number A001');
  });

  it('is called once: neither while at a counter, nor after being served', () => {
    const people = new People();
    people.took('A001');
    expect(people.called('A001', 'counter-1', 0)).toBe(true);
    expect(() => people.called('A001', 'counter-2', 0)).toThrow('A001 is called at counter-1');
    people.moved('A001', 'called', 'serving');
    people.served('A001');
    expect(() => people.called('A001', 'counter-2', 0)).toThrow('A001 is served at counter-1');
  });

  it('is not called by the hall once it has heard that they were received by their number', () => {
    const people = new People();
    people.took('A001');
    people.goesTo('A001', 'counter-2');
    people.isReceived('A001');
    const before = performance.now();
    // The hall cannot know yet, and nobody comes.
    expect(people.called('A001', 'counter-1', before)).toBe(false);
    people.heard('counter-2');
    const after = performance.now() + 1;
    expect(() => people.called('A001', 'counter-1', after)).toThrow('the hall knew it');
    // A counter that is alone cannot know what the hall does.
    expect(people.called('A001', 'counter-1', null)).toBe(false);
  });
});
