import { callClips, callSentence } from '#shared/queue/calling.ts';
import { playClips } from './clips.ts';

/** Calling aloud: a chime, then the words in a Chinese voice that is on this machine, or in clips where there is none. */

/** Some systems never say that a voice has finished. */
const longestSpeechMs = 15_000;
/** A voice over the internet would carry names and numbers out of the hall, and be silent without a network. */
const localChinese = (voice: SpeechSynthesisVoice): boolean =>
  voice.localService && /^zh\b/i.test(voice.lang);

/** The voice to speak with; some systems tell their voices only after a moment. */
export async function chineseVoice(): Promise<SpeechSynthesisVoice | null> {
  if (!('speechSynthesis' in window)) return null;
  const now = speechSynthesis.getVoices();
  if (now.length === 0) {
    await new Promise((resolve) => {
      speechSynthesis.addEventListener('voiceschanged', resolve, { once: true });
      setTimeout(resolve, 500);
    });
  }
  return speechSynthesis.getVoices().find(localChinese) ?? null;
}

/** How a call was heard: in a voice of the machine's, by clips, or not at all before somebody has touched the page. */
export type Heard = 'voice' | 'clips' | 'blocked';

/** Who is called and where to, as a call says it. */
export interface Spoken {
  readonly number: string;
  readonly counterName: string;
  readonly counterNumber: number;
}

/** Chimes, then says a call so many times. Resolves when it has been said, or should have been. */
export async function sayCall({ number, counterName, counterNumber }: Spoken, times: number): Promise<Heard> {
  const audio = new AudioContext();
  try {
    if (!(await mayBeHeard(audio))) return 'blocked';
    await chime(audio);
    const voice = await chineseVoice();
    for (let time = 0; time < times; time += 1) {
      if (voice === null) await playClips(callClips(number, counterNumber), audio);
      else await speak(callSentence(number, counterName), voice);
    }
    return voice === null ? 'clips' : 'voice';
  } finally {
    await audio.close();
  }
}

/** A busy machine takes a moment to begin. */
const beginsWithinMs = 2_000;

/** A browser that lets nothing be heard before somebody has touched the page does not say no; it never begins. */
async function mayBeHeard(audio: AudioContext): Promise<boolean> {
  if (audio.state === 'suspended')
    await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, beginsWithinMs))]);
  return audio.state === 'running';
}

/** Two falling tones, made here: no file is needed, and it sounds the same everywhere. */
async function chime(audio: AudioContext): Promise<void> {
  for (const [index, frequency] of [784, 587].entries()) {
    const start = audio.currentTime + index * 0.28;
    const tone = new OscillatorNode(audio, { frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0.35, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.5);
  }
  await new Promise((resolve) => setTimeout(resolve, 900));
}

/** Resolves when it has been said, or should have been. */
async function speak(text: string, voice: SpeechSynthesisVoice): Promise<void> {
  const words = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.9 });
  await new Promise<void>((resolve) => {
    words.addEventListener('end', () => resolve());
    words.addEventListener('error', () => resolve());
    setTimeout(resolve, longestSpeechMs);
    speechSynthesis.speak(words);
  });
}
