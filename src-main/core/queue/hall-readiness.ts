import { beijingDateOf, formatBeijing, formatDate } from '#shared/clock/beijing.ts';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import type { ReadinessRow } from '#shared/contracts/queue.ts';
import type { SyncView } from '#shared/contracts/views.ts';
import { deviceKindNames, devicePlaceNames } from '#shared/devices/device-profile.ts';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import { hoursOf, hoursOn, noonOf } from '#shared/organisation/office-hours.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Store } from '../store/store.ts';
import type { Hall } from './hall.ts';
import type { TicketDesk } from './ticket-desk.ts';

const deviceStates: Readonly<Record<DeviceStatus['state'], ReadinessRow['state']>> = {
  ready: 'good',
  busy: 'good',
  attention: 'look',
  fault: 'bad',
  offline: 'bad',
  unknown: 'look',
};

/**
 * What whoever runs the hall looks at before the doors open: counters, paper, readers, roster, each green or red with
 * what to do. It speaks of the kiosks of the whole hall and of this machine's own devices; those of other counters are
 * seen at theirs.
 */
export function hallReadiness({
  store,
  tickets,
  devices,
  sync,
  hall,
}: {
  store: Store;
  tickets: TicketDesk;
  devices: DeviceDesk;
  sync: SyncView;
  hall: Pick<Hall, 'warning'>;
}): ReadinessRow[] {
  const queue = tickets.queue();
  const counters = queue.counters.map(
    ({ name, pausedFor, ticketNumber }): ReadinessRow => ({
      ...{ group: 'counters', name },
      state: pausedFor === null ? 'good' : 'look',
      sentence:
        pausedFor !== null
          ? `${pausedFor}，暂停叫号。`
          : ticketNumber === null
            ? '没有登记暂停。'
            : `正在接待${ticketNumber}号。`,
    }),
  );
  const deviceRow =
    (machine: string) =>
    ({ kind, state, message }: DeviceStatus): ReadinessRow => ({
      ...{ group: 'devices', name: `${machine}·${deviceKindNames[kind]}` },
      ...{ state: deviceStates[state], sentence: message },
    });
  const machines = [
    ...queue.kiosks.flatMap(({ name, connected, devices }) =>
      connected ? devices.map(deviceRow(name)) : [unreached(name)],
    ),
    ...devices.statuses('counter').map(deviceRow(devicePlaceNames.counter)),
  ];
  const printer = queue.kiosks.some((each) => each.devices.some(({ kind }) => kind === 'ticketPrinter'));
  const { state, sentence, attention } = sync;
  const warning = hall.warning();
  const rows: ReadinessRow[] = [
    ...counters,
    ...machines,
    ...(printer ? [] : [noTicketPrinter]),
    { ...{ group: 'roster', name: '午间值守' }, ...atNoon(store, queue.roster) },
    ...queue.categories.flatMap(({ name, closedReason }): ReadinessRow[] =>
      closedReason === null
        ? []
        : [
            {
              ...{ group: 'system', name: `取号类别·${name}`, state: 'look' },
              sentence: `已关闭：${closedReason}来的人仍可取号，由咨询台安排。`,
            },
          ],
    ),
    ...(warning === null
      ? []
      : [{ group: 'system', name: '大厅排号', state: 'bad', sentence: warning } as const]),
    {
      ...{ group: 'system', name: '号票编号' },
      ...(queue.categories.length === 0
        ? { state: 'bad', sentence: '取号业务还没有设置，请联系区级平台管理员。' }
        : { state: 'good', sentence: `${queue.categories.length}类业务，号码从001起，当天不会用完。` }),
    },
    {
      ...{ group: 'system', name: '区级平台' },
      state: state === 'online' || state === 'sending' ? (attention > 0 ? 'look' : 'good') : 'look',
      sentence: state === 'offline' ? `${sentence}；叫号和收件不受影响。` : sentence,
    },
    {
      ...{ group: 'system', name: '本机时间' },
      ...{ state: 'good', sentence: `业务日期${formatDate(store.businessDay())}。` },
    },
  ];
  return rows;
}

/** Whether somebody stays while the others rest. It is to be seen to until the rest has begun, not on the evening after. */
function atNoon(
  { knowledge, now }: Pick<Store, 'knowledge' | 'now'>,
  roster: HallQueue['roster'],
): Pick<ReadinessRow, 'state' | 'sentence'> {
  const hall = knowledge.hall(knowledge.place().hallId);
  const today = hoursOn(beijingDateOf(now()), hall, knowledge.calendar());
  const noon = noonOf(today.length === 0 ? hoursOf(hall) : today);
  if (noon === null) return { state: 'good', sentence: '大厅中午不休息，不用另排值守。' };
  const lunch = roster.filter(({ kind }) => kind === 'lunch');
  if (lunch.length > 0) {
    const who = lunch.map(
      ({ counter, from, to, personName }) => `${counter.name} ${from}–${to} ${personName}`,
    );
    return { state: 'good', sentence: who.join('；') };
  }
  if (today.length === 0) return { state: 'good', sentence: '今天不办公，不用排班。' };
  return formatBeijing(now()).slice(-5) < noon.to
    ? { state: 'bad', sentence: '午间没有排人值守，请在“设置”里排班，午间不间断服务。' }
    : { state: 'look', sentence: '今天午间没有排人值守；以后的请在“设置”里排好，每天沿用。' };
}

const unreached = (name: string): ReadinessRow => ({
  ...{ group: 'devices', name, state: 'bad' },
  sentence: '连不上大厅，请检查它的电源和网线。',
});

const noTicketPrinter: ReadinessRow = {
  group: 'devices',
  name: '取号机·小票打印机',
  state: 'bad',
  sentence: '没有接号票打印机，取号只能看屏幕记号码，请接好打印机。',
};
