/** So long somebody may need to read why their card could not be used. */
const shownMs = 15_000;

/** A sentence about the card that was laid last; it goes away by itself, since the card does too. */
export function cardNotice(changed: () => void) {
  let sentence = '';
  let timer: NodeJS.Timeout | undefined;
  return {
    text: () => sentence,
    say(text: string): void {
      sentence = text;
      clearTimeout(timer);
      timer = setTimeout(() => {
        sentence = '';
        changed();
      }, shownMs).unref();
      changed();
    },
    clear(): void {
      sentence = '';
    },
  };
}
