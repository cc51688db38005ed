import { type Entries, type Entry, type Ledger, mustBe } from './ledger.ts';
import type { StoreOnDisk } from './soundness.ts';

/** What came of the acts that were under way when the program died. */
export interface Survivors {
  done: number;
  notDone: number;
}

interface Draft {
  applicant: { name: string } | null;
  matterCode: string | null;
  tickedMaterialIds: string[];
}

/**
 * Holds a store against the memory of whoever stood in front of it: everything acknowledged is there, and what was
 * never answered is there wholly or not at all. The ledger then goes on from what is there.
 */
export function reconcile(store: StoreOnDisk, ledger: Ledger): Survivors {
  const survivors: Survivors = { done: 0, notDone: 0 };
  const settled = (wasDone: boolean) => {
    survivors[wasDone ? 'done' : 'notDone'] += 1;
  };
  const { opening, receiving } = ledger;
  ledger.opening = null;
  ledger.receiving = null;
  const opened = reconcileVisits(store, ledger, opening !== null, settled);
  // An arrival is the ticket's and the visit's: both or neither.
  const arriving = opening?.ticketId == null ? undefined : ledger.tickets.get(opening.ticketId);
  reconcileTickets(store, ledger, settled);
  if (opening !== null && arriving === undefined) settled(opened);
  mustBe(
    arriving === undefined || (arriving.status === 'serving') === opened,
    () => `half an arrival: the ticket is ${arriving?.status}, a visit was${opened ? '' : ' not'} opened`,
  );
  const taken = reconcileCases(store, ledger, receiving, settled);
  if (receiving !== null) settled(taken);
  reconcileEntries(store, ledger, taken);
  const looked = store.rows('SELECT id FROM unmasking').length;
  mustBe(
    looked === ledger.unmaskings || (ledger.unmaskingAsked && looked === ledger.unmaskings + 1),
    () => `${looked} unmaskings on record, ${ledger.unmaskings} acknowledged`,
  );
  ledger.unmaskings = looked;
  ledger.unmaskingAsked = false;
  return survivors;
}

type Row = { id: string; status: string; number: string | null };
type Settled = (wasDone: boolean) => void;

/** One subject against what is known of it. */
function settle(what: string, entry: Entry, row: Row | undefined, settled: Settled): void {
  const real = row?.status ?? null;
  const isAsDecided = (status: string | null) => status === 'accepted' && real === 'decided';
  mustBe(
    real === entry.status ||
      (entry.asked !== null && real === entry.asked) ||
      isAsDecided(entry.status) ||
      isAsDecided(entry.asked),
    () => `${what} is ${real}; acknowledged was ${entry.status}, asked for ${entry.asked}`,
  );
  mustBe(
    entry.number === null || entry.number === row?.number,
    () => `${what} had number ${entry.number}, and has ${row?.number}`,
  );
  if (entry.asked !== null) settled(real !== entry.status);
  entry.status = real;
  entry.asked = null;
  entry.number = row?.number ?? null;
}

function reconcileTickets(store: StoreOnDisk, ledger: Ledger, settled: Settled): void {
  const rows = byId(store.rows<Row>(`SELECT id, status, state ->> '$.number' AS number FROM ticket`));
  for (const [id, entry] of ledger.tickets) settle(`ticket ${id}`, entry, rows.get(id), settled);
  for (const id of rows.keys()) mustBe(ledger.tickets.has(id), () => `nobody took ticket ${id}`);
}

/** @returns whether a visit is there that nobody was told of */
function reconcileVisits(store: StoreOnDisk, ledger: Ledger, opening: boolean, settled: Settled): boolean {
  const rows = byId(store.rows<Row>('SELECT id, status, NULL AS number FROM visit'));
  for (const [id, entry] of ledger.visits) settle(`visit ${id}`, entry, rows.get(id), settled);
  const unknown = [...rows.values()].filter(({ id }) => !ledger.visits.has(id));
  mustBe(unknown.length <= (opening ? 1 : 0), () => `nobody opened ${JSON.stringify(unknown)}`);
  for (const { id, status } of unknown) {
    mustBe(status === 'open', () => `a visit that was just opened is ${status}`);
    ledger.visits.set(id, { status, asked: null, number: null });
    ledger.entries = { visitId: id, name: null, matterCode: null, ticked: 0 };
  }
  return unknown.length > 0;
}

/** @returns whether a case is there that nobody was told of: the one that was asked for, and whole */
function reconcileCases(
  store: StoreOnDisk,
  ledger: Ledger,
  asked: Entries | null,
  settled: Settled,
): boolean {
  const found = store.rows<Row & { visit_id: string; name: string; matter: string; materials: number }>(
    `SELECT id, status, case_number AS number, visit_id, state ->> '$.applicant.personal.name' AS name,
       state ->> '$.matter.code' AS matter, json_array_length(state, '$.materials') AS materials FROM case_file`,
  );
  const rows = byId(found);
  for (const [id, entry] of ledger.cases) settle(`case ${id}`, entry, rows.get(id), settled);
  const unknown = found.filter(({ id }) => !ledger.cases.has(id));
  mustBe(unknown.length <= (asked === null ? 0 : 1), () => `nobody took in ${JSON.stringify(unknown)}`);
  for (const { id, status, number, visit_id: visitId, name, matter, materials } of unknown) {
    mustBe(
      status === 'received' &&
        asked?.visitId === visitId &&
        asked.name === name &&
        asked.matterCode === matter &&
        asked.ticked === materials,
      () => `case ${id} is not the one that was asked for`,
    );
    ledger.cases.set(id, { status, asked: null, number, visitId });
    ledger.entries = { visitId, name, matterCode: null, ticked: 0 };
  }
  return unknown.length > 0;
}

/**
 * What was being entered, exactly as it was acknowledged. Of a case that only the journal held, the next case's entries
 * begin empty instead of with the same applicant.
 */
function reconcileEntries(store: StoreOnDisk, ledger: Ledger, taken: boolean): void {
  const { entries, entriesAsked } = ledger;
  const visitId = ledger.openVisit();
  const [row] = store.rows<{ body: string }>('SELECT body FROM draft WHERE visit_id = ?', visitId ?? '');
  const draft: Draft | null = row === undefined ? null : JSON.parse(row.body);
  const real: Entries | null =
    visitId === null
      ? null
      : {
          visitId,
          name: draft?.applicant?.name ?? null,
          matterCode: draft?.matterCode ?? null,
          ticked: draft?.tickedMaterialIds.length ?? 0,
        };
  const is = (other: Entries | null) => JSON.stringify(real) === JSON.stringify(other);
  mustBe(
    real === null ||
      is(entries) ||
      (entriesAsked !== null && is(entriesAsked)) ||
      (taken && row === undefined),
    () => `entered is ${JSON.stringify(real)}; acknowledged was ${JSON.stringify(entries)}`,
  );
  ledger.entries = real;
  ledger.entriesAsked = null;
}

const byId = <Found extends { id: string }>(rows: readonly Found[]) =>
  new Map(rows.map((row) => [row.id, row]));
