import { createPublicKey, verify } from 'node:crypto';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { passesInPush } from '#shared/contracts/district.ts';
import { type Pass, passFault, readPass, type Verify } from '#shared/identity/pass.ts';
import type { Store } from '../store/store.ts';

/** The passes that are held at this installation, and the district's key that they have to be signed with. */
export function passes(store: Store) {
  const { settings } = store;
  const key = () => settings.get('districtKey') ?? settings.get('enrolment')?.districtKey ?? null;

  function faultOf(pass: Pass): Refused | null {
    const districtKey = key();
    if (districtKey === null)
      return refused('districtUnknown', '本机还没有连通过区级平台，不能核对离线通行证，请先联网一次。');
    return passFault(pass, districtKey, store.now(), isSigned);
  }

  return {
    faultOf,
    of: (staffNumber: string): Pass | null => settings.get('passes')?.[staffNumber] ?? null,
    held: (): readonly Pass[] => Object.values(settings.get('passes') ?? {}),

    /** Keeps a pass that is in order, in place of an older one; says why not. */
    keep(pass: Pass): Refused | null {
      const fault = faultOf(pass);
      if (fault !== null) return fault;
      const all = settings.get('passes') ?? {};
      const before = all[pass.staffNumber];
      if (before !== undefined && before.issuedAt > pass.issuedAt) return null;
      if (before !== undefined && before.publicKey !== pass.publicKey)
        settings.set('formerPasses', [...(settings.get('formerPasses') ?? []), before]);
      settings.set('passes', { ...all, [pass.staffNumber]: pass });
      return null;
    },

    /** The pass in the text of a file. */
    read: (text: string): Pass | Refused =>
      readPass(text) ??
      refused('passUnreadable', '这不是离线通行证文件，或文件不完整，请在联网的电脑上重新导出。'),
  };
}
export type Passes = ReturnType<typeof passes>;

/**
 * Every pass of these persons that was ever held here, the latest first: the keys under what they have signed.
 * @param personIds who has signed
 */
export function passesOf({ settings }: Pick<Store, 'settings'>, personIds: ReadonlySet<string>): Pass[] {
  const all = [...Object.values(settings.get('passes') ?? {}), ...(settings.get('formerPasses') ?? [])];
  return all.filter(({ personId }) => personIds.has(personId)).slice(0, passesInPush);
}

/**
 * Learns the district's key from an answer of the district to this installation. Only the first counts: a stranger who
 * answers later cannot put theirs in its place.
 */
export function learnDistrictKey({ settings }: Pick<Store, 'settings'>, publicKey: string | undefined): void {
  if (publicKey !== undefined && settings.get('districtKey') === null) settings.set('districtKey', publicKey);
}

const isSigned: Verify = (publicKey, text, signature) => {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature.slice('ed25519:'.length), 'base64'));
  } catch {
    return false;
  }
};
