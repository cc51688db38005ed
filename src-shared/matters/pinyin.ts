import { customPinyin, pinyin } from 'pinyin-pro';
import type { PinyinOf } from './search.ts';

// Words whose reading the dictionary misses; it reads characters by the words that they stand in (银行, 行政; 重大, 重复).
customPinyin({ 率先: 'shuài xiān', 率队: 'shuài duì', 粘贴: 'zhān tiē' });

/**
 * The readings of a text for searching, from the dictionary of pinyin-pro: one syllable per character, no tones, ü as
 * v; whatever is not Chinese stands for itself.
 */
export const pinyinOf: PinyinOf = (text) => {
  const characters = [...text];
  const syllables = pinyin(text, { type: 'array', toneType: 'none', v: true, nonZh: 'spaced' });
  // Were a text ever split otherwise, a reading per character still finds it.
  if (syllables.length === characters.length) return { syllables };
  return { syllables: characters.map((character) => pinyin(character, { toneType: 'none', v: true })) };
};
