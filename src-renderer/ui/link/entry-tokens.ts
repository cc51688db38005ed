import type { Audience } from '#shared/contracts/audience.ts';

const storageKey = (audience: Audience): string => `yichuang.link.${audience}`;

/** Splits `#<token>&tray=<token>`; the first part belongs to the page's own audience. */
export function tokensOfFragment(
  fragment: string,
  audience: Audience,
): ReadonlyArray<readonly [Audience, string]> {
  const tokens: Array<readonly [Audience, string]> = [];
  for (const part of fragment.replace(/^#/, '').split('&')) {
    if (part === '') continue;
    if (part.startsWith('tray=')) tokens.push(['tray', part.slice('tray='.length)]);
    else if (!part.includes('=')) tokens.push([audience, part]);
  }
  return tokens.filter(([, token]) => token !== '');
}

/**
 * Takes the tokens out of the address bar into this tab's storage, so that they survive a reload and are in no
 * history, bookmark or screenshot.
 */
export function keepEntryTokens(audience: Audience): void {
  if (location.hash.length < 2) return;
  for (const [owner, token] of tokensOfFragment(location.hash, audience)) {
    sessionStorage.setItem(storageKey(owner), token);
  }
  history.replaceState(null, '', location.pathname + location.search);
}

export const entryToken = (audience: Audience): string | null => sessionStorage.getItem(storageKey(audience));
