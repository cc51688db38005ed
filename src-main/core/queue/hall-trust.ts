import { createPrivateKey, createPublicKey, type X509Certificate } from 'node:crypto';
import { type HallMember, memberOfName } from '#shared/identity/hall-member.ts';
import type { Store } from '../store/store.ts';

/** What stands behind a link in the hall: this installation's own certificate, and whose it takes. */
export type HallTrust = ReturnType<typeof hallTrust>;

/** Why somebody is not taken for an installation of this hall; for the log. */
export type Stranger = {
  kind: 'stranger';
  why: 'none' | 'forged' | 'expired' | 'unnamed' | 'otherHall' | 'revoked';
};

/**
 * The certificates of a hall are signed by the district's key, which every installation has held since its enrolment:
 * there is no other authority and nothing in between. So they are judged here and not by TLS, which proves only that the
 * other side holds the private half: its clock would be the machine's, and a dead battery would close the hall. The
 * moment is the store's best knowledge, never earlier than what the district said last.
 */
export function hallTrust(store: Store) {
  const { settings } = store;
  let held: { pem: string; pair: { key: string; cert: string } } | null = null;

  return {
    /** Key and certificate for TLS, in PEM; null before the district has given one. */
    own(): { key: string; cert: string } | null {
      const pem = settings.get('hallCertificate')?.pem;
      const privateKey = settings.get('privateKey');
      if (pem === undefined || privateKey === null) return null;
      if (held?.pem !== pem) {
        const key = createPrivateKey({
          key: Buffer.from(privateKey, 'base64'),
          format: 'der',
          type: 'pkcs8',
        });
        held = { pem, pair: { key: String(key.export({ format: 'pem', type: 'pkcs8' })), cert: pem } };
      }
      return held.pair;
    },

    /** The installation that a certificate names, or why it counts for nothing. */
    judge(peer: X509Certificate | undefined): { kind: 'member'; member: HallMember } | Stranger {
      const stranger = (why: Stranger['why']): Stranger => ({ kind: 'stranger', why });
      const districtKey = settings.get('districtKey') ?? settings.get('enrolment')?.districtKey;
      if (peer === undefined || !districtKey) return stranger('none');
      const authority = createPublicKey({
        key: Buffer.from(districtKey, 'base64'),
        format: 'der',
        type: 'spki',
      });
      if (!peer.verify(authority)) return stranger('forged');
      const now = Date.parse(store.now());
      if (now < peer.validFromDate.getTime() || now > peer.validToDate.getTime()) return stranger('expired');
      const name = /^URI:(\S+)$/.exec(peer.subjectAltName ?? '')?.[1] ?? '';
      const member = memberOfName(name);
      if (member === null) return stranger('unnamed');
      if (member.hallId !== store.knowledge.place().hallId) return stranger('otherHall');
      if (this.revoked().includes(member.installationId)) return stranger('revoked');
      return { kind: 'member', member };
    },

    /** The installations of the hall that no longer count, by id. */
    revoked: (): readonly string[] => settings.get('hallRevoked') ?? [],
  };
}
