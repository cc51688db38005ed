import { createHmac } from 'node:crypto';

/**
 * The head of a message by which its receiver knows whose it is, as Standard Webhooks has it
 * (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body, under the key of the subscription. The time is
 * under the signature, so that nobody can send an old message again as a new one.
 * @param secret `whsec_` and the key in base64
 * @param at seconds since 1970
 */
export function signedHead(
  secret: string,
  { id, at, body }: { id: string; at: number; body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}
