import { formatDate } from '#shared/clock/beijing.ts';
import type { ReadinessRow } from '#shared/contracts/queue.ts';
import type { SyncView } from '#shared/contracts/views.ts';
import { type DevicePlace, deviceKindNames, devicePlaceNames } from '#shared/devices/device-profile.ts';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Store } from '../store/store.ts';
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
 * what to do. It speaks of the devices of this machine alone; those of others are seen at theirs.
 */
export function hallReadiness({
  store,
  tickets,
  devices,
  sync,
}: {
  store: Store;
  tickets: TicketDesk;
  devices: DeviceDesk;
  sync: SyncView;
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
  const machines = (['kiosk', 'counter'] as const satisfies DevicePlace[]).flatMap((place) =>
    devices.statuses(place).map(
      ({ kind, state, message }): ReadinessRow => ({
        ...{ group: 'devices', name: `${devicePlaceNames[place]}·${deviceKindNames[kind]}` },
        ...{ state: deviceStates[state], sentence: message },
      }),
    ),
  );
  const printer = devices.statuses('kiosk').some(({ kind }) => kind === 'ticketPrinter');
  const lunch = queue.roster.filter(({ kind }) => kind === 'lunch');
  const { state, sentence, attention } = sync;
  const rows: ReadinessRow[] = [
    ...counters,
    ...machines,
    ...(printer ? [] : [noTicketPrinter]),
    {
      ...{ group: 'roster', name: '午间值守' },
      ...(lunch.length > 0
        ? {
            state: 'good',
            sentence: lunch
              .map(({ counter, from, to, personName }) => `${counter.name} ${from}–${to} ${personName}`)
              .join('；'),
          }
        : { state: 'bad', sentence: '午间没有排人值守，请在“设置”里排班，午间不间断服务。' }),
    },
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
    {
      ...{ group: 'system', name: '号票编号' },
      ...(queue.categories.length === 0
        ? { state: 'bad', sentence: '取号业务还没有设置，请联系区级平台管理员。' }
        : { state: 'good', sentence: `${queue.categories.length}类业务，号码从001起，当天不会用完。` }),
    },
    {
      ...{ group: 'system', name: '区级平台' },
      state: state === 'online' || state === 'sending' ? (attention > 0 ? 'look' : 'good') : 'look',
      sentence: state === 'offline' ? `${sentence}叫号和收件不受影响。` : sentence,
    },
    {
      ...{ group: 'system', name: '本机时间' },
      ...{ state: 'good', sentence: `业务日期${formatDate(store.businessDay())}。` },
    },
  ];
  return rows;
}

const noTicketPrinter: ReadinessRow = {
  group: 'devices',
  name: '取号机·小票打印机',
  state: 'bad',
  sentence: '没有接号票打印机，取号只能看屏幕记号码，请接好打印机。',
};
