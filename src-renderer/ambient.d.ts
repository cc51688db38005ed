declare module '*.css';

/** What the Electron shell's preload tells the page; a page in a browser has none of it. */
interface Window {
  readonly yichuang?: { readonly shell: 'electron' };
}
