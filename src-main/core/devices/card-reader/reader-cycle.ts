/**
 * What an identity card reader does, on one page: which question follows from an answer, and what there is to tell.
 * Pure; the driver beside it asks the questions.
 */
import { cardReaderStatus, type DeviceStatus, samFailureStatus } from '#shared/devices/device-status.ts';
import { samIdText } from '#shared/devices/sam-id.ts';
import { type IdentityCard, parseCardText, withNewestAddress } from '#shared/identity/card.ts';
import { type SamAnswer, type SamCommand, samCommands } from './sam-link.ts';

/** What was on a card. Photo and fingerprints are the chip's raw bytes: only a licensed decoder can make use of them. */
export interface CardRead {
  readonly card: IdentityCard;
  readonly photo: Buffer;
  readonly fingerprints: Buffer;
}

/** What the reader is being asked. `finding` and `lifting` both look for a card; a read one may lie there still. */
export type Phase =
  | {
      readonly kind: 'checking' | 'identifying' | 'finding' | 'selecting' | 'reading' | 'lifting' | 'probing';
    }
  /** The card is read, and may have a newer address. */
  | { readonly kind: 'addressing'; readonly read: CardRead };

export interface Turn {
  readonly phase: Phase;
  /** Undefined: nothing new to tell. */
  readonly status?: DeviceStatus;
  readonly read?: CardRead;
  /** Who the reader says that it is. */
  readonly samId?: string;
  /** A card is there, and the status says why it cannot be used. */
  readonly fault?: boolean;
  /** Ask on without waiting for the next look. */
  readonly atOnce?: boolean;
}

/** @param fingerprint whether fingerprints are read too */
export function questionOf({ kind }: Phase, fingerprint: boolean): SamCommand {
  switch (kind) {
    case 'checking':
      return samCommands.status;
    case 'identifying':
      return samCommands.samId;
    case 'finding':
    case 'lifting':
      return samCommands.findCard;
    case 'selecting':
      return samCommands.selectCard;
    case 'reading':
      return fingerprint ? samCommands.readWithFingerprints : samCommands.readCard;
    case 'addressing':
    case 'probing':
      return samCommands.newestAddress;
  }
}

/** What follows from an answer in a phase. */
export function next(phase: Phase, answer: Exclude<SamAnswer, { kind: 'lost' }>): Turn {
  // What the card says is known already: its address alone must not cost the reading.
  if (phase.kind === 'addressing') return readTurn(withAddress(phase.read, answer));
  if (answer.kind !== 'answered') {
    // Answers come in the order of the questions. Once the module has said how it is, every late one has come.
    const fault = phase.kind === 'selecting' || phase.kind === 'reading';
    return { phase: at('checking'), status: cardReaderStatus(answer.kind), fault };
  }
  const failed = (back: Phase, fault = true): Turn => ({
    phase: back,
    status: samFailureStatus(answer.sw3),
    fault,
  });
  switch (phase.kind) {
    case 'checking':
      return answer.good ? { phase: at('identifying'), atOnce: true } : failed(phase, false);
    case 'identifying':
      // A module that will not say who it is reads cards all the same.
      return {
        phase: at('finding'),
        status: cardReaderStatus('ready'),
        atOnce: true,
        ...(answer.good && { samId: samIdText(answer.data) }),
      };
    case 'finding':
      if (answer.good) return selecting;
      return answer.sw3 === noCard ? { phase, status: cardReaderStatus('ready') } : failed(phase);
    case 'selecting':
      return answer.good ? { phase: at('reading'), atOnce: true } : failed(at('finding'));
    case 'reading':
      return answer.good ? readOut(answer.data) : failed(at('finding'));
    case 'lifting':
      // A reader does not find a card that it has read until it was lifted, so a card found is another one.
      return answer.good ? selecting : { phase: at('probing'), atOnce: true };
    case 'probing':
      // "Not found" does not tell a card left lying from no card. Its newest address does: an answer, even "there
      // is none", comes from a card. (Unconfirmed for every make: where a reader refuses, we only say 已取走 early.)
      return answer.good
        ? { phase: at('lifting') }
        : { phase: at('finding'), status: cardReaderStatus('lifted') };
  }
}

/** What a read gave: two lengths or three, the text, the photo, and fingerprints where they were asked for. */
function readOut(data: Buffer): Turn {
  const text = data.length === plainRead ? 4 : 6;
  const photo = text + textLength;
  const fingerprints = photo + photoLength;
  const told = [data.readUInt16BE(0), data.readUInt16BE(2), text === 6 ? data.readUInt16BE(4) : 0];
  if (told[0] !== textLength || told[1] !== photoLength || told[2] !== data.length - fingerprints)
    return { phase: at('checking'), status: cardReaderStatus('garbled'), fault: true };
  const card = parseCardText(data.subarray(text, photo));
  if (card.kind === 'fault') {
    const { code, message } = card;
    return {
      phase: at('lifting'),
      status: { kind: 'cardReader', state: 'attention', code, message },
      fault: true,
    };
  }
  const read = { card, photo: data.subarray(photo, fingerprints), fingerprints: data.subarray(fingerprints) };
  return 'address' in card ? { phase: { kind: 'addressing', read }, atOnce: true } : readTurn(read);
}

const withAddress = (read: CardRead, answer: SamAnswer): CardRead =>
  answer.kind === 'answered' && answer.good
    ? { ...read, card: withNewestAddress(read.card, answer.data) }
    : read;

const at = (kind: Exclude<Phase['kind'], 'addressing'>): Phase => ({ kind });
const readTurn = (read: CardRead): Turn => ({
  phase: at('lifting'),
  status: cardReaderStatus('cardLeft'),
  read,
});
const selecting: Turn = { phase: at('selecting'), status: cardReaderStatus('reading'), atOnce: true };
const noCard = 0x80;
const textLength = 256;
const photoLength = 1024;
const plainRead = 4 + textLength + photoLength;
