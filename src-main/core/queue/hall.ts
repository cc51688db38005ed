import type { DeviceStatus } from '#shared/devices/device-status.ts';
import { mayKeepHall } from '#shared/identity/hall-member.ts';
import type { Store } from '../store/store.ts';
import type { HallMode } from './hall-connection.ts';
import { hallDesk } from './hall-desk.ts';
import { type HallDoorOptions, openHallDoor } from './hall-door.ts';
import type { HallHints } from './hall-hints.ts';
import { goOnFrom } from './hall-numbers.ts';
import { lookForRival } from './hall-rival.ts';
import { hallTrust } from './hall-trust.ts';
import { type Kiosks, kiosks } from './kiosks.ts';
import { ownTickets } from './own-tickets.ts';
import type { TicketDesk } from './ticket-desk.ts';

/** Where the hall's queue is kept, as provisioning says: here, for the others too, or by the core at that address. */
export type HallPlace = { listen: string } | { core: string };

/** The queue of this installation's hall, wherever it is kept. */
export interface Hall {
  readonly tickets: TicketDesk;
  /** `own` where the queue is kept here. */
  mode(): HallMode | 'own';
  /**
   * What stands against the queue that is kept here: the others cannot reach it, or another machine keeps one as well. Null
   * where nothing does, or where there are no others.
   */
  warning(): string | null;
  /** Where the queue that is kept here can be reached, `host:port`; null where it cannot. */
  address(): string | null;
  close(): Promise<void>;
}

/**
 * A station with one counter is its own hall: without a place the queue is kept here and nobody else asks for it.
 * @param atKiosk the devices of this machine's kiosk, where it has one
 * @param serving how the queue that is kept here is served to the other installations of the hall
 */
export function openHall(
  store: Store,
  place: HallPlace | null,
  {
    log,
    atKiosk,
    serving,
    hints,
  }: Pick<HallDoorOptions, 'log'> & {
    /** Where the hall's core is told of and heard of on the network; null where that is off. */
    hints: HallHints | null;
    atKiosk(): readonly DeviceStatus[];
    serving(tickets: TicketDesk, kiosks: Kiosks): HallDoorOptions['serve'];
  },
): Hall {
  const { kind, hallId } = store.knowledge.place();
  const name = kind === 'kiosk' ? `取号机${ownSeries(store)}` : '取号机';
  const ofHall = kiosks(store, { name, statuses: atKiosk });
  if (place !== null && 'core' in place) {
    const tickets = hallDesk({
      ...{ store, log, core: place.core, trust: hallTrust(store) },
      heard: () => hints?.heard(hallId ?? '') ?? [],
      own: ownTickets(store, () => ownSeries(store), ofHall),
      kiosk: ofHall.own,
    });
    return { tickets, mode: tickets.mode, warning: () => null, address: () => null, close: tickets.close };
  }
  const mayKeep = mayKeepHall(kind);
  // A counter without a hall is a hall of its own; any other machine that nobody asks gives numbers of its own series.
  const ofTheHall = kind === 'counter' || (place !== null && mayKeep);
  const tickets = ownTickets(store, () => (ofTheHall ? '' : ownSeries(store)), ofHall);
  if (place !== null && !mayKeep) log.warn({ kind }, 'a machine that the public stands at keeps no queue');
  if (place === null || !mayKeep)
    return { tickets, mode: () => 'own', warning: () => null, address: () => null, close: async () => {} };
  // This machine was in the hall before it came to keep it.
  const before = store.settings.get('hallNumbers');
  if (before !== null) goOnFrom(store, before);
  const trust = hallTrust(store);
  const door = openHallDoor({
    ...{ listen: place.listen, trust, changes: store, log },
    onOpen: (address) => hints?.announce(hallId ?? '', address),
    serve: serving(tickets, ofHall),
  });
  const rival = hints === null ? null : lookForRival(store, { hints, trust, own: door.address });
  return {
    ...{ tickets, mode: () => 'own', address: door.address },
    warning: () => door.warning() ?? rival?.warning() ?? null,
    close() {
      rival?.close();
      return door.close();
    },
  };
}

/** What stands in front of the numbers that are given here without the hall: no other machine of the hall has the same. */
function ownSeries({ knowledge }: Store): string {
  const { counterId, series } = knowledge.place();
  const counter = knowledge.counter(counterId);
  return counter === undefined ? `K${Number(series)}` : String(counter.number);
}
