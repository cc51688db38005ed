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
  readonly #in: Record<Person['state'], Set<Person>> = {
    ...{ waiting: new Set(), called: new Set(), missed: new Set(), serving: new Set(), served: new Set() },
  };
  /** Received by their number, and the hall may not have heard it. */
  readonly #unheard = new Set<Person>();

  get all(): Person[] {
    return [...this.#byNumber.values()];
  }
  get size(): number {
    return this.#byNumber.size;
  }
  count = (...states: Person['state'][]): number =>
    states.reduce((sum, state) => sum + this.#in[state].size, 0);
  /** Who holds a number and is at no counter. */
  get idle(): Person[] {
    return [...this.#in.waiting, ...this.#in.missed];
  }

  #becomes(person: Person, state: Person['state']): void {
    this.#in[person.state].delete(person);
    person.state = state;
    this.#in[state].add(person);
  }

  /** A number came out of a machine. */
  took(number: string): void {
    mustBe(!this.#byNumber.has(number), () => `two people hold number ${number}`);
    const person: Person = {
      ...{ number, state: 'waiting', counter: null, calls: 0, presentedAt: null },
      ...{ received: false, heardAt: null },
    };
    this.#byNumber.set(number, person);
    this.#in.waiting.add(person);
  }

  #of(number: string): Person {
    const person = this.#byNumber.get(number);
    mustBe(person !== undefined, () => `nobody holds number ${number}`);
    return person as Person;
  }
  holds = (number: string): boolean => this.#byNumber.has(number);

  /**
   * A counter calls a number.
   * @param asked when the hall was asked for the call; null where the counter called alone, out of its own series: what the
   *   hall has heard it cannot know
   * @returns whether somebody comes: whoever was received by their number elsewhere does not
   */
  called(number: string, counter: string, asked: number | null): boolean {
    // Given by the hall while the line broke, and never put on paper: it gets the number on the paper when the kiosk is back.
    if (!this.holds(number)) return false;
    const person = this.#of(number);
    const { state, presentedAt, heardAt } = person;
    if (presentedAt !== null) {
      mustBe(
        asked === null || heardAt === null || heardAt > asked,
        () => `${number} was received at ${presentedAt}, the hall knew it, and ${counter} calls it`,
      );
      return false;
    }
    mustBe(state === 'waiting', () => `${number} is ${state} at ${person.counter} and called by ${counter}`);
    this.#becomes(person, 'called');
    Object.assign(person, { counter, calls: person.calls + 1 });
    return true;
  }

  moved(number: string, from: Person['state'], to: Person['state']): void {
    if (!this.holds(number)) return;
    const person = this.#of(number);
    if (person.presentedAt !== null) return;
    mustBe(person.state === from, () => `${number} is ${person.state}, and becomes ${to} from ${from}`);
    this.#becomes(person, to);
  }

  /** Somebody goes to a counter that cannot reach the hall, with their number in their hand. */
  goesTo(number: string, counter: string): void {
    const person = this.#of(number);
    this.#becomes(person, 'serving');
    Object.assign(person, { counter, presentedAt: counter });
  }
  /** And was not received there after all: they are back where they were. */
  goesBack(number: string, { state, counter, presentedAt }: Person): void {
    const person = this.#of(number);
    this.#becomes(person, state);
    Object.assign(person, { counter, presentedAt });
  }
  isReceived(number: string): void {
    const person = this.#of(number);
    person.received = true;
    this.#unheard.add(person);
  }
  /** A counter has told everything. */
  heard(counter: string): void {
    for (const person of this.#unheard)
      if (person.presentedAt === counter) {
        person.heardAt = performance.now();
        this.#unheard.delete(person);
      }
  }
  served(number: string): void {
    this.#becomes(this.#of(number), 'served');
  }
}
