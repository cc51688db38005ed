import { sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { CommandResult } from '#shared/contracts/district.ts';
import type { Facts } from '#shared/decider.ts';
import { actorOf, authorityDays } from '#shared/identity/authority.ts';
import { applyCommand, readState } from '#shared/subjects.ts';
import { type Envelope, otherCaseOf, proofOf, type SubjectKind } from '#shared/sync/command.ts';
import { awaited } from '#shared/sync/quarantine.ts';
import { placeOf } from '../identity/installation.ts';
import { signatureFault, wantsSignature } from '../identity/person-key.ts';
import { faultOf } from '../log.ts';
import { withMatters } from '../organisation/published.ts';
import { type Batch, type Verdict, verdictOf } from './batch.ts';
import type { Link } from './chain.ts';
import { effectsOf, registered } from './effects.ts';
import { dispose, itemOf } from './quarantine.ts';
import { alsoSees, relationsOf } from './relations.ts';
import { resultOf } from './results.ts';
import { officeConcern } from './wake-ups.ts';
import { Work } from './work.ts';

/** What was taken of a batch. */
export interface Taken {
  results: CommandResult[];
  /** The last command that was taken; null where none was. */
  last: Link | null;
  /** From this sequence number on nothing was taken: somebody else's lost step has to come back first. */
  behind?: number;
}

/** A change of one of these concerns nobody but those who see the subject; an office watches over the others. */
const plainKinds: ReadonlySet<SubjectKind> = new Set(['ticket', 'visit', 'caseFile']);
const isPlain = ({ envelope }: Link): boolean =>
  envelope === null || (plainKinds.has(envelope.subject.kind) && !registered.has(envelope.name));

/**
 * Takes commands whose place in the chain is right: decides each, writes what follows from it, and stores its result.
 * Whatever happens to one, its neighbours stand.
 */
export async function takeLinks(batch: Batch, links: readonly Link[]): Promise<Taken> {
  const taken: Taken = { results: [], last: null };
  for (let at = 0; at < links.length; ) {
    const next = links.slice(at).findIndex((link) => !isPlain(link));
    // What changes more than its subject is taken by itself.
    const length = next === -1 ? links.length - at : Math.max(1, next);
    const run = await takeRun(batch, links.slice(at, at + length));
    taken.results.push(...run.results);
    taken.last = run.last ?? taken.last;
    if (run.behind !== undefined) return { ...taken, behind: run.behind };
    at += length;
  }
  return taken;
}

/** Takes some as one piece of work; where that cannot be written, one by one, so that the one at fault is found. */
async function takeRun(batch: Batch, links: readonly Link[]): Promise<Taken> {
  const taken = await guarded(batch, (work, said) => takeInto(batch, work, links, said), links);
  if (taken !== null) return taken;
  const [only] = links;
  if (links.length === 1 && only !== undefined) return takeFailed(batch, only);
  const all: Taken = { results: [], last: null };
  for (const link of links) {
    const one = await takeRun(batch, [link]);
    all.results.push(...one.results);
    all.last = one.last ?? all.last;
    if (one.behind !== undefined) return { ...all, behind: one.behind };
  }
  return all;
}

/** Says something once the work that it is about stands. */
type Said = (() => void)[];

/** Does a piece of work behind a savepoint: whole, or null where it cannot be done and has left nothing. */
async function guarded<Result>(
  batch: Batch,
  act: (work: Work, said: Said) => Promise<Result>,
  links: readonly Pick<Link, 'envelope' | 'commandId'>[],
): Promise<Result | null> {
  const { trx, installation, arrival, log } = batch;
  const said: Said = [];
  await sql`savepoint piece`.execute(trx);
  try {
    const envelopes = links.flatMap(({ envelope }) => envelope ?? []);
    const work = await Work.begin(trx, installation, envelopes, new Date(arrival.uploadedAt));
    const result = await act(work, said);
    await work.write();
    await sql`release savepoint piece`.execute(trx);
    for (const say of said) say();
    return result;
  } catch (error) {
    // If the database itself is in trouble, this fails as well, and the whole batch comes again.
    await sql`rollback to savepoint piece`.execute(trx);
    await sql`release savepoint piece`.execute(trx);
    if (isPassing(error)) throw error;
    if (links.length === 1)
      log.error({ fault: faultOf(error), commandId: links[0]?.commandId }, 'a command failed');
    return null;
  }
}

async function takeInto(batch: Batch, work: Work, links: readonly Link[], said: Said): Promise<Taken> {
  const taken: Taken = { results: [], last: null };
  for (const link of links) {
    if (batch.catchingUp && isAhead(work, link)) return { ...taken, behind: link.seq };
    const verdict = await verdictOn(batch, work, link, said);
    taken.results.push(note(batch, work, link, verdict, said));
    taken.last = link;
  }
  return taken;
}

/** A command that cannot be decided, or whose outcome cannot be written, is held back. */
async function takeFailed(batch: Batch, link: Link): Promise<Taken> {
  const said: Said = [];
  const work = await Work.begin(batch.trx, batch.installation, [], new Date(batch.arrival.uploadedAt));
  const result = note(batch, work, link, { outcome: 'quarantined', reason: 'failed' }, said);
  await work.write();
  for (const say of said) say();
  return { results: [result], last: link };
}

/**
 * Whether a command was given upon a state of its subject that this district once confirmed and, having been restored,
 * no longer has: somebody else's step is missing, and will come back from them. Decided now, it would be refused for
 * want of it.
 */
const isAhead = (work: Work, { envelope }: Link): boolean =>
  envelope !== null && work.revision(envelope.subject.kind, envelope.subject.id) < envelope.baseRevision;

/** Stores what became of a command; one that is held back becomes an item for people to look at. */
function note(batch: Batch, work: Work, link: Link, verdict: Verdict, said: Said): CommandResult {
  const { seq, commandId, envelope } = link;
  const stampedAt = verdict.stampedAt ?? new Date(batch.arrival.uploadedAt);
  const refusal = verdict.outcome === 'refused' ? verdict.refusal : null;
  const { outcome } = verdict;
  work.addCommand({ seq, commandId, hash: link.hash, raw: link.raw, outcome, refusal, stampedAt }, envelope);
  if (verdict.outcome === 'quarantined') {
    const { reason } = verdict;
    const installation = batch.installation.id;
    said.push(() =>
      batch.log.error(
        { alarm: 'quarantined', installation, seq, commandId, reason },
        'a command was quarantined',
      ),
    );
    const item = itemOf(batch.installation, link, reason, stampedAt);
    concern(
      batch,
      'quarantine',
      work.change('quarantine', item.id, item, relationsOf('quarantine', item, batch.installation)),
    );
    if (envelope !== null && awaited.includes(reason)) work.holdBack(envelope.subject.id);
  }
  return resultOf({ seq, command_id: commandId, outcome, refusal, stamped_at: stampedAt });
}

async function verdictOn(batch: Batch, work: Work, { envelope }: Link, said: Said): Promise<Verdict> {
  const revoked = batch.installation.revoked_at !== null;
  if (envelope === null) return { outcome: 'quarantined', reason: revoked ? 'revoked' : 'unreadable' };
  const before = work.before(envelope.commandId);
  if (before !== null) return verdictOf(before, envelope);
  // What builds upon a step that is held back would only be refused for want of it: both wait together.
  if (work.isHeldBack(envelope.subject.id)) return { outcome: 'quarantined', reason: 'follows' };
  if (revoked) return { outcome: 'quarantined', reason: 'revoked' };
  return decide(batch, work, envelope, authorityDays(envelope, stampOf(envelope, batch.arrival)), said);
}

/** Decides one command by itself; see `DecideAlone`. */
async function decideAlone(
  batch: Batch,
  envelope: Envelope,
  authorityOn: readonly BeijingDate[],
): Promise<Verdict> {
  const verdict = await guarded(batch, (work, said) => decide(batch, work, envelope, authorityOn, said), [
    { envelope, commandId: envelope.commandId },
  ]);
  return verdict ?? { outcome: 'quarantined', reason: 'failed' };
}

/**
 * Whether an error says something about the moment and not about the command: connection (08), rollback (40),
 * resources (53), locks (55), operator (57), system (58).
 */
const isPassing = (error: unknown): boolean =>
  /^(08|40|53|55|57|58)/.test(String((error as { code?: unknown }).code ?? ''));

/** The other case that a command names, which its batch has locked along with its subject. */
function caseNamedBy(work: Work, envelope: Envelope): Facts['caseFile'] {
  const named = otherCaseOf(envelope);
  const held = named === null ? null : (work.state('caseFile', named) as CaseFile | null);
  return (id) => (held !== null && id === named ? readState('caseFile', held) : null);
}

/** @param authorityOn the days on each of which the actor's posting must hold */
async function decide(
  batch: Batch,
  work: Work,
  envelope: Envelope,
  authorityOn: readonly BeijingDate[],
  said: Said,
): Promise<Verdict> {
  const { installation, arrival, published, log } = batch;
  const { commandId } = envelope;
  const stamp = stampOf(envelope, arrival);
  const fault = wantsSignature(envelope)
    ? signatureFault(envelope, work.keys(envelope.actorId), momentOf(stamp))
    : null;
  if (fault !== null) {
    said.push(() =>
      log.error({ alarm: 'badPersonSignature', commandId, fault }, 'a command is not signed by its person'),
    );
    return { outcome: 'quarantined', reason: 'badSignature' };
  }
  const place = placeOf(installation);
  const posting = envelope.postingId === null ? undefined : published?.posting(envelope.postingId);
  const [actor = null, ...others] = authorityOn.map((day) => actorOf(envelope, posting, place, day));
  // What somebody did who held no posting then is held back, not lost: people decide what becomes of it.
  if (published === null || actor === null || others.includes(null) || envelope.counterId !== place.counterId)
    return { outcome: 'quarantined', reason: 'notPosted' };
  const facts: Facts = {
    actor,
    place,
    stamp,
    clock: envelope,
    proof: proofOf(envelope),
    givenAgain: envelope.givenAgain,
    caseFile: caseNamedBy(work, envelope),
    matter: published.matter,
    publishedMatters: published.matters,
    organisations: published.reference.organisations,
    counter: (id) => published.reference.counters.find((each) => String(each.id) === id),
    calendar: published.reference.calendar,
    demo: published.reference.demo ?? false,
    postings: published.staff.postings,
  };
  const { kind, id } = envelope.subject;
  const outcome = applyCommand(work.state(kind, id), envelope, facts);
  if (outcome.kind === 'unreadable') {
    const { reason } = outcome;
    said.push(() => log.error({ commandId, reason }, 'a command cannot be read'));
    return { outcome: 'quarantined', reason: 'unreadable' };
  }
  if (outcome.kind === 'refused') return { outcome: 'refused', refusal: outcome.refusal };

  const { state } = outcome;
  for (const each of alsoSees(kind, state)) batch.concerned.add(each);
  concern(batch, kind, work.change(kind, id, state, relationsOf(kind, state, installation)));
  work.addEvents(envelope, state.revision, outcome.events);
  if (plainKinds.has(kind) && !registered.has(envelope.name)) return { outcome: 'applied' };

  await work.write();
  const effects = await effectsOf(batch.trx, kind, state, {
    ...{ name: envelope.name, matter: facts.matter, counter: facts.counter, now: arrival.uploadedAt },
  });
  batch.everyone ||= effects.everyone;
  if (effects.register) batch.published = await batch.reload(batch.trx);
  // Reading some thousands of matters again for each change of one would take the whole day.
  if (effects.matters.length > 0) batch.published = withMatters(published, effects.matters);
  if (effects.disposed !== null) await dispose(batch, effects.disposed, decideAlone);
  return { outcome: 'applied' };
}

/** Collects who sees a subject changed. */
function concern(batch: Batch, kind: SubjectKind, relations: object): void {
  for (const each of Object.values(relations)) if (each !== null) batch.concerned.add(each);
  if (!plainKinds.has(kind)) batch.concerned.add(officeConcern);
}
