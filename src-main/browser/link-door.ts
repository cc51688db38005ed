import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Audience, audiences, linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import type { OwnAddress } from './own-address.ts';

/** What a request to open a link comes to. */
export type Admission =
  | { readonly kind: 'admitted'; readonly audience: Audience }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 404; readonly why: string };

const refused = (status: 401 | 403 | 404, why: string): Admission => ({ kind: 'refused', status, why });

/** Digests have one length, so the comparison takes as long for a near miss as for a wild guess. */
function sameToken(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/**
 * Decides whether a WebSocket upgrade may become a link. The token has to be the asked audience's own: the citizen
 * screen's token opens no clerk's link. Browsers cannot set headers on a WebSocket, so the token comes as the
 * second subprotocol; it is never in a path, which would end up in logs.
 */
export function admit(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  own: OwnAddress,
  tokens: Readonly<Partial<Record<Audience, string>>>,
): Admission {
  if (!own.hosts.includes(request.headers.host ?? '')) return refused(403, 'host');
  if (!own.origins.includes(request.headers.origin ?? '')) return refused(403, 'origin');
  const audience = audiences.find((each) => linkPath(each) === request.url);
  const wanted = audience === undefined ? undefined : tokens[audience];
  if (audience === undefined || wanted === undefined) return refused(404, 'path');
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const given = offered[1];
  if (offered.length !== 2 || offered[0] !== linkProtocol || given === undefined)
    return refused(401, 'protocol');
  if (wanted === '' || !sameToken(given, wanted)) return refused(401, 'token');
  return { kind: 'admitted', audience };
}
