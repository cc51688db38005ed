import { type Audience, audiences, linkPath } from '#shared/contracts/audience.ts';
import { isLoopback } from '../browser/own-address.ts';

/** A page of a shell that runs elsewhere, as its address was given out. */
export interface PageAddress {
  readonly kind: 'page';
  readonly audience: Audience;
  /** What the remote shell expects as the Origin of its own pages. */
  readonly origin: string;
  /** A link's address and token, for the page's own audience and, in a demo hall, the tray. */
  readonly links: ReadonlyMap<Audience, { readonly url: string; readonly token: string }>;
}

export interface RefusedAddress {
  readonly kind: 'refused';
  readonly sentence: string;
}

const refused = (sentence: string): RefusedAddress => ({ kind: 'refused', sentence });

/**
 * Reads `http://127.0.0.1:4312/clerk/#<token>`, also with `&tray=<token>` behind it.
 *
 * Everything but a board shows people's cases or takes their cards, so it is attached to this machine only; the
 * wire is not encrypted.
 */
export function readPageAddress(text: string): PageAddress | RefusedAddress {
  const url = parsed(text);
  if (url === null) return refused('--attach 后面的地址无法识别，应形如 http://127.0.0.1:端口/clerk/#口令。');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refused('--attach 的地址须以 http:// 或 https:// 开头。');
  }
  const audience = audiences.find((each) => url.pathname.replace(/\/(index\.html)?$/, '') === `/${each}`);
  if (audience === undefined)
    return refused(`--attach 的地址里没有可用的页面，可用：${audiences.join('、')}。`);
  if (audience !== 'board' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
    return refused(`${audience} 页面只能连接本机（127.0.0.1），不能连接其他电脑；只有大厅屏（board）可以。`);
  }
  const links = new Map<Audience, { url: string; token: string }>();
  const socketOrigin = url.origin.replace(/^http/, 'ws');
  for (const part of url.hash.slice(1).split('&')) {
    const [owner, token]: [Audience, string] = part.startsWith('tray=')
      ? ['tray', part.slice('tray='.length)]
      : [audience, part];
    if (/^[\w-]+$/.test(token)) links.set(owner, { url: `${socketOrigin}${linkPath(owner)}`, token });
  }
  if (!links.has(audience)) return refused('--attach 的地址缺少口令，请使用启动时给出的完整地址。');
  return { kind: 'page', audience, origin: url.origin, links };
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
