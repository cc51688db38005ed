/**
 * One question, one answer with a SAM module over an open line. Whatever can go wrong on the line comes back as
 * a value; nothing is thrown.
 */
import type { Duplex } from 'node:stream';
import { hexOf, masked } from '../traffic.ts';
import { type SamResponse, SamResponses, samRequest } from './frame.ts';

export interface SamCommand {
  readonly bytes: Buffer;
  /** Good answers: SW3, and the numbers of data bytes that may come with it. */
  readonly good: ReadonlyMap<number, readonly number[]>;
  /** A read has its own, longer times for the header and for the body. */
  readonly slow: boolean;
}

export const samCommands = {
  status: command(0x11, 0xff, [[0x90, [0]]]),
  samId: command(0x12, 0xff, [[0x90, [16]]]),
  findCard: command(0x20, 0x01, [[0x9f, [4]]]),
  selectCard: command(0x20, 0x02, [[0x90, [8]]]),
  /** Text and photo: two lengths of 2 bytes, text of 256, photo of 1024. */
  readCard: command(0x30, 0x01, [[0x90, [1284]]], true),
  /** A third length before the text, and behind the photo no, one or two fingerprints of 512. */
  readWithFingerprints: command(0x30, 0x10, [[0x90, [1286, 1798, 2310]]], true),
  newestAddress: command(0x30, 0x03, [
    [0x90, [70]],
    [0x91, [0]],
  ]),
} as const;

export type SamAnswer =
  | ({ readonly kind: 'answered'; readonly good: boolean } & SamResponse)
  /** Nothing came in time. */
  | { readonly kind: 'silent' }
  /** Something came, but no whole frame that checks. */
  | { readonly kind: 'garbled' }
  /** The line is closed: unplugged, or closed by us. */
  | { readonly kind: 'lost' };

/** Milliseconds. */
export interface SamTimeouts {
  readonly command: number;
  readonly header: number;
  readonly body: number;
}

export const usualTimeouts: SamTimeouts = { command: 1000, header: 3000, body: 2000 };

export interface SamLink {
  /** Asks and waits; one at a time. */
  exchange(command: SamCommand): Promise<SamAnswer>;
  /** Closes the line and waits until it is free for another opening. */
  close(): Promise<void>;
}

/** Takes over an open line. */
export function samLink(line: Duplex, timeouts: SamTimeouts): SamLink {
  const responses = new SamResponses();
  let lost = line.destroyed;
  let answerLost = (): void => {};
  for (const event of ['close', 'end', 'error']) {
    line.once(event, () => {
      lost = true;
      answerLost();
    });
  }
  // A second error must not be unhandled either.
  line.on('error', () => {});
  line.pipe(responses);

  return {
    exchange: (command) => {
      if (lost) return Promise.resolve({ kind: 'lost' });
      return new Promise((resolve) => {
        let damaged = false;
        let timer = setTimeout(late, command.slow ? timeouts.header : timeouts.command);

        function finish(answer: SamAnswer): void {
          clearTimeout(timer);
          responses.off('data', take).off('header', begin).off('corrupt', spoil);
          resolve(answer);
        }
        function late(): void {
          finish({ kind: damaged ? 'garbled' : 'silent' });
        }
        function take(response: SamResponse): void {
          const good = isGood(command, response);
          // A good answer to another question is a late one; the one that was asked for may still come.
          if (good || !goodCodes.has(response.sw3)) finish({ kind: 'answered', good, ...response });
        }
        function begin(): void {
          damaged = true;
          if (!command.slow) return;
          clearTimeout(timer);
          timer = setTimeout(late, timeouts.body);
        }
        function spoil(): void {
          damaged = true;
        }

        responses.discard();
        responses.on('data', take).on('header', begin).on('corrupt', spoil);
        answerLost = () => finish({ kind: 'lost' });
        line.write(command.bytes);
      });
    },

    close: () => {
      if (line.closed) return Promise.resolve();
      return new Promise((resolve) => {
        // Some Windows drivers never finish closing; the back-off before the next opening covers them.
        const timer = setTimeout(resolve, closingTime);
        line.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        line.destroy();
      });
    },
  };
}

export const requestText = ({ bytes }: SamCommand): string => hexOf(bytes);

/** An answer as it came. Whatever a card may have said is left out; the module's own number is not. */
export function answerText(question: SamCommand, answer: SamAnswer): string {
  if (answer.kind !== 'answered')
    return { silent: '没有应答', garbled: '应答不完整或校验不符', lost: '线路断开' }[answer.kind];
  const length = answer.data.length + 4;
  const head = Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69, length >> 8, length & 0xff, 0, 0, answer.sw3]);
  if (answer.data.length === 0) return hexOf(head);
  const data = question === samCommands.samId ? hexOf(answer.data) : masked(answer.data.length);
  return `${hexOf(head)} ${data}`;
}

const closingTime = 1000;
const goodCodes = new Set([0x90, 0x91, 0x9f]);

function isGood(command: SamCommand, response: SamResponse): boolean {
  return command.good.get(response.sw3)?.includes(response.data.length) === true;
}

function command(
  code: number,
  parameter: number,
  good: [sw3: number, lengths: number[]][],
  slow = false,
): SamCommand {
  return { bytes: samRequest(code, parameter), good: new Map(good), slow };
}
