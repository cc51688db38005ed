import { mustBe } from '../accidents/ledger.ts';

/** Somebody who came to the hall, and what they know: the number on their paper, and what became of it. */
export interface Person {
  readonly number: string;
  state: 'waiting' | 'called' | 'missed' | 'serving' | 'served';
  /** The counter that called them or received them. */
  counter: string | null;
  calls: number;
  /** The counter that received them by the number in their hand; the hall hears of it later. */
  presentedAt: string | null;
  /** And has done so. */
  received: boolean;
  /** When the hall had heard of it, by the clock of this program; null before. */
  heardAt: number | null;
}

/**
 * The memory of all who came, kept outside the program: who holds which number, who was called where, who was served. What
 * must never happen is found here at the moment at which it happens.
 */
export class People {
  readonly #byNumber = new Map<string, Person>();

  get all(): Person[] {
    return [...this.#byNumber.values()];
  }
  count = (...states: Person['state'][]): number =>
    this.all.filter(({ state }) => states.includes(state)).length;

  /** A number came out of a machine. */
  took(number: string): void {
    mustBe(!this.#byNumber.has(number), () => `two people hold number ${number}`);
    this.#byNumber.set(number, {
      ...{ number, state: 'waiting', counter: null, calls: 0, presentedAt: null },
      ...{ received: false, heardAt: null },
    });
  }

  #of(number: string): Person {
    const person = this.#byNumber.get(number);
    mustBe(person !== undefined, () => `nobody holds number ${number}`);
    return person as Person;
  }
  holds = (number: string): boolean => this.#byNumber.has(number);

  /**
   * A counter calls a number. @param asked when the call was asked for
   * @returns whether somebody comes: whoever was received by their number elsewhere does not
   */
  called(number: string, counter: string, asked: number): boolean {
    // Given by the hall while the line broke, and never put on paper: it gets the number on the paper when the kiosk is back.
    if (!this.holds(number)) return false;
    const person = this.#of(number);
    const { state, presentedAt, heardAt } = person;
    if (presentedAt !== null) {
      mustBe(
        heardAt === null || heardAt > asked,
        () => `${number} was received at ${presentedAt}, the hall knew it, and ${counter} calls it`,
      );
      return false;
    }
    mustBe(state === 'waiting', () => `${number} is ${state} at ${person.counter} and called by ${counter}`);
    Object.assign(person, { state: 'called', counter, calls: person.calls + 1 });
    return true;
  }

  moved(number: string, from: Person['state'], to: Person['state']): void {
    if (!this.holds(number)) return;
    const person = this.#of(number);
    if (person.presentedAt !== null) return;
    mustBe(person.state === from, () => `${number} is ${person.state}, and becomes ${to} from ${from}`);
    person.state = to;
  }

  /** Somebody goes to a counter that cannot reach the hall, with their number in their hand. */
  goesTo(number: string, counter: string): void {
    const person = this.#of(number);
    Object.assign(person, { state: 'serving', counter, presentedAt: counter });
  }
  isReceived(number: string): void {
    this.#of(number).received = true;
  }
  /** A counter has told everything. */
  heard(counter: string): void {
    for (const person of this.all)
      if (person.presentedAt === counter && person.received) person.heardAt ??= performance.now();
  }
  served(number: string): void {
    this.#of(number).state = 'served';
  }
}
