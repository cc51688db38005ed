const gb18030 = new TextDecoder('gb18030');

/** Those that GB 18030 gave up its private places for only in 2022, as the decoder does not know yet. */
const since2022: Readonly<Record<string, string>> = {
  '\ue816': '𠂇',
  '\ue817': '𠂉',
  '\ue818': '𠃌',
  '\ue831': '𡗗',
  '\ue83b': '𢦏',
  '\ue855': '𤇾',
};

/**
 * A text in the code points that its characters have by now. Old systems wrote 80 characters at private code points
 * (U+E815 to U+E864, GBK FE50 to FEA0) before Unicode had them: names on cards and in registers still come like that.
 * Variation selectors go: they choose between forms of a character that a slip does not tell apart.
 */
export function settled(text: string): string {
  return text
    .replaceAll(/[\ue815-\ue864]/g, (character) => {
      const second = 0x50 + character.charCodeAt(0) - 0xe815;
      // The second byte leaves out 7F.
      return since2022[character] ?? gb18030.decode(Uint8Array.of(0xfe, second < 0x7f ? second : second + 1));
    })
    .replaceAll(/[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu, '');
}
