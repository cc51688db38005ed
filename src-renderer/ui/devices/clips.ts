/// <reference types="vite/client" />

/** The clips that the program brings along (`assets/voice`); a hall may put a speaker's in their place. */
const shipped = import.meta.glob<string>('../../../assets/voice/*.{wav,mp3,ogg}', {
  eager: true,
  query: '?url',
  import: 'default',
});
const addresses = new Map(
  Object.entries(shipped).map(([path, address]) => [path.replace(/^.*\/|\.\w+$/g, ''), address] as const),
);
/** Read once, since the next call is put together from the same few. */
const read = new Map<string, AudioBuffer>();

/** A breath after these, in seconds: before where to go, and before it is said again. */
const breaths: Readonly<Record<string, number>> = { number: 0.15, window: 0.6 };
/** A machine without a sound device may never say that a clip has ended. */
const patienceMs = 2_000;

/** Plays clips one right after the other. Resolves when the last has ended, or should have. */
export async function playClips(names: readonly string[], audio: AudioContext): Promise<void> {
  const clips = await Promise.all(names.map(async (name) => [name, await clip(name, audio)] as const));
  const begun = audio.currentTime;
  let at = begun;
  let last: AudioBufferSourceNode | null = null;
  for (const [name, buffer] of clips) {
    last = new AudioBufferSourceNode(audio, { buffer });
    last.connect(audio.destination);
    last.start(at);
    at += buffer.duration + (breaths[name] ?? 0);
  }
  const playing = last;
  if (playing === null) return;
  await new Promise((resolve) => {
    playing.addEventListener('ended', resolve);
    setTimeout(resolve, (at - begun) * 1_000 + patienceMs);
  });
}

async function clip(name: string, audio: AudioContext): Promise<AudioBuffer> {
  const known = read.get(name);
  if (known !== undefined) return known;
  const address = addresses.get(name);
  if (address === undefined) throw new Error(`there is no clip ${name}`);
  const answer = await fetch(address);
  const buffer = await audio.decodeAudioData(await answer.arrayBuffer());
  read.set(name, buffer);
  return buffer;
}
