/// <reference types="vite/client" />
import { create } from 'zustand';
import type { BoardScreen } from '#shared/contracts/board.ts';
import { allClips, callClips, callSentence } from '#shared/queue/calling.ts';
import { chime, chineseVoice, speak } from '../ui/devices/speaker.ts';

/**
 * Clips that the program brings along (`assets/voice`), for machines without a Chinese voice. None are shipped: a hall
 * that has recorded its own puts them there before the program is built, and a set counts only when it is whole.
 */
const shipped = import.meta.glob<string>('../../assets/voice/*.{wav,mp3,ogg}', {
  eager: true,
  query: '?url',
  import: 'default',
});
const clips = new Map(
  Object.entries(shipped).map(([path, url]) => [path.replace(/^.*\/|\.\w+$/g, ''), url] as const),
);
const isWhole = allClips.every((name) => clips.has(name));

/** How calls are heard: null until the first one. */
export const useVoice = create<{ readonly means: 'voice' | 'clips' | 'chime' | 'blocked' | null }>(() => ({
  means: null,
}));

type Call = BoardScreen['calls'][number];
const said = new Set<string>();
let first = true;
let queue: Promise<void> = Promise.resolve();

/** A call that was repeated is another one. */
const keyOf = ({ ticketId, calls }: Call): string => `${ticketId}/${calls}`;

/** Says each call once it appears, one after the other and twice each; the board has shown it already. */
export function sayNewCalls({ calls, speaks }: Pick<BoardScreen, 'calls' | 'speaks'>): void {
  const fresh = calls.filter((call) => !said.has(keyOf(call)));
  for (const call of fresh) said.add(keyOf(call));
  // A hall calls for months without a reload; nobody is called again after this many others.
  for (const key of said) {
    if (said.size <= 2_000) break;
    said.delete(key);
  }
  // What stood there when the board was switched on has been said by another.
  if (first || !speaks) {
    first = false;
    return;
  }
  for (const call of fresh.reverse()) queue = queue.then(() => say(call)).catch(() => undefined);
}

async function say({ number, counterName, counterNumber }: Call): Promise<void> {
  if (!(await chime())) {
    useVoice.setState({ means: 'blocked' });
    return;
  }
  const voice = await chineseVoice();
  useVoice.setState({ means: voice !== null ? 'voice' : isWhole ? 'clips' : 'chime' });
  for (let time = 0; time < 2; time += 1) {
    if (voice !== null) await speak(callSentence(number, counterName), voice);
    else if (isWhole) for (const name of callClips(number, counterNumber)) await play(clips.get(name) ?? '');
  }
}

const play = (url: string): Promise<void> =>
  new Promise((resolve) => {
    const audio = new Audio(url);
    audio.addEventListener('ended', () => resolve());
    audio.addEventListener('error', () => resolve());
    // Some systems never say that a clip has ended.
    setTimeout(resolve, 3_000);
    audio.play().catch(() => resolve());
  });
