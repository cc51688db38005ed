import {
  createCipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
  sign,
} from 'node:crypto';
import { epochOf, type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import { districtOf, type Pass, passDays, passText } from '#shared/identity/pass.ts';
import { formatSealedKey } from '#shared/identity/sealed-key.ts';
import type { StaffPosting } from '#shared/organisation/staff.ts';

/** A district's key, as its server has one. */
export function newDistrictKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: spki(publicKey),
    signBytes: (bytes: Uint8Array): Uint8Array => sign(null, bytes, privateKey),
    sign: (text: string) => `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`,
  };
}
const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64');

/** The district that has enrolled the tests' installations. */
export const testDistrict = newDistrictKey();

/** Weak on purpose, so that a test need not wait: the cost stands in the sealed key itself. */
const cost = { N: 2 ** 4, r: 1, p: 1 };

/** A pass as the district would have signed it. */
export function passFor(
  { personId, staffNumber, name }: StaffPosting,
  password: string,
  issuedAt: Instant,
  { district = testDistrict, changes = {} as Partial<Pass> } = {},
): Pass {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', scryptSync(password, salt, 32, cost), nonce);
  const key = privateKey.export({ format: 'der', type: 'pkcs8' });
  const text = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  const [saltText = '', nonceText = '', sealedText = ''] = [salt, nonce, text].map((each) =>
    each.toString('base64'),
  );
  const pass = {
    kind: 'yichuang pass' as const,
    district: districtOf(district.publicKey),
    ...{ personId, staffNumber, name, publicKey: spki(publicKey), issuedAt },
    sealedKey: formatSealedKey({ cost, salt: saltText, nonce: nonceText, text: sealedText }),
    validUntil: instantOfEpoch(epochOf(issuedAt) + passDays * 86_400_000),
    ...changes,
  };
  return { ...pass, signature: district.sign(passText(pass)) };
}
