/** Calling aloud: a chime, then the words in a Chinese voice that is on this machine. */

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

/**
 * Two falling tones, made here: no file is needed, and it sounds the same everywhere.
 * @returns false where the browser lets nothing be heard before somebody has touched the page
 */
export async function chime(): Promise<boolean> {
  const audio = new AudioContext();
  // It does not say no; it never begins.
  if (audio.state === 'suspended') {
    await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
    if ((audio.state as AudioContextState) !== 'running') {
      await audio.close();
      return false;
    }
  }
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
  await audio.close();
  return true;
}

/** Resolves when it has been said, or should have been. */
export async function speak(text: string, voice: SpeechSynthesisVoice): Promise<void> {
  const words = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.9 });
  await new Promise<void>((resolve) => {
    words.addEventListener('end', () => resolve());
    words.addEventListener('error', () => resolve());
    setTimeout(resolve, longestSpeechMs);
    speechSynthesis.speak(words);
  });
}

/** Chimes and speaks. @returns what was heard, in words */
export async function sayAloud(text: string): Promise<string> {
  await chime();
  const voice = await chineseVoice();
  if (voice === null) return '已响提示音。电脑里没有中文语音，所以没有读出来。';
  await speak(text, voice);
  return `已响提示音，并用“${voice.name}”读了：${text}。`;
}
