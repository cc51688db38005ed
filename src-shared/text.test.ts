import { describe, expect, it } from 'vitest';
import { lineSchema, paragraphSchema, typedLineSchema } from './text.ts';

describe('text that people see', () => {
  it('has no control characters and no half of a character', () => {
    for (const bad of ['王\0小明', '王\n办理结果 准予批准', '\x1b@', '\ud842', '王\u0085']) {
      expect(lineSchema(100).safeParse(bad).success, JSON.stringify(bad)).toBe(false);
    }
    expect(lineSchema(100).safeParse('𬱖·阿依古丽 Anna').success).toBe(true);
  });

  it('may have line breaks where it is longer', () => {
    expect(paragraphSchema(100).safeParse('第一行\n第二行').success).toBe(true);
    expect(paragraphSchema(100).safeParse('第一行\r第二行').success).toBe(false);
  });

  it('is made of what was pasted', () => {
    expect(typedLineSchema(100).parse(' 王\t小明\n\ud842')).toBe('王 小明');
  });
});
