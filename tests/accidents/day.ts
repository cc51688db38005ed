import { setTimeout as sleep } from 'node:timers/promises';
import { applicant, matters, onSite, uuidv7 } from '../support/counter.ts';
import { signedIn } from '../support/sign-in.ts';
import { signOff } from '../support/sign-off.ts';
import type { Screen, Screens } from './core-child.ts';
import { type Entries, Fault, type Ledger } from './ledger.ts';
import type { Chance } from './seeded.ts';

type Answer = { kind: 'done' } | { kind: 'refused'; refusal: { code: string; message: string } };

/** A busy day in front of one counter: who does something next, and what, follows from the seed and the ledger. */
export interface Day {
  ledger: Ledger;
  chance: Chance;
  screens: Screens;
  /** The answer, or `Killed`. */
  answered<Result>(answer: Promise<Result>): Promise<Result>;
  /** Told of every acknowledged act. */
  onAcknowledged(): void;
  /** The clerk takes a breath of so many milliseconds between two acts; none where nothing is said. */
  breathMs?: number;
}

/** Does an act that must not be refused, and counts it. */
async function done<Given extends Answer>(
  day: Day,
  act: () => Promise<Given>,
): Promise<Extract<Given, { kind: 'done' }>> {
  const answer = await day.answered(act());
  mustBeDone(answer);
  day.ledger.acknowledged += 1;
  day.onAcknowledged();
  return answer as Extract<Given, { kind: 'done' }>;
}

function mustBeDone(answer: Answer): void {
  if (answer.kind === 'refused') throw new Fault(`refused: ${answer.refusal.code} ${answer.refusal.message}`);
}

/** Surnames enough that one applicant is told from another. */
const names = ['豫小满', '管晓禾', '商芒种', '城立秋', '豫白露', '管霜降'] as const;
const mostWaiting = 12;

/** Somebody takes a number every now and then. One whose answer was lost is asked for again under the same id. */
export async function kioskAtWork(day: Day): Promise<never> {
  const { ledger, chance, screens } = day;
  for (;;) {
    await day.answered(sleep(chance.between(2, 40)));
    if (ledger.withStatus(ledger.tickets, 'waiting').length >= mostWaiting) continue;
    const lost = [...ledger.tickets].find(([, { status }]) => status === null);
    const id = lost?.[0] ?? uuidv7();
    const entry = lost?.[1] ?? { status: null, asked: null, number: null };
    ledger.tickets.set(id, entry);
    const categoryId = chance.oneOf(['civil', 'business', 'other']);
    const { number } = await ledger.change(entry, 'waiting', () =>
      done(day, () => screens.kiosk.issue({ ticketId: id, categoryId })),
    );
    entry.number = number;
  }
}

/** A clerk who signs in and goes from one act to the next. */
export async function clerkAtWork(day: Day): Promise<never> {
  const { screens } = day;
  const credentials = { staffNumber: 'G1001', password: 'demo-G1001' };
  mustBeDone(await signedIn(() => day.answered(screens.clerk.signIn(credentials))));
  // The page is open all the time and gets its snapshots.
  void watch(screens.clerk.watch).catch(() => {});
  for (;;) {
    const visitId = day.ledger.openVisit();
    if (visitId === null) await withNobody(day);
    else await withVisit(day, visitId);
    if (day.breathMs) await day.answered(sleep(day.breathMs));
  }
}

/** The department's desk: whoever signs off there takes what comes in, until the desk is killed or told to rest. */
export async function chiefAtWork(
  { desk, ledger, answered }: Pick<Day, 'ledger' | 'answered'> & { desk: Screen<'department'> },
  isOver: () => boolean = () => false,
): Promise<void> {
  mustBeDone(await signedIn(() => answered(desk.signIn({ staffNumber: 'G2001', password: 'demo-G2001' }))));
  while (!isOver()) {
    for (const { id: caseId } of await answered(desk.cases.list({ scope: 'inbox' }))) {
      ledger.signing = caseId;
      mustBeDone(await answered(signOff(desk, { caseId, outcome: 'approved', opinion: '同意。' })));
      ledger.signedOff.add(caseId);
      ledger.signing = null;
    }
    await answered(sleep(200));
  }
}

async function watch(subscribe: () => Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await subscribe());
}

/** Nobody is being received: results are handed out, or the next one is called. */
async function withNobody(day: Day): Promise<void> {
  const { ledger, chance, screens } = day;
  const { clerk } = screens;
  const [called] = ledger.withStatus(ledger.tickets, 'called');
  if (called !== undefined) {
    const [ticketId, ticket] = called;
    const comes = chance.next();
    if (comes < 0.15) await done(day, () => clerk.queue.recall());
    else if (comes < 0.3) {
      await ledger.change(ticket, 'missed', () => done(day, () => clerk.queue.miss()));
    } else {
      await ledger.change(ticket, 'serving', () => openVisit(day, ticketId, () => clerk.queue.arrive()));
    }
    return;
  }
  if (chance.happens(0.3) && (await handOutResult(day))) return;
  const [waiting] = ledger.withStatus(ledger.tickets, 'waiting');
  if (waiting === undefined || chance.happens(0.2)) return openVisit(day, null, () => clerk.visits.open());
  const [ticketId, ticket] = waiting;
  await ledger.change(ticket, 'called', () => done(day, () => clerk.queue.callNext({ ticketId })));
}

