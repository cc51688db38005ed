import type { FastifyReply } from 'fastify';

/** Text as it may stand in HTML, in an attribute as well. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Sends a page that anybody may open who has its address: nothing of it is kept, found or followed, and nothing in it runs
 * but the one program of this server that it names. What stands in `body` has to be escaped by then.
 */
export function sendPublicPage(
  reply: FastifyReply,
  status: number,
  page: { title: string; style: string; body: string; refreshSeconds?: number; script?: string },
): FastifyReply {
  const { title, style, body, refreshSeconds, script } = page;
  const running = script === undefined ? '' : "; script-src 'self'; connect-src 'self'";
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return reply
    .status(status)
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'${running}`,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">${refresh}
<style>${style}</style>
</head><body>${body}${script === undefined ? '' : `<script type="module" src="${escaped(script)}"></script>`}</body></html>`,
    );
}
