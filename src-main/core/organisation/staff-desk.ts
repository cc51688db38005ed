import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { PostingEntry, SheetReport, StaffChangeRow, StaffRow } from '#shared/contracts/office.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { isActivePosting, type StaffPosting, staffPostingSchema } from '#shared/organisation/staff.ts';
import { type StaffRegister, staffFindings } from '#shared/organisation/staff-rules.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import type { Acting, Intent, Performed } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { sheetImport } from './sheet-import.ts';
import { readingOf, staffChangeRow, staffRow } from './staff-views.ts';

/** How many rows one page of a list has. */
export const pageRows = 50;

interface Filter {
  organisationId: string | null;
  state: 'inPost' | 'ended' | 'all';
  warned: boolean;
  text: string;
  page: number;
}

/** The staff register at an office: what is read of it, what is proposed and what is reviewed. */
export type StaffDesk = ReturnType<typeof staffDesk>;

export function staffDesk(store: Store) {
  const register = (): StaffRegister => store.knowledge.facts();
  const today = () => beijingDateOf(store.now());
  const waiting = (): StaffPosting[] =>
    store.staffChanges.where(`status = 'proposed'`).map(({ state }) => state.posting);

  function list(actor: Actor, { organisationId, state, warned, text, page }: Filter) {
    const reading = readingOf(store, actor);
    const on = reading.today;
    const typed = text.normalize('NFKC').trim().toUpperCase();
    const found = reading.register.postings.filter((posting) => {
      const { to, name, staffNumber } = posting;
      if (
        organisationId !== null &&
        ![posting.organisationId, posting.unitId].some((id) => id === organisationId)
      )
        return false;
      if (state === 'inPost' ? to !== null && to < on : state === 'ended' && (to === null || to >= on))
        return false;
      if (typed !== '' && !staffNumber.startsWith(typed) && !name.toUpperCase().includes(typed)) return false;
      // What has ended is warned of no more.
      return !warned || (isOpen(posting, on) && staffFindings(posting, reading.register, on).length > 0);
    });
    found.sort((a, b) => a.staffNumber.localeCompare(b.staffNumber) || a.from.localeCompare(b.from));
    const rows: StaffRow[] = found
      .slice((page - 1) * pageRows, page * pageRows)
      .map((posting) => staffRow(posting, reading));
    return { rows, total: found.length };
  }

  function changes(actor: Actor, status: 'proposed' | 'reviewed', page: number) {
    const reading = readingOf(store, actor);
    const condition = status === 'proposed' ? `status = 'proposed'` : `status <> 'proposed'`;
    // The ids are in the order of time.
    const rows: StaffChangeRow[] = store.staffChanges
      .where(`${condition} ORDER BY id DESC LIMIT ? OFFSET ?`, pageRows, (page - 1) * pageRows)
      .map((subject) => staffChangeRow(subject, reading));
    return { rows, total: store.staffChanges.count(condition) };
  }

  function get(actor: Actor, postingId: string) {
    const reading = readingOf(store, actor);
    const history = store.staffChanges
      .where(`state ->> '$.posting.postingId' = ? ORDER BY id DESC`, postingId)
      .map((subject) => staffChangeRow(subject, reading));
    const held = reading.register.postings.find((each) => each.postingId === postingId);
    const posting = held === undefined ? history[0]?.posting : staffRow(held, reading);
    if (posting === undefined) return null;
    const oldest = history.filter(({ status }) => status !== 'returned').at(-1);
    return { posting, fromSetUp: held !== undefined && oldest?.kind !== 'new', changes: history };
  }

  /** What was typed, as a posting: a person who is known by their number keeps their id. */
  function postingOf(entry: PostingEntry): StaffPosting {
    const { postings } = register();
    const held = postings.find((each) => each.postingId === entry.postingId);
    const known =
      held ??
      [...postings, ...waiting()].find(
        (each) => each.staffNumber === entry.staffNumber && each.name === entry.name,
      );
    const { certificateNumber, certificateUntil, ...rest } = entry;
    return staffPostingSchema.parse({
      ...rest,
      postingId: held?.postingId ?? `posting-${uuidv7()}`,
      personId: known?.personId ?? `person-${uuidv7()}`,
      certificate:
        certificateNumber === '' || certificateUntil === null
          ? null
          : { number: certificateNumber, validUntil: certificateUntil },
    });
  }

  /** The warnings that have not been read by whoever decides, as a refusal that names them. */
  function unseen(postings: readonly StaffPosting[], seen: readonly string[]): Refused | null {
    const found = postings
      .flatMap((posting) => staffFindings(posting, register(), today()))
      .filter(({ level, code }) => (level === 'warning' || level === 'conflict') && !seen.includes(code));
    const [first] = found;
    return first === undefined ? null : refused('warningsUnseen', `提交前请先看这条提醒：${first.message}`);
  }

  const isWaiting = (postingId: string) => waiting().some((each) => each.postingId === postingId);

  return {
    list,
    changes,
    get,
    ...sheetImport(store, { register, waiting, today }),

    check(entry: PostingEntry) {
      const fault = entryFault(entry);
      if (fault !== null) return [{ level: 'contradiction' as const, code: 'entryFault', message: fault }];
      return staffFindings(postingOf(entry), register(), today()).map(({ level, code, message }) => ({
        level,
        code,
        message,
      }));
    },

    propose(
      acting: Acting,
      entry: PostingEntry,
      reason: string,
      seen: readonly string[],
    ): Performed | Refused {
      const fault = entryFault(entry);
      if (fault !== null) return refused('entryFault', fault);
      const posting = postingOf(entry);
      if (isWaiting(posting.postingId))
        return refused('alreadyWaiting', '这段任职已有一项调整待审核，请先审核，再提出新的调整。');
      return unseen([posting], seen) ?? store.perform(acting, [proposal(posting, reason)]);
    },

    review(
      acting: Acting,
      changeIds: readonly string[],
      decision: CommandArgs<'reviewPosting'>,
      seen: readonly string[],
    ): Performed | Refused {
      const postings = changeIds.flatMap((id) => store.staffChanges.get(id)?.state.posting ?? []);
      const stopped = decision.outcome === 'approved' ? unseen(postings, seen) : null;
      return (
        stopped ??
        store.perform(
          acting,
          changeIds.map(
            (id): Intent => ({ name: 'reviewPosting', subject: { kind: 'staffChange', id }, args: decision }),
          ),
        )
      );
    },
  };
}

export type { SheetReport };

export const proposal = (posting: StaffPosting, reason: string): Intent => ({
  name: 'proposePosting',
  subject: { kind: 'staffChange', id: uuidv7() },
  args: { posting, reason },
});

const isOpen = (posting: StaffPosting, on: ReturnType<typeof beijingDateOf>): boolean =>
  isActivePosting(posting, on) || posting.from > on;

/** What cannot even be made a posting. */
function entryFault({ from, to, certificateNumber, certificateUntil }: PostingEntry): string | null {
  if (to !== null && to < from) return '任职结束早于任职开始，请核对。';
  if ((certificateNumber === '') !== (certificateUntil === null))
    return '执法证号和有效期要一起填写，或都不填。';
  return null;
}
