import { type Audience, audiences } from '#shared/contracts/audience.ts';

/** The channels between the main process and the preload; nothing is sent on any other. */
export const linkWantedChannel = 'yichuang-link-wanted';
export const linkChannel = 'yichuang-link';
export const coreChannel = 'yichuang-core';

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
  | { readonly kind: 'stop' };

/** Core → main process. */
export type FromCore =
  | { readonly kind: 'ready'; readonly audiences: readonly Audience[] }
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
  const audience = audienceNamed(value.audience);
  return value.kind === 'link' && audience !== null ? { kind: 'link', audience } : null;
}

export function readFromCore(value: unknown): FromCore | null {
  if (!isRecord(value)) return null;
  if (value.kind === 'refused' && typeof value.sentence === 'string') {
    return { kind: 'refused', sentence: value.sentence };
  }
  if (value.kind !== 'ready' || !Array.isArray(value.audiences)) return null;
  const named = value.audiences.map(audienceNamed);
  return { kind: 'ready', audiences: audiences.filter((audience) => named.includes(audience)) };
}
