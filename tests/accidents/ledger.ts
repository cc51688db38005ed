/** Where a subject may stand: as it was acknowledged, or as it was asked to be when the answer never came. */
export interface Entry {
  /** What was acknowledged last; null where nothing was. */
  status: string | null;
  /** What was asked for and not answered yet. */
  asked: string | null;
  /** Its number as somebody has it on paper. */
  number: string | null;
}

/** What is entered for a visit, as far as the entries of this day differ. */
export interface Entries {
  visitId: string;
  name: string | null;
  matterCode: string | null;
  ticked: number;
}

/**
 * The memory of whoever stands in front of the counter: everything that the program has acknowledged, kept where no
 * kill of the program reaches it, and what was under way when it died.
 */
export class Ledger {
  readonly tickets = new Map<string, Entry>();
  readonly visits = new Map<string, Entry>();
  readonly cases = new Map<string, Entry & { visitId: string }>();
  /** The number of a case comes with its answer, and so do the ids of visit and case. */
  opening: { ticketId: string | null } | null = null;
  receiving: Entries | null = null;
  /** The entries as acknowledged; null while nobody is being received. */
  entries: Entries | null = null;
  entriesAsked: Entries | null = null;
  unmaskings = 0;
  unmaskingAsked = false;
  /** Cases that the department has acknowledged as signed off. */
  readonly signedOff = new Set<string>();
  /** The one that is being signed off; it may be, or may not be. */
  signing: string | null = null;
  acknowledged = 0;

  /** Gives an act on a subject that is known already: asked before it is sent, acknowledged when it is answered. */
  async change<Answer>(entry: Entry, next: string, act: () => Promise<Answer>): Promise<Answer> {
    entry.asked = next;
    const answer = await act();
    entry.status = next;
    entry.asked = null;
    return answer;
  }

  /** The visit that is open as far as is known. */
  openVisit(): string | null {
    for (const [id, { status }] of this.visits) if (status === 'open') return id;
    return null;
  }

  withStatus<Known extends Entry>(entries: ReadonlyMap<string, Known>, status: string): [string, Known][] {
    return [...entries].filter(([, entry]) => entry.status === status);
  }
}

/** The first thing that is not as it was acknowledged. */
export class Fault extends Error {}

export function mustBe(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Fault(what());
}
