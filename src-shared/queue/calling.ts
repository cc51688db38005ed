/** How a call is said: every letter and digit singly, so that it is understood over the noise of a hall. */

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A number as it is spoken: `A007` is `A 零 零 七`. */
export const spokenNumber = (number: string): string =>
  [...number].map((each) => digits[Number(each)] ?? each).join(' ');

/** The sentence of a call, for a voice that reads Chinese. */
export const callSentence = (number: string, counterName: string): string =>
  `请${spokenNumber(number)}号，到${counterName}`;

/**
 * The clips that say a call where there is no such voice, by the names of their files without the ending: letters and
 * digits, and the words between them. `window` is 号窗口.
 */
export function callClips(number: string, counterNumber: number): string[] {
  return ['please', ...number, 'number', 'to', ...String(counterNumber), 'window'];
}

/** Every clip that a whole set has. */
export const allClips: readonly string[] = [
  ...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'please',
  'number',
  'to',
  'window',
];
