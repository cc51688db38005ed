import type { DeviceDesk } from '../devices/device-desk.ts';
import type { LedBoard } from '../devices/led-board/led-board.ts';
import type { Store } from '../store/store.ts';
import type { TicketDesk } from './ticket-desk.ts';

/**
 * Shows on the LED boards over this counter who is called, who is served, and whether it rests. A board answers nothing,
 * so each text is sent once, when it changes.
 * @returns what ends it
 */
export function ledCalls(store: Store, devices: DeviceDesk, tickets: TicketDesk): () => void {
  let shown = '';
  return store.ofHall.onChange(() => {
    const boards = devices.register.at('counter', 'ledBoard');
    if (boards.length === 0) return;
    const { counterId } = store.knowledge.place();
    const counter = tickets.queue().counters.find(({ id }) => id === counterId);
    if (counter === undefined) return;
    const text = ledText(counter);
    if (text === shown) return;
    shown = text;
    for (const { device } of boards) void (device as LedBoard).show(text);
  });
}

/** What stands over a counter, in one short line. */
export function ledText({
  name,
  ticketNumber,
  state,
  pausedFor,
}: {
  name: string;
  ticketNumber: string | null;
  state: 'free' | 'calling' | 'serving' | 'paused';
  pausedFor: string | null;
}): string {
  switch (state) {
    case 'calling':
      return `请${ticketNumber}号到${name}`;
    case 'serving':
      return `${name} 正在办理${ticketNumber}号`;
    case 'paused':
      return `${name} 暂停 ${pausedFor}`;
    case 'free':
      return `${name} 欢迎`;
  }
}
