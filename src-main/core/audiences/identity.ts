import { implement } from '@orpc/server';
import { identityContract } from '#shared/contracts/identity.ts';
import type { SignedIn } from '../identity/sign-in.ts';

/** A staff number as it is typed. */
export const asStaffNumber = (typed: string): string => typed.normalize('NFKC').trim().toUpperCase();

/** Who sits at a desk: the handlers that every desk's router has below `identity`. */
export function identityHandlers(signedIn: SignedIn) {
  const os = implement(identityContract);
  return {
    enterByPin: os.enterByPin.handler(({ input }) =>
      signedIn.enterByPin(asStaffNumber(input.staffNumber), input.pin),
    ),
    lock: os.lock.handler(() => signedIn.lock()),
    active: os.active.handler(() => signedIn.touch()),
    setPin: os.setPin.handler(({ input }) => signedIn.setPin(input.password, input.pin)),
    erasePin: os.erasePin.handler(() => signedIn.erasePin()),
    exportPass: os.exportPass.handler(() => signedIn.exportPass()),
    importPass: os.importPass.handler(({ input }) => signedIn.importPass(input.text)),
  };
}
