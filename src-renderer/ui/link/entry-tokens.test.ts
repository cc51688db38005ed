import { describe, expect, it } from 'vitest';
import { tokensOfFragment } from './entry-tokens.ts';

describe('the fragment that a page is opened with', () => {
  it('carries the page’s own token first, then the tray’s', () => {
    expect(tokensOfFragment('#abc&tray=def', 'clerk')).toEqual([
      ['clerk', 'abc'],
      ['tray', 'def'],
    ]);
  });

  it('may be missing or empty', () => {
    expect(tokensOfFragment('', 'kiosk')).toEqual([]);
    expect(tokensOfFragment('#&tray=', 'kiosk')).toEqual([]);
  });
});
