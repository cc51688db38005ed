/**
 * X.509 certificates (RFC 5280) over Ed25519 keys (RFC 8410), as far as the installations of a hall need them: Node reads
 * certificates and makes none. One profile, written in DER: nothing here is chosen by whoever asks for a certificate.
 */

/** What a certificate says. */
export interface CertificateText {
  /** Unique for its issuer. */
  serial: Uint8Array;
  issuer: string;
  subject: string;
  /** The alternative name by which a member is known: a URI, ASCII only. */
  uri: string;
  from: Date;
  until: Date;
  /** The subject's public key: SPKI in DER. */
  publicKey: Uint8Array;
}

/** Gives the certificate as PEM, signed by the issuer's Ed25519 key. */
export function certificatePem(text: CertificateText, sign: (bytes: Uint8Array) => Uint8Array): string {
  const body = tbsCertificate(text);
  const certificate = sequence(body, ed25519, bitString(sign(body)));
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function tbsCertificate({ serial, issuer, subject, uri, from, until, publicKey }: CertificateText) {
  const alternativeNames = sequence(der(0x86, Buffer.from(uri, 'ascii')));
  return sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    // Positive, whatever its first bit is.
    der(0x02, Buffer.concat([Uint8Array.of(1), serial])),
    ed25519,
    commonName(issuer),
    sequence(time(from), time(until)),
    commonName(subject),
    publicKey,
    der(0xa3, sequence(sequence(objectId(0x55, 0x1d, 0x11), der(0x04, alternativeNames)))),
  );
}

/** Tag, length, value. */
function der(tag: number, value: Uint8Array): Uint8Array {
  const length =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...length), value]);
}
const sequence = (...parts: Uint8Array[]) => der(0x30, Buffer.concat(parts));
const objectId = (...bytes: number[]) => der(0x06, Uint8Array.of(...bytes));
const bitString = (bytes: Uint8Array) => der(0x03, Buffer.concat([Uint8Array.of(0), bytes]));

/** 1.3.101.112, which has no parameters. */
const ed25519 = sequence(objectId(0x2b, 0x65, 0x70));

const commonName = (name: string) =>
  sequence(der(0x31, sequence(objectId(0x55, 0x04, 0x03), der(0x0c, Buffer.from(name, 'utf8')))));

/** UTCTime through 2049 and GeneralizedTime after it, as RFC 5280 wants it. */
function time(moment: Date): Uint8Array {
  const digits = moment.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return moment.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(`${digits.slice(2)}Z`, 'ascii'))
    : der(0x18, Buffer.from(`${digits}Z`, 'ascii'));
}
