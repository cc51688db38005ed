import { v7 as uuidv7 } from 'uuid';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import type { Slip } from '#shared/devices/slip.ts';
import type { Store } from '../store/store.ts';
import type { CardReader } from './card-reader/card-reader.ts';
import { renderSlip } from './ticket-printer/escpos.ts';
import type { PrintOutcome, TicketPrinter } from './ticket-printer/ticket-printer.ts';

/** Where devices stand: beside the ticket kiosk, or at the counter. */
export type DevicePlace = 'kiosk' | 'counter';

/** The devices of one place; either may be missing. */
export interface PlaceDevices {
  cardReader?: CardReader;
  ticketPrinter?: TicketPrinter;
}

export type PrintState = 'printing' | 'printed' | 'failed' | 'unknown' | 'noPrinter';

/** A job in the ledger, as a screen shows it. */
export interface PrintView {
  id: string;
  title: string;
  state: PrintState;
  sentence: string;
}

const sentences: Record<PrintState, string> = {
  printing: '正在打印……',
  printed: '已打印。',
  failed: '没有打印。',
  unknown: '打印结果未确认，请看一下打印机，没有出纸再点重打。',
  noPrinter: '没有接打印机，请把屏幕上的号码或编号抄给群众。',
};

function outcomeOf(outcome: PrintOutcome): readonly [PrintState, string] {
  switch (outcome.kind) {
    case 'printed':
      return ['printed', sentences.printed];
    case 'refused':
      return ['failed', `${sentences.failed}${outcome.status.message}`];
    case 'unknown':
      return ['unknown', sentences.unknown];
  }
}

/** The devices of an installation with the ledger of everything that was sent to a printer. */
export type DeviceDesk = ReturnType<typeof deviceDesk>;

export function deviceDesk(store: Store, places: Partial<Record<DevicePlace, PlaceDevices>>) {
  const insert = store.db.prepare(
    `INSERT INTO print_job VALUES (@id, @place, @title, @subjectId, @slip, @state, @sentence, @createdAt)`,
  );
  const settle = store.db.prepare('UPDATE print_job SET state = ?, sentence = ? WHERE id = ?');
  const latest = store.db.prepare<[string], PrintView>(
    'SELECT id, title, state, sentence FROM print_job WHERE place = ? ORDER BY created_at DESC, rowid DESC LIMIT 1',
  );
  const ofSubject = store.db.prepare<[string], PrintView>(
    'SELECT id, title, state, sentence FROM print_job WHERE subject_id = ? ORDER BY created_at DESC, rowid DESC LIMIT 1',
  );
  // What was on its way when the program ended may or may not have come out: a person has to look.
  store.db
    .prepare(`UPDATE print_job SET state = 'unknown', sentence = ? WHERE state = 'printing'`)
    .run(sentences.unknown);

  const present = Object.values(places).flatMap(({ cardReader, ticketPrinter }) =>
    [cardReader, ticketPrinter].filter((device) => device !== undefined),
  );
  for (const device of present) device.onStatus(() => store.changed());

  /** Renders and prints a job that is in the ledger, and enters what came of it. */
  async function send(printer: TicketPrinter, id: string, slip: Slip): Promise<void> {
    const { bytes, missing } = renderSlip(slip);
    const [state, sentence] = outcomeOf(await printer.print({ id, bytes }));
    const onPaper = state === 'printed' || state === 'unknown';
    const note = onPaper && missing.length > 0 ? '有的字打印机字库没有，纸上以〓代替，请手写补上。' : '';
    settle.run(state, `${sentence}${note}`, id);
    store.changed();
  }

  return {
    statuses: (place: DevicePlace): DeviceStatus[] => {
      const { cardReader, ticketPrinter } = places[place] ?? {};
      return [cardReader, ticketPrinter]
        .filter((device) => device !== undefined)
        .map((device) => device.status());
    },

    onCard(place: DevicePlace, listener: Parameters<CardReader['onCard']>[0]): () => void {
      return places[place]?.cardReader?.onCard(listener) ?? (() => {});
    },

    /**
     * Enters a print into the ledger: to be called inside the act that it belongs to, so that neither is there
     * without the other. One id through every attempt: the same id is never sent twice by the program.
     * @returns what sends it; to be called when the act is on the disk
     */
    enter(place: DevicePlace, job: { title: string; subjectId: string; slip: Slip }): () => void {
      const printer = places[place]?.ticketPrinter;
      const id = uuidv7();
      const state: PrintState = printer === undefined ? 'noPrinter' : 'printing';
      const slip = JSON.stringify(job.slip);
      insert.run({ ...job, id, place, slip, state, sentence: sentences[state], createdAt: store.now() });
      return () => {
        store.changed();
        // Whoever acted gets their answer first: rendering takes longer than they should wait.
        if (printer === undefined) return;
        // Where the outcome cannot be written down the job stays unconfirmed, and the next start says so.
        setImmediate(() => void send(printer, id, job.slip).catch(() => {}));
      };
    },

    lastPrint: (place: DevicePlace): PrintView | null => latest.get(place) ?? null,
    printOf: (subjectId: string): PrintView | null => ofSubject.get(subjectId) ?? null,

    async close(): Promise<void> {
      await Promise.all(present.map((device) => device.close()));
    },
  };
}
