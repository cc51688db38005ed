import { implement } from '@orpc/server';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { calendarWarning } from '#shared/clock/calendar.ts';
import { type OfficeDesk, officeContract } from '#shared/contracts/office.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { mayCall } from '#shared/identity/may-call.ts';
import { findOrganisation } from '#shared/organisation/organisation.ts';
import { roleNames, roleSchema } from '#shared/organisation/staff.ts';
import { certificatesByMonth, staffing } from '#shared/organisation/staff-rules.ts';
import { titleOf } from '#shared/sync/command-titles.ts';
import { installationRows, quarantineRows } from '../organisation/machines.ts';
import { gate } from './gate.ts';
import { asStaffNumber, identityHandlers } from './identity.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import { outboxHandlers } from './outbox.ts';
import type { Parts } from './parts.ts';

/** So many months ahead the certificates that run out are counted. */
const monthsAhead = 12;

/** The office's contract: the staff register, the installations, and what the district holds back. */
export function officeRouter({
  store,
  sync,
  signedIn,
  staff,
  matters,
  localFacts,
  calendar,
  recordedUnmaskings,
  interfaces,
  demo,
}: Parts) {
  const os = implement(officeContract).use(orSayWhy(store)).use(gate('office', signedIn));

  function desk(): OfficeDesk {
    const now = store.now();
    const acting = signedIn.acting();
    const may = (path: string) => mayCall(acting?.actor.role ?? null, 'office', path);
    const counts = store.outbox.counts();
    const nothing = {
      proposed: 0,
      matterChanges: 0,
      pendingInstallations: 0,
      held: 0,
      outbox: 0,
      attention: 0,
    };
    return {
      demo: demo !== null,
      officeName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      person: signedIn.person(),
      presence: signedIn.presence(),
      demoStaff: demo?.staff ?? [],
      now,
      today: formatDate(beijingDateOf(now)),
      sync: sync.view(),
      may: {
        readStaff: may('staff.list'),
        readMachines: may('installations.list'),
        readUnmaskings: may('unmaskings.page'),
        readInterfaces: may('interfaces.overview'),
        steerInterfaces: may('interfaces.act'),
        propose: may('staff.propose'),
        importSheet: may('staff.importSheet'),
        onlyReturn: acting?.actor.role === 'hallManager',
        review: may('staff.review'),
        approve: may('installations.approve'),
        revoke: may('installations.revoke'),
        dispose: may('quarantine.dispose'),
        proposeMatters: may('matters.propose'),
        publishCalendar: may('calendar.publish'),
        reviewMatters: may('matters.review') && keeperOf(acting?.actor) !== undefined,
      },
      calendarWarning: calendarWarning(store.knowledge.calendar(), beijingDateOf(now)),
      counts:
        acting === null
          ? nothing
          : {
              proposed: store.staffChanges.count(`status = 'proposed'`),
              matterChanges: matterChangesFor(acting.actor),
              pendingInstallations: store.installations.count(`status = 'pending'`),
              held: store.quarantine.count(`status = 'held'`),
              outbox: counts.pending,
              attention: counts.attention,
            },
    };
  }

  const keeperOf = (actor: Actor | undefined) =>
    store.knowledge.facts().organisations.find(({ id }) => String(id) === actor?.organisationId)?.keeps;

  /** The changes of the list of matters that wait for somebody's unit. */
  function matterChangesFor(actor: Actor): number {
    const keeper = keeperOf(actor);
    return keeper === undefined
      ? 0
      : store.matterChanges.count(
          `status = 'proposed' AND NOT EXISTS (
             SELECT 1 FROM json_each(state -> '$.opinions') AS said WHERE said.value ->> '$.keeper' = ?)`,
          keeper,
        );
  }

  function overview() {
    const { organisations, postings } = store.knowledge.facts();
    const today = beijingDateOf(store.now());
    return {
      staffing: staffing({ organisations, postings }, today).map(({ organisation, people, finding }) => ({
        organisationId: organisation.id,
        name: organisation.name,
        people,
        finding,
      })),
      certificates: certificatesByMonth(postings, today, monthsAhead),
    };
  }

  /** What a person may fill in: their own unit's people, or, where they keep the register, everybody. */
  function choices({ role, organisationId }: Actor) {
    const { organisations } = store.knowledge.facts();
    const own = findOrganisation(organisations, organisationId as Parameters<typeof findOrganisation>[1]);
    return {
      organisations: organisations.map(({ id, name, level }) => ({
        id,
        name,
        department: level === 'department',
      })),
      roles: roleSchema.options.map((each) => ({ role: each, name: roleNames[each] })),
      ownUnitId: role === 'systemAdmin' ? null : (own?.id ?? null),
    };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store, desk, signal)),
    signIn: os.signIn.handler(({ input }) =>
      signedIn.signIn(asStaffNumber(input.staffNumber), input.password),
    ),
    signOut: os.signOut.handler(() => signedIn.signOut()),
    identity: identityHandlers(signedIn),
    staff: {
      list: os.staff.list.handler(({ context, input }) => staff.list(context.acting().actor, input)),
      get: os.staff.get.handler(({ context, input }) => staff.get(context.acting().actor, input.postingId)),
      changes: os.staff.changes.handler(({ context, input }) =>
        staff.changes(context.acting().actor, input.status, input.page),
      ),
      overview: os.staff.overview.handler(overview),
      choices: os.staff.choices.handler(({ context }) => choices(context.acting().actor)),
      check: os.staff.check.handler(({ input }) => staff.check(input)),
      propose: os.staff.propose.handler(({ context, input }) =>
        staff.propose(context.acting(), input.entry, input.reason, input.seen),
      ),
      review: os.staff.review.handler(({ context, input: { changeIds, seen, ...decision } }) =>
        staff.review(context.acting(), changeIds, decision, seen),
      ),
      importSheet: os.staff.importSheet.handler(({ context, input }) =>
        staff.importSheet(context.acting(), input),
      ),
      sheetReport: os.staff.sheetReport.handler(() => staff.sheetReport()),
      exportSheet: os.staff.exportSheet.handler(({ input }) => staff.exportSheet(input.template)),
    },
    matters: {
      list: os.matters.list.handler(({ context, input }) => matters.list(context.acting().actor, input)),
      choices: os.matters.choices.handler(() => matters.choices()),
      get: os.matters.get.handler(({ context, input }) =>
        matters.get(context.acting().actor, input.code, input.version),
      ),
      changes: os.matters.changes.handler(({ context, input }) =>
        matters.changes(context.acting().actor, input.status, input.page),
      ),
      check: os.matters.check.handler(({ context, input }) => matters.check(context.acting().actor, input)),
      propose: os.matters.propose.handler(({ context, input }) =>
        matters.propose(context.acting(), input, input.reason),
      ),
      review: os.matters.review.handler(({ context, input: { changeIds, ...decision } }) =>
        matters.review(context.acting(), changeIds, decision),
      ),
      importSheet: os.matters.importSheet.handler(({ context, input }) =>
        matters.importSheet(context.acting(), input),
      ),
      sheetReport: os.matters.sheetReport.handler(() => matters.sheetReport()),
      exportSheet: os.matters.exportSheet.handler(({ input }) => matters.exportSheet(input.template)),
      circles: os.matters.circles.handler(() => matters.circles()),
      localFacts: os.matters.localFacts.handler(({ context, input }) =>
        localFacts.list(context.acting().actor, input.code),
      ),
      setLocalFacts: os.matters.setLocalFacts.handler(({ context, input }) =>
        localFacts.set(context.acting(), input),
      ),
      drift: os.matters.drift.handler(({ input }) => matters.drift(input.bytes)),
    },
    calendar: {
      years: os.calendar.years.handler(() => calendar.years()),
      read: os.calendar.read.handler(({ input }) => calendar.read(input.year, input.text)),
      check: os.calendar.check.handler(({ input: { year, ...days } }) => calendar.check(year, days)),
      publish: os.calendar.publish.handler(({ context, input }) => calendar.publish(context.acting(), input)),
    },
    installations: {
      list: os.installations.list.handler(() => installationRows(store)),
      approve: os.installations.approve.handler(({ context, input }) =>
        store.perform(
          context.acting(),
          input.ids.map((id) => ({
            name: 'approveInstallation',
            subject: { kind: 'installation', id },
            args: {},
          })),
        ),
      ),
      revoke: os.installations.revoke.handler(({ context, input: { id, reason } }) =>
        store.perform(context.acting(), [
          { name: 'revokeInstallation', subject: { kind: 'installation', id }, args: { reason } },
        ]),
      ),
    },
    quarantine: {
      list: os.quarantine.list.handler(({ input }) => quarantineRows(store, input.status, titleOf)),
      dispose: os.quarantine.dispose.handler(({ context, input: { id, ...args } }) =>
        store.perform(context.acting(), [
          { name: 'disposeQuarantined', subject: { kind: 'quarantine', id }, args },
        ]),
      ),
    },
    unmaskings: {
      page: os.unmaskings.page.handler(({ context, input }) =>
        recordedUnmaskings(context.acting().actor.postingId ?? '', input),
      ),
    },
    interfaces: {
      overview: os.interfaces.overview.handler(({ context }) =>
        interfaces.overview(context.acting().actor.postingId ?? ''),
      ),
      act: os.interfaces.act.handler(({ context, input }) =>
        interfaces.act(context.acting().actor.postingId ?? '', input),
      ),
    },
    outbox: outboxHandlers({ store, sync }),
  });
}
