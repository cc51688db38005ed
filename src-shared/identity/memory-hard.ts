/**
 * What one guess at a password costs. scrypt (RFC 7914) takes 128·N·r bytes of memory at once, so that a machine with
 * a thousand cores guesses little faster than one with ten. Its parameters stand beside what they protect: they can
 * be raised for new secrets while old ones still open.
 */
export interface Cost {
  /** A power of two. */
  N: number;
  r: number;
  p: number;
}

/** 96 MiB, a fifth to a third of a second on the machine that this was measured on. */
export const cost: Cost = { N: 2 ** 16, r: 12, p: 1 };

/** What a text from outside may ask of this machine at most: nobody's forgery eats its memory or its day. */
const mostMemory = 256 * 1024 * 1024;
const mostWork = 2 ** 22;

export const costText = ({ N, r, p }: Cost): string => `${N},${r},${p}`;

/** Reads a cost; null for what is none, or is more than this machine is ready to give. */
export function parseCost(text: string): Cost | null {
  const [, N = 0, r = 0, p = 0] = (/^(\d{1,8}),(\d{1,3}),(\d{1,3})$/.exec(text) ?? []).map(Number);
  const isCost = N >= 2 && Number.isInteger(Math.log2(N)) && r >= 1 && p >= 1;
  return isCost && 128 * N * r <= mostMemory && N * r * p <= mostWork ? { N, r, p } : null;
}

/** Two keyboards may write one character in two ways: this makes them one. */
export const normalSecret = (secret: string): string => secret.normalize('NFC');
