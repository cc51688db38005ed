import { setImmediate } from 'node:timers/promises';
import { encodeCardText, type IdentityCard, parseCardText } from '#shared/identity/card.ts';
import { type SamResponse, SamResponses } from '../../src-main/core/devices/card-reader/frame.ts';
import { next } from '../../src-main/core/devices/card-reader/reader-cycle.ts';
import { samCommands } from '../../src-main/core/devices/card-reader/sam-link.ts';
import { demoCards } from '../../src-main/demo/devices/cards.ts';
import type { Chance } from '../accidents/seeded.ts';
import { heldMb } from './held.ts';

const preamble = Buffer.from('AAAAAA9669', 'hex');
const longestFrame = 4096 + 7;
/** So long one frame may take; a hang is never a matter of milliseconds. */
const hangMs = 2000;
/** By how much the memory may have grown in the end, in megabytes. */
const growthMb = 20;

/** A whole answer of the module. */
function frame(sw3: number, data: Uint8Array): Buffer {
  const length = data.length + 4;
  const checked = Buffer.concat([Buffer.from([length >> 8, length & 0xff, 0, 0, sw3]), data]);
  let xor = 0;
  for (const byte of checked) xor ^= byte;
  return Buffer.concat([preamble, checked, Buffer.from([xor])]);
}

/** Frames with which the card reader's parser is tried, and what may come out of each. */
export async function fuzzReader(
  frames: number,
  random: Chance,
): Promise<{ lines: string[]; faults: string[] }> {
  const people = demoCards
    .filter(({ id }) => id !== 'wrongdigit')
    .map(({ card }) => parseCardText(encodeCardText(card)) as IdentityCard);
  const reads = people.map((card) => {
    const photo = Buffer.alloc(1024, 0x57);
    // A preamble inside the photo begins nothing.
    preamble.copy(photo, 200);
    return frame(0x90, Buffer.concat([Buffer.from('01000400', 'hex'), encodeCardText(card), photo]));
  });
  const known = new Set(people.map((card) => JSON.stringify(card)));
  const short = [
    frame(0x90, Buffer.alloc(0)),
    frame(0x80, Buffer.alloc(0)),
    frame(0x9f, Buffer.alloc(4)),
    frame(0x90, Buffer.alloc(8)),
  ];
  const whole = (): Buffer =>
    random.happens(0.25) ? random.oneOf(reads as [Buffer]) : random.oneOf(short as [Buffer]);
  const bytes = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, () => random.between(0, 255)));
  const flipped = (bits: number): Buffer => {
    const spoilt = Buffer.from(whole());
    for (let bit = 0; bit < bits; bit += 1) {
      const at = random.between(0, spoilt.length - 1);
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.between(0, 7));
    }
    return spoilt;
  };

  const faults: string[] = [];
  const counts = { cards: 0, refused: 0, slipped: 0, frames: 0 };
  let responses = new SamResponses();
  const fresh = (): void => {
    responses = new SamResponses();
    responses.on('error', (error) => faults.push(`the parser failed: ${error.message}`));
  };
  fresh();
  /** Whether more than one bit of this stream was turned: two in one column pass a checksum of XOR, by its nature. */
  let manyFlips = false;

  const take = (): SamResponse[] => {
    const found: SamResponse[] = [];
    for (let each = responses.read(); each !== null; each = responses.read()) found.push(each);
    counts.frames += found.length;
    return found;
  };
  const cardOf = (response: SamResponse): IdentityCard | null => {
    const good = samCommands.readCard.good.get(response.sw3)?.includes(response.data.length) === true;
    const turn = next({ kind: 'reading' }, { kind: 'answered', good, ...response });
    const read = turn.read ?? (turn.phase.kind === 'addressing' ? turn.phase.read : undefined);
    return read?.card ?? null;
  };
  const judge = (response: SamResponse): void => {
    const card = cardOf(response);
    if (card === null) counts.refused += 1;
    else if (known.has(JSON.stringify(card))) counts.cards += 1;
    else if (manyFlips) counts.slipped += 1;
    else faults.push(`somebody else was read: ${JSON.stringify(card).slice(0, 40)}…`);
  };

  const before = heldMb();
  const kinds: readonly [() => Buffer, ...(() => Buffer)[]] = [
    whole,
    () => whole().subarray(0, random.between(1, 60)),
    () => {
      const cut = whole();
      return cut.subarray(0, random.between(1, cut.length));
    },
    () => Buffer.concat([whole(), whole(), whole()]),
    () => Buffer.concat([whole().subarray(random.between(0, 30)), whole()]),
    () => flipped(1),
    () => bytes(random.between(1, 64)),
    () => Buffer.concat([preamble, Buffer.from([0xff, 0xff]), bytes(20)]),
    () => Buffer.concat([preamble, preamble.subarray(0, random.between(1, 4)), whole()]),
    () => {
      manyFlips = true;
      return flipped(random.between(2, 12));
    },
  ];
  for (let count = 0; count < frames; count += 1) {
    // As on a line: between its pieces a stream gets to tidy up.
    if (count % 256 === 0) await setImmediate();
    const stream = random.oneOf(kinds)();
    const started = performance.now();
    try {
      // In pieces, as a line gives them.
      const size = random.oneOf([7, 64, 4096]);
      for (let at = 0; at < stream.length; at += size) responses.write(stream.subarray(at, at + size));
      for (const response of take()) judge(response);
    } catch (error) {
      faults.push(`frame ${count} threw ${String(error)}`);
      fresh();
    }
    if (performance.now() - started > hangMs)
      faults.push(`frame ${count} took ${Math.round(performance.now() - started)} ms`);
    if (responses.waiting > longestFrame) faults.push(`after frame ${count} ${responses.waiting} bytes wait`);
    if (count % 20 !== 19) continue;
    // Whatever came before: after a new question a whole answer is understood.
    responses.discard();
    take();
    manyFlips = false;
    const index = random.between(0, people.length - 1);
    responses.write(reads[index] as Buffer);
    const [only, ...more] = take();
    const card = only === undefined ? null : cardOf(only);
    if (more.length > 0 || JSON.stringify(card) !== JSON.stringify(people[index]))
      faults.push(`after frame ${count} a good answer was not understood`);
    if (faults.length > 20) break;
  }
  const grown = heldMb() - before;
  if (grown > growthMb) faults.push(`the memory grew by ${grown.toFixed(0)} MB`);
  return {
    lines: [
      `${counts.frames.toLocaleString('en')} checked, ${counts.cards.toLocaleString('en')} of them cards, each of somebody whose card was laid`,
      `${counts.slipped} of frames with several flipped bits passed the checksum, as XOR lets them; grown by ${grown.toFixed(0)} MB`,
    ],
    faults,
  };
}
