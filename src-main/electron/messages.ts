import { type Audience, audiences } from '#shared/contracts/audience.ts';
import type { KeyAnswer } from './key-store.ts';

/** The channels between the main process and the preload; nothing is sent on any other. */
export const linkWantedChannel = 'yichuang-link-wanted';
export const linkChannel = 'yichuang-link';
export const coreChannel = 'yichuang-core';
export const pdfChannel = 'yichuang-pdf';
export const paperChannel = 'yichuang-paper';

/** What came of a print. `sent`: the system took it, which is not yet paper; `reason` says why not, to a person. */
export interface PaperReport {
  readonly sent: boolean;
  readonly reason: string;
}

/** How the core is, in a word for the program and a sentence for the person in front of the screen. */
export interface CoreReport {
  readonly state: 'running' | 'restarting' | 'stopped';
  /** Empty when there is nothing to say. */
  readonly sentence: string;
}

/** Main process → core, over the utility process's own port. */
export type ToCore =
  /** Comes with one port: it belongs to this audience from now on. */
  | { readonly kind: 'link'; readonly audience: Audience }
  /** Finish what is running, close the store, exit. */
  | { readonly kind: 'stop' }
  /** The answer to `keyWanted`. */
  | KeyAnswer;

/** Core → main process. */
export type FromCore =
  /** It needs the key of the store in this data folder before it can work. */
  | { readonly kind: 'keyWanted'; readonly folder: string }
  | { readonly kind: 'ready'; readonly audiences: readonly Audience[] }
  /** The A4 printer that its devices name; null: whichever is the default. */
  | { readonly kind: 'documentPrinter'; readonly printer: string | null }
  /** It waits for somebody, such as the office that approves this machine, and goes on by itself. */
  | { readonly kind: 'waiting'; readonly sentence: string }
  /** It cannot work here and starting it again would not help; the sentence says what to do. */
  | { readonly kind: 'refused'; readonly sentence: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The audience that a value names, or null. */
export const audienceNamed = (value: unknown): Audience | null =>
  audiences.find((audience) => audience === value) ?? null;

export function readToCore(value: unknown): ToCore | null {
  if (!isRecord(value)) return null;
  if (value.kind === 'stop') return { kind: 'stop' };
  if (value.kind === 'key' && value.key instanceof Uint8Array) return { kind: 'key', key: value.key };
  if (value.kind === 'noKeyStore') return { kind: 'noKeyStore', reason: String(value.reason) };
  if (value.kind === 'keyLost') return { kind: 'keyLost', sentence: String(value.sentence) };
  const audience = audienceNamed(value.audience);
  return value.kind === 'link' && audience !== null ? { kind: 'link', audience } : null;
}

export function readFromCore(value: unknown): FromCore | null {
  if (!isRecord(value)) return null;
  const { kind, sentence } = value;
  if ((kind === 'refused' || kind === 'waiting') && typeof sentence === 'string') return { kind, sentence };
  if (value.kind === 'keyWanted' && typeof value.folder === 'string') {
    return { kind: 'keyWanted', folder: value.folder };
  }
  if (kind === 'documentPrinter') {
    const { printer } = value;
    return printer === null || typeof printer === 'string' ? { kind, printer } : null;
  }
  if (value.kind !== 'ready' || !Array.isArray(value.audiences)) return null;
  const named = value.audiences.map(audienceNamed);
  return { kind: 'ready', audiences: audiences.filter((audience) => named.includes(audience)) };
}
