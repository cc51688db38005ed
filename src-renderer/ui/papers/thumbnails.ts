import { create } from 'zustand';
import type { Page } from '#shared/contracts/papers.ts';
import { makePage } from './scan/scanner.ts';

/** Where small pictures come from: a desk's own link. */
export interface PagesClient {
  thumbnails(input: { hashes: string[] }): Promise<{ hash: string; url: string | null }[]>;
  get(input: {
    hash: string;
    caseId: string | null;
  }): Promise<{ kind: 'done'; file: File } | { kind: 'refused'; refusal: { message: string } }>;
  keepThumbnail(input: { hash: string; thumbnail: string }): Promise<unknown>;
}

/** Small pictures that this window has had; a page never changes, so they are asked for once. Null: it has none. */
const useThumbnails = create<Readonly<Record<string, string | null>>>(() => ({}));

/** The small picture of a page; undefined as long as it is being fetched. */
export const useThumbnail = (hash: string): string | null | undefined => useThumbnails((held) => held[hash]);

export const holdThumbnail = (hash: string, url: string): void => useThumbnails.setState({ [hash]: url });

/** Kept small: a window that is open for a day shows thousands. */
const mostHeld = 2_000;

/**
 * Fetches those that are not here yet, all in one question. Of a page that was scanned elsewhere none is kept: it is made
 * of the page itself, once.
 * @param caseId of the case that the pages belong to; null while they are being entered
 */
export async function fetchThumbnails(
  client: PagesClient,
  pages: readonly Pick<Page, 'hash' | 'mediaType'>[],
  caseId: string | null,
): Promise<void> {
  const held = useThumbnails.getState();
  const wanted = [...new Set(pages.map(({ hash }) => hash))].filter((hash) => held[hash] === undefined);
  if (wanted.length === 0) return;
  if (Object.keys(held).length > mostHeld) useThumbnails.setState({}, true);
  const found = await client.thumbnails({ hashes: wanted }).catch(() => []);
  useThumbnails.setState(Object.fromEntries(found.map(({ hash, url }) => [hash, url])));
  for (const { hash, url } of found) {
    const isPicture = pages.some((each) => each.hash === hash && each.mediaType !== 'application/pdf');
    if (url === null && isPicture) await make(client, hash, caseId);
  }
}

/** One after the other: the line is shared with everything else. What has not arrived yet is asked for again later. */
async function make(client: PagesClient, hash: string, caseId: string | null): Promise<void> {
  try {
    const answer = await client.get({ hash, caseId });
    if (answer.kind === 'refused') throw new Error(answer.refusal.message);
    const bitmap = await createImageBitmap(answer.file);
    const made = await makePage(bitmap, { quad: null, tone: 'colour', quarters: 0 });
    if (made === null) return;
    holdThumbnail(hash, made.thumbnail);
    await client.keepThumbnail({ hash, thumbnail: made.thumbnail });
  } catch {
    useThumbnails.setState((held) => {
      const { [hash]: _, ...others } = held;
      return others;
    }, true);
  }
}
