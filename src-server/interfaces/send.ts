import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { TransferFault } from '#shared/interfaces/advice.ts';
import { AddressForbidden, type AddressPolicy, lookupWithin, urlFault } from './address.ts';

/** What came of sending one message. */
export interface Sent {
  status: number | null;
  fault: TransferFault | null;
  ms: number;
}

/**
 * Sends a message once. Redirections are not followed: the address that was looked at is the one that is spoken to. What
 * is answered counts by its status alone.
 */
export async function sendOnce(
  url: string,
  {
    body,
    head,
    policy,
    timeoutMs,
  }: {
    body: string;
    head: Record<string, string>;
    policy: AddressPolicy;
    timeoutMs: number;
  },
): Promise<Sent> {
  const begun = performance.now();
  const sent = (status: number | null, fault: TransferFault | null): Sent => ({
    status,
    fault,
    ms: Math.round(performance.now() - begun),
  });
  // Asked again each time: what the setting opens may have become less since.
  if (urlFault(url, policy) !== null) return sent(null, 'forbidden');
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const asked = (url.startsWith('https:') ? tlsRequest : plainRequest)(
        url,
        {
          ...{ method: 'POST', signal, agent: false, lookup: lookupWithin(policy) },
          headers: {
            ...head,
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'yichuang-district',
          },
        },
        (response) => {
          resolve(response.statusCode ?? 0);
          // Read to its end, or until the time is over, and thrown away: cut off, the other side would take it for a fault.
          response.on('error', () => undefined).resume();
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
    return sent(status, status >= 200 && status < 300 ? null : 'status');
  } catch (error) {
    return sent(null, signal.aborted ? 'timeout' : faultIn(error));
  }
}

function faultIn(error: unknown): TransferFault {
  if (error instanceof AddressForbidden) return 'forbidden';
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === 'ECONNREFUSED') return 'refused';
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'nameUnknown';
  if (/CERT|SELF_SIGNED|UNABLE_TO|^ERR_(TLS|SSL)|EPROTO/.test(code)) return 'certificate';
  if (/^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)$/.test(code)) return 'unreachable';
  return 'broken';
}
