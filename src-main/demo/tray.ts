import { implement } from '@orpc/server';
import { refused } from '#shared/contracts/answer.ts';
import { type Tray, type TrayPlace, trayContract } from '#shared/contracts/tray.ts';
import { live } from '../core/audiences/live.ts';
import { startCardReader } from '../core/devices/card-reader/card-reader.ts';
import type { PlaceDevices } from '../core/devices/device-desk.ts';
import { transportTo } from '../core/devices/open-device.ts';
import { startTicketPrinter } from '../core/devices/ticket-printer/ticket-printer.ts';
import { changes } from '../core/store/changes.ts';
import { demoCards } from './devices/cards.ts';
import { createVirtualCardReader } from './devices/virtual-card-reader.ts';
import { startVirtualPrinter } from './devices/virtual-printer.ts';

/** The network cable between this hall and its district. */
export interface DistrictCable {
  running(): boolean;
  /** A change is under way. */
  busy(): boolean;
  set(running: boolean): void;
  onChange(listener: () => void): void;
}

const names: Record<TrayPlace, string> = { kiosk: '取号机', counter: '综合窗口' };

/**
 * The virtual devices of one place: they speak the real protocols, and the core drives them with the drivers that
 * it drives real ones with.
 */
async function startPlace(changed: () => void) {
  const reader = createVirtualCardReader();
  const printer = await startVirtualPrinter({ widthDots: 576, keep: 6 });
  let laidCardId: string | null = null;
  let fault: Tray['places'][number]['printerFault'] = 'none';
  printer.onPaper(changed);
  const devices: PlaceDevices = {
    cardReader: startCardReader({ open: reader.open }),
    ticketPrinter: startTicketPrinter({
      transport: transportTo({ kind: 'tcp', host: '127.0.0.1', port: printer.port }),
    }),
  };
  return {
    devices,
    view: (place: TrayPlace) => ({
      place,
      name: names[place],
      laidCardId,
      printerFault: fault,
      papers: [...printer.papers()],
    }),
    lay(cardId: string): boolean {
      const found = demoCards.find((each) => each.id === cardId);
      if (found === undefined) return false;
      if (laidCardId !== null) reader.lift();
      laidCardId = cardId;
      reader.lay(found.card);
      return true;
    },
    lift(): void {
      laidCardId = null;
      reader.lift();
    },
    setFault(next: typeof fault): void {
      fault = next;
      printer.setFault(next);
    },
    close: () => printer.close(),
  };
}

/** The device tray of a demo hall: its devices for the core, its contract for the page. */
export async function startTray(cable: DistrictCable) {
  const { changed, onChange } = changes();
  const places = { kiosk: await startPlace(changed), counter: await startPlace(changed) };
  cable.onChange(changed);
  const os = implement(trayContract);
  const done = { kind: 'done' as const };
  /** Does something in the tray and shows it. */
  const shown = (act: () => void) => {
    act();
    changed();
    return done;
  };

  const view = (): Tray => ({
    cards: demoCards.map(({ id, label }) => ({ id, label })),
    places: [places.kiosk.view('kiosk'), places.counter.view('counter')],
    district: { running: cable.running(), busy: cable.busy() },
  });

  return {
    devices: { kiosk: places.kiosk.devices, counter: places.counter.devices },
    router: os.router({
      watch: os.watch.handler(({ signal }) => live({ onChange }, view, signal)),
      lay: os.lay.handler(({ input }) =>
        places[input.place].lay(input.cardId)
          ? shown(() => {})
          : refused('cardUnknown', '托盘里没有这张证件。'),
      ),
      lift: os.lift.handler(({ input }) => shown(() => places[input.place].lift())),
      setPrinterFault: os.setPrinterFault.handler(({ input }) =>
        shown(() => places[input.place].setFault(input.fault)),
      ),
      setDistrict: os.setDistrict.handler(({ input }) => shown(() => cable.set(input.running))),
    }),
    async close(): Promise<void> {
      await Promise.all([places.kiosk.close(), places.counter.close()]);
    },
  };
}
