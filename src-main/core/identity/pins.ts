import type { KeyObject } from 'node:crypto';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { pinLimit } from '#shared/identity/attempts.ts';
import { pinFault } from '#shared/identity/pin.ts';
import type { Store } from '../store/store.ts';
import { openKey, sealKey } from './sealed-key.ts';

/** PINs, kept at this installation only: a person's key once more, under six digits of their own. */
export function pins({ settings }: Pick<Store, 'settings'>) {
  const all = () => settings.get('pins') ?? {};
  function erase(staffNumber: string): void {
    const { [staffNumber]: _, ...others } = all();
    settings.set('pins', others);
  }

  return {
    erase,
    has: (staffNumber: string): boolean => all()[staffNumber] !== undefined,

    async set(staffNumber: string, key: KeyObject, pin: string): Promise<Refused | null> {
      const fault = pinFault(pin);
      if (fault !== null) return refused('pinUnfit', fault);
      const sealedKey = await sealKey(key, pin);
      settings.set('pins', { ...all(), [staffNumber]: { sealedKey, wrong: 0 } });
      return null;
    },

    /** The person's key by their PIN. Each try is on the disk before it is checked; after the last one the PIN is gone. */
    async open(staffNumber: string, pin: string): Promise<KeyObject | Refused> {
      const held = all()[staffNumber];
      if (held === undefined) return refused('noPin', '您在这台电脑上没有快捷密码，请用登录密码。');
      const wrong = held.wrong + 1;
      if (wrong > pinLimit) {
        erase(staffNumber);
        return erased;
      }
      settings.set('pins', { ...all(), [staffNumber]: { ...held, wrong } });
      const key = await openKey(held.sealedKey, pin);
      // Somebody may have set another meanwhile: the count belongs to the one that was tried.
      const now = all()[staffNumber];
      if (key === null && wrong >= pinLimit) {
        if (now?.sealedKey === held.sealedKey) erase(staffNumber);
        return erased;
      }
      if (key === null) return refused('pinWrong', `快捷密码不对，还可以再试${pinLimit - wrong}次。`);
      if (now?.sealedKey === held.sealedKey)
        settings.set('pins', { ...all(), [staffNumber]: { ...held, wrong: 0 } });
      return key;
    },
  };
}

const erased = refused('pinErased', '快捷密码连续输错5次，已经清除。请用登录密码登录，再重新设置。');
