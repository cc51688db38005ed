import { type Refused, refused } from '#shared/contracts/answer.ts';
import { parseDeviceAddress } from '#shared/devices/device-address.ts';
import type { DevicePlace, DeviceProfile } from '#shared/devices/device-profile.ts';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import type { Slip } from '#shared/devices/slip.ts';
import { asCopy } from '#shared/devices/slip-copy.ts';
import type { Store } from '../store/store.ts';
import { type DeviceRegister, deviceRegister, type PlaceDevices } from './device-register.ts';
import {
  type PrintKind,
  type PrintLedger,
  type PrintRow,
  type PrintView,
  printLedger,
  printSentences,
} from './print-ledger.ts';
import { renderSlip } from './ticket-printer/escpos.ts';
import type { SlipFont } from './ticket-printer/slip-font.ts';
import type { SlipLogo } from './ticket-printer/slip-logo.ts';
import type { PrintOutcome, TicketPrinter } from './ticket-printer/ticket-printer.ts';

export type { DevicePlace } from '#shared/devices/device-profile.ts';
export type { PlaceDevices } from './device-register.ts';
export type { PrintState, PrintView } from './print-ledger.ts';

/**
 * Asks the district whether this job may print the certificate. The first job that asks has it for good, so that no
 * second paper comes out at another counter; the same job may ask again.
 */
export type ClaimPrint = (jobId: string, certificateId: string) => Promise<{ kind: 'done' } | Refused>;

export interface DeviceDeskOptions {
  readonly given?: Partial<Record<DevicePlace, PlaceDevices>>;
  readonly provisioned?: readonly DeviceProfile[];
  readonly claim?: ClaimPrint;
  /** Draws what the printers' own fonts do not have. */
  readonly font?: SlipFont | null;
  /** The hall's mark at the head of every slip. */
  readonly logo?: SlipLogo | null;
}

export interface PrintOrder {
  readonly title: string;
  readonly subjectId: string;
  readonly slip: Slip;
  /** `slip` where nothing is said. */
  readonly kind?: PrintKind;
}

/** The devices of an installation with the ledger of everything that was sent to a printer. */
export interface DeviceDesk {
  readonly register: DeviceRegister;
  readonly ledger: PrintLedger;
  /** Card reader, ticket printer and scanner of a place, as its screen shows them: of two printers, the one that can print. */
  statuses(place: DevicePlace): DeviceStatus[];
  onCard: DeviceRegister['onCard'];
  onScan: DeviceRegister['onScan'];
  /** A page has got a code as from a keyboard, at a place whose scanner types like one. */
  typedCode(place: DevicePlace, text: string): void;
  /** The A4 printer that a profile names, for printing without a dialog; null: whichever is the default. */
  documentPrinter(): string | null;
  /**
   * Enters a print into the ledger: to be called inside the act that it belongs to. One id through every attempt: the
   * same id is never sent again by the program once something of it was sent.
   * @returns what sends it; to be called when the act is on the disk
   */
  enter(place: DevicePlace, order: PrintOrder): () => void;
  /** Prints what was not printed: the same job, since not one byte of it was sent. */
  retry(jobId: string): { kind: 'done' } | Refused;
  /** Prints once more what was printed, or may have been: a job of its own, marked 重打. */
  reprint(jobId: string): { kind: 'done' } | Refused;
  lastPrint(place: DevicePlace): PrintView | null;
  printOf(subjectId: string): PrintView | null;
  close(): Promise<void>;
}

/** Without the district nobody knows whether another counter has printed it. */
export const unclaimed = refused('noDistrict', '区级平台联系不上，证照暂时不能打印，联通后请点重试。');

