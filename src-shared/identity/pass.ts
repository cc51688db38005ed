import { z } from 'zod';
import { formatBeijing, type Instant, instantSchema } from '../clock/beijing.ts';
import { type Refused, refused } from '../contracts/answer.ts';
import { personIdSchema, staffNumberSchema } from '../organisation/staff.ts';
import { canonicalJson, type Digest, digestOf } from '../sync/canonical.ts';
import { publicKeySchema, sealedKeySchema, signatureSchema } from './sealed-key.ts';

/** So long a pass lets its person sign in without the district. */
export const passDays = 7;

/**
 * A pass (离线通行证): the district's word on who somebody is, with their key under their own password. It names the
 * person alone: what they may do follows from the postings that are published at the time, not from a paper that is a
 * week old.
 */
export const passSchema = z.strictObject({
  kind: z.literal('yichuang pass'),
  /** Which district signed it, by the digest of its public key. */
  district: z.string().max(80),
  personId: personIdSchema,
  staffNumber: staffNumberSchema,
  name: z.string().min(1).max(120),
  /** The person's signing key, and its private half under their password. */
  publicKey: publicKeySchema,
  sealedKey: sealedKeySchema,
  issuedAt: instantSchema,
  validUntil: instantSchema,
  signature: signatureSchema,
});
export type Pass = z.infer<typeof passSchema>;

/** What the district signs. */
export const passText = ({
  signature: _,
  ...pass
}: Omit<Pass, 'signature'> & { signature?: string }): string => canonicalJson(pass);

/** How a pass names the district that signed it. */
export const districtOf = (districtKey: string): Digest => digestOf(districtKey);

/** Whether a text was signed by a key: brought by each side, since the rules know no cryptography. */
export type Verify = (publicKey: string, text: string, signature: string) => boolean;

/**
 * Why a pass does not let its person in, or null. Its times are the district's, so `now` has to be the best that this
 * side knows of the district's clock: never before the last time heard from it.
 */
export function passFault(pass: Pass, districtKey: string, now: Instant, verify: Verify): Refused | null {
  if (pass.district !== districtOf(districtKey))
    return refused('passForeign', '这份离线通行证不是本区签发的，不能在这台电脑使用。');
  if (!verify(districtKey, passText(pass), pass.signature))
    return refused('passForged', '这份离线通行证的内容被改动过，不能使用，请重新导出。');
  if (now >= pass.validUntil)
    return refused(
      'passExpired',
      `离线通行证已于${formatBeijing(pass.validUntil)}到期，请联网登录一次，或带一份新的来。`,
    );
  return null;
}

/** Reads a pass from the text of a file. */
export function readPass(text: string): Pass | null {
  try {
    return passSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
