import { chineseVoice } from './speaker.ts';

/** What a page can see of the devices that only a page can drive. */
export interface PageDeviceReport {
  readonly kind: 'camera' | 'signaturePad' | 'speaker';
  readonly code: string;
}

/** So often a page says how they are; the core trusts a word for a minute. */
const everyMs = 20_000;

async function look(): Promise<PageDeviceReport[]> {
  const media = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  const camera = media?.some(({ kind }) => kind === 'videoinput') ?? false;
  const writable = navigator.maxTouchPoints > 0 || matchMedia('(any-pointer: coarse)').matches;
  const voice = await chineseVoice();
  return [
    { kind: 'camera', code: camera ? 'ready' : 'absent' },
    { kind: 'signaturePad', code: writable ? 'ready' : 'absent' },
    { kind: 'speaker', code: voice === null ? 'noVoice' : 'ready' },
  ];
}

/** Tells how the page's devices are, at once, when something is plugged in or pulled out, and again and again. */
export function reportPageDevices(tell: (report: PageDeviceReport) => Promise<unknown>): void {
  const report = async (): Promise<void> => {
    for (const each of await look()) await tell(each).catch(() => {});
  };
  void report();
  setInterval(() => void report(), everyMs);
  navigator.mediaDevices?.addEventListener('devicechange', () => void report());
}