async function openVisit(
  day: Day,
  ticketId: string | null,
  act: Screens['clerk']['visits']['open'],
): Promise<void> {
  const { ledger } = day;
  ledger.opening = { ticketId };
  const { visitId } = await done(day, () => act());
  ledger.opening = null;
  ledger.visits.set(visitId, { status: 'open', asked: null, number: null });
  ledger.entries = { visitId, name: null, matterCode: null, ticked: 0 };
}

/** Issues or delivers the oldest result that has come back from the department. */
async function handOutResult(day: Day): Promise<boolean> {
  const { ledger, chance, screens } = day;
  const results = await day.answered(screens.clerk.cases.list({ scope: 'results', text: '' }));
  const row = results.at(-1);
  const file = row === undefined ? undefined : ledger.cases.get(row.id);
  if (row === undefined || file === undefined) return false;
  file.status = row.status;
  if (row.status === 'decided') {
    await ledger.change(file, 'issued', () =>
      done(day, () => screens.clerk.handing.issue({ caseId: row.id, copies: 1 })),
    );
  } else {
    const recipient = { recipientName: chance.oneOf(names), relation: 'self' } as const;
    await ledger.change(file, 'delivered', () =>
      done(day, () => screens.clerk.handing.deliver({ caseId: row.id, ...recipient, ...onSite })),
    );
  }
  return true;
}

/** Somebody is being received: the next entry, or the case, or goodbye. */
async function withVisit(day: Day, visitId: string): Promise<void> {
  const { ledger, chance, screens } = day;
  const { clerk } = screens;
  const entries = ledger.entries ?? { visitId, name: null, matterCode: null, ticked: 0 };
  const enter = async (change: Partial<Entries>, act: () => Promise<Answer>) => {
    ledger.entriesAsked = { ...entries, ...change };
    await done(day, act);
    ledger.entries = ledger.entriesAsked;
    ledger.entriesAsked = null;
  };
  const ofVisit = [...ledger.cases].filter(([, file]) => file.visitId === visitId);
  const [received] = ofVisit.filter(([, { status }]) => status === 'received');
  if (received !== undefined && chance.happens(0.9)) {
    const [caseId, file] = received;
    await ledger.change(file, 'accepted', () => done(day, () => clerk.cases.accept({ caseId })));
    return;
  }
  if (entries.name === null) {
    const name = chance.oneOf(names);
    return enter({ name }, () => clerk.draft.setApplicant({ ...applicant, name }));
  }
  if (entries.matterCode === null) {
    if (ofVisit.length > 0 && chance.happens(0.7)) return closeVisit(day, visitId);
    const code = chance.happens(0.8) ? matters.sunk : matters.own;
    return enter({ matterCode: code, ticked: 0 }, () => clerk.draft.setMatter({ code }));
  }
  if (entries.ticked === 0) {
    const matter = await day.answered(clerk.matters.get({ code: entries.matterCode }));
    const ticked = matter?.materials.filter(({ required }) => required).length ?? 0;
    return enter({ ticked }, () => clerk.draft.tickAllMaterials());
  }
  if (chance.happens(0.2)) {
    ledger.unmaskingAsked = true;
    await done(day, () => clerk.draft.reveal());
    ledger.unmaskings += 1;
    ledger.unmaskingAsked = false;
  }
  if (chance.happens(0.4)) await confirm(day);
  ledger.receiving = entries;
  const { case: row } = await done(day, () => clerk.cases.receive());
  ledger.receiving = null;
  ledger.cases.set(row.id, { status: row.status, asked: null, number: row.caseNumber, visitId });
  ledger.entries = { ...entries, matterCode: null, ticked: 0 };
}

async function closeVisit(day: Day, visitId: string): Promise<void> {
  const { ledger, screens } = day;
  const visit = ledger.visits.get(visitId);
  if (visit === undefined) throw new Error('the open visit is not in the ledger');
  // The ticket of whoever is being received ends with the visit.
  const [served] = ledger.withStatus(ledger.tickets, 'serving');
  const close = () =>
    ledger.change(visit, 'closed', () => done(day, () => screens.clerk.visits.close({ outcome: 'advised' })));
  await (served === undefined ? close() : ledger.change(served[1], 'served', close));
  ledger.entries = null;
}

/** The citizen confirms what stands on their screen. */
async function confirm(day: Day): Promise<void> {
  const { citizen } = day.screens;
  const look = async () => {
    for await (const screen of await citizen.watch()) return screen;
    return null;
  };
  const screen = await day.answered(look());
  if (screen?.kind === 'entries' && !screen.confirmed) {
    const { digest } = screen;
    await done(day, () => citizen.confirm({ digest }));
  }
}