export function deviceDesk(
  store: Store,
  {
    given = {},
    provisioned = [],
    claim = async () => unclaimed,
    font = null,
    logo = null,
  }: DeviceDeskOptions,
): DeviceDesk {
  const ledger = printLedger(store);
  const changed = (): void => store.changed();
  const register = deviceRegister({
    settings: store.settings,
    given,
    provisioned,
    now: Date.now,
    changed,
    font,
    logo,
  });

  /** The printers of a place in the order in which they are tried. */
  const printersAt = (place: DevicePlace) =>
    register
      .at(place, 'ticketPrinter')
      .map(({ profile, device }) => ({ ...profile, device: device as TicketPrinter }))
      .sort((a, b) => Number(a.spare) - Number(b.spare));

  /** Prints a job that is in the ledger, and enters what came of it. */
  async function send(job: Pick<PrintRow, 'id' | 'place' | 'slip' | 'kind' | 'subjectId'>): Promise<void> {
    if (job.kind === 'certificate') {
      const leave = await claim(job.id, job.subjectId);
      if (leave.kind === 'refused') {
        ledger.settle(job.id, 'failed', `${printSentences.failed}${leave.refusal.message}`);
        return;
      }
      ledger.settle(job.id, 'printing', printSentences.printing);
    }
    const printers = printersAt(job.place);
    let refusal = '';
    for (const [index, printer] of printers.entries()) {
      const { bytes, missing } = renderSlip({ ...job.slip, width: printer.device.width }, font, logo);
      const spareStandsBy = index < printers.length - 1;
      const outcome = await printer.device.print({ id: job.id, bytes, spareStandsBy });
      const tried = { printer: printer.name, attempts: 1 };
      if (outcome.kind === 'refused') {
        // Nothing of it was sent, so another printer may have it. What may be on paper stays with this one.
        refusal ||= outcome.status.message;
        if (spareStandsBy) continue;
        ledger.settle(job.id, 'failed', `${printSentences.failed}${refusal}`, tried);
        return;
      }
      const by = index > 0 ? `由${printer.name}代打。` : '';
      const note = missing.length > 0 ? '有的字打印机字库没有，纸上以〓代替，请手写补上。' : '';
      ledger.settle(job.id, outcome.kind, `${sentenceOf(outcome)}${by}${note}`, tried);
      return;
    }
    ledger.settle(job.id, 'noPrinter', printSentences.noPrinter);
  }

  /** Whoever acted gets their answer first: rendering takes longer than they should wait. */
  function sendSoon(job: Parameters<typeof send>[0]): void {
    store.changed();
    // Where the outcome cannot be written down the job stays unconfirmed, and the next start says so.
    setImmediate(() => void send(job).catch(() => {}));
  }

  function enter(place: DevicePlace, order: PrintOrder, copyOf: string | null = null): () => void {
    const { title, subjectId, slip, kind = 'slip' } = order;
    const state =
      register.at(place, 'ticketPrinter').length === 0
        ? 'noPrinter'
        : kind === 'slip'
          ? 'printing'
          : 'waiting';
    const id = ledger.enter({ place, title, subjectId, slip, kind, state, copyOf });
    return () => (state === 'noPrinter' ? store.changed() : sendSoon({ id, place, slip, kind, subjectId }));
  }

  /** A job as a person asked for it, or why it is not to be printed from here. */
  function own(jobId: string): PrintRow | Refused {
    const job = ledger.get(jobId);
    if (job === null || job.slip.lines.length === 0)
      return refused('jobUnknown', '没有找到这次打印，请刷新后再试。');
    if (!ledger.isOwn(job))
      return refused('jobOfAnother', '这次打印属于另一台电脑，不能在本机打印，请回到那台电脑办理。');
    if (job.state === 'printing' || job.state === 'waiting')
      return refused('jobUnderWay', '这次打印还在进行，请等结果出来。');
    return job;
  }

  return {
    register,
    ledger,
    statuses: (place) => [
      ...register.at(place, 'cardReader').map(({ device }) => device.status()),
      ...bestOf(printersAt(place).map(({ device }) => device.status())),
      ...register.at(place, 'codeScanner').map(({ device }) => device.status()),
    ],
    onCard: register.onCard,
    onScan: register.onScan,
    typedCode: register.typedCode,
    documentPrinter() {
      const named = register.all().find(({ profile }) => profile.kind === 'documentPrinter');
      const address = named === undefined ? null : parseDeviceAddress(named.profile.address);
      return address?.kind === 'system' ? address.printer : null;
    },
    enter: (place, order) => enter(place, order),

    retry(jobId) {
      const job = own(jobId);
      if (job.kind === 'refused') return job;
      if (job.state === 'printed' || job.state === 'unknown')
        return refused('jobMayBePrinted', '这张可能已经打印，请先看一下打印机，确实没有的再点重打。');
      ledger.settle(
        job.id,
        job.kind === 'slip' ? 'printing' : 'waiting',
        printSentences[job.kind === 'slip' ? 'printing' : 'waiting'],
      );
      sendSoon(job);
      return { kind: 'done' };
    },

    reprint(jobId) {
      const job = own(jobId);
      if (job.kind === 'refused') return job;
      if (job.state === 'failed' || job.state === 'noPrinter')
        return refused('jobNotPrinted', '这张还没有打印过，请点重试。');
      enter(job.place, { ...job, slip: asCopy(job.slip) }, job.copyOf ?? job.id)();
      return { kind: 'done' };
    },

    lastPrint: ledger.lastAt,
    printOf: ledger.lastOf,
    close: register.close,
  };
}

function sentenceOf(outcome: Exclude<PrintOutcome, { kind: 'refused' }>): string {
  return outcome.kind === 'printed' ? printSentences.printed : printSentences.unknown;
}

/** Where a spare stands beside a printer, what counts is whether one of them can print. */
function bestOf(statuses: DeviceStatus[]): DeviceStatus[] {
  const usable = statuses.find(({ state }) => state === 'ready' || state === 'busy');
  const best = usable ?? statuses.find(({ state }) => state === 'attention') ?? statuses[0];
  return best === undefined ? [] : [best];
}
