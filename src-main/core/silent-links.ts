import type { WebSocket, WebSocketServer } from 'ws';

/**
 * Cuts links whose other end no longer answers, or no longer reads: a closed laptop lid sends no goodbye.
 * @param limits milliseconds between two questions, of which two go unanswered before a link is cut, and the bytes that
 *   may wait to be read
 * @returns stops it
 */
export function cutSilentLinks(
  links: Pick<WebSocketServer, 'clients'>,
  { heartbeatMs, maxUnread }: { heartbeatMs: number; maxUnread: number },
): () => void {
  const silent = new WeakSet<WebSocket>();
  let tickedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // Where it was this program that stood still, the answers may be here and not read yet.
    const stoodStill = now - tickedAt > 1.5 * heartbeatMs;
    tickedAt = now;
    if (stoodStill) return;
    for (const link of links.clients) {
      if (silent.has(link) || link.bufferedAmount > maxUnread) {
        link.terminate();
        continue;
      }
      silent.add(link);
      link.once('pong', () => silent.delete(link));
      link.ping();
    }
  }, heartbeatMs);
  timer.unref();
  return () => clearInterval(timer);
}
