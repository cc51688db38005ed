import { randomBytes } from 'node:crypto';
import type { Instant } from '#shared/clock/beijing.ts';
import type { HallCertificate } from '#shared/contracts/district.ts';
import { type HallMember, nameOfMember } from '#shared/identity/hall-member.ts';
import { certificatePem } from './x509.ts';

const dayMs = 86_400_000;
/** A hall that has no district for a year still works; whoever has one gets a new certificate every day. */
const validDays = 400;
/** The clocks of a hall need not agree to the second. */
const earlierMs = dayMs;

/** When a certificate is renewed: at the first contact on the day after. */
export const isDueForRenewal = (until: Instant | null, now: Instant): boolean =>
  until === null || Date.parse(until) - Date.parse(now) < (validDays - 1) * dayMs;

/**
 * The certificate by which the installations of a hall know each other: it names hall, installation and what that is
 * there. Signed by the key that signs passes, which every installation holds from its enrolment on: what a pass signs
 * begins with a word, and what a certificate signs begins with 0x30 and a length, so neither can stand for the other.
 *
 * @param publicKey the installation's own key, SPKI as base64
 */
export function certificateFor(
  member: HallMember,
  publicKey: string,
  now: Instant,
  sign: (bytes: Uint8Array) => Uint8Array,
): HallCertificate {
  const until = new Date(Date.parse(now) + validDays * dayMs);
  const pem = certificatePem(
    {
      serial: randomBytes(15),
      issuer: 'yichuang district',
      subject: member.installationId,
      uri: nameOfMember(member),
      from: new Date(Date.parse(now) - earlierMs),
      until,
      publicKey: Buffer.from(publicKey, 'base64'),
    },
    sign,
  );
  return { pem, until: until.toISOString() as Instant };
}
