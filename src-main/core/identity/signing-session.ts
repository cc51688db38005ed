import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Acting } from '../store/commands.ts';
import type { DeviceClock } from '../store/device-clock.ts';
import type { SignedIn } from './sign-in.ts';

/** So long one confirmation lets somebody sign, by the machine's monotonic clock. */
export const signingMs = 10 * 60_000;

/** Whether whoever sits at the desk has just shown that it is them: a signature wants more than an open screen. */
export type SigningSession = ReturnType<typeof signingSession>;

export function signingSession(
  signedIn: Pick<SignedIn, 'vouch' | 'person' | 'acting'>,
  { clock, onOpen }: { clock: Pick<DeviceClock, 'monotonicMs'>; onOpen: () => void },
) {
  let open: { sessionId: string | null; actorId: string; since: number } | null = null;

  function leftMs(acting: Acting | null): number {
    const isTheirs =
      open !== null &&
      acting !== null &&
      open.sessionId === acting.sessionId &&
      open.actorId === acting.actor.actorId;
    return isTheirs ? Math.max(0, signingMs - (clock.monotonicMs() - (open?.since ?? 0))) : 0;
  }

  return {
    /** One PIN or password of the very person who is signed in opens ten minutes; leaving or locking closes them. */
    async confirm(by: 'pin' | 'password', secret: string): Promise<{ kind: 'done' } | Refused> {
      const person = signedIn.person();
      const acting = signedIn.acting();
      if (person === null || acting === null) return notThere;
      const proven = await signedIn.vouch({ staffNumber: person.staffNumber, by, secret });
      if ('kind' in proven) return proven;
      // Whoever confirmed may have left while the district was asked.
      if (signedIn.acting()?.sessionId !== acting.sessionId) return notThere;
      open = {
        sessionId: acting.sessionId,
        actorId: acting.actor.actorId,
        since: clock.monotonicMs(),
      };
      onOpen();
      return { kind: 'done' };
    },

    /** Milliseconds for which the signed-in person may still sign; 0 where they have to confirm first. */
    leftMs: () => leftMs(signedIn.acting()),
    /** Why somebody may not sign now; null where they may. */
    fault: (acting: Acting): Refused | null => (leftMs(acting) > 0 ? null : notConfirmed),
  };
}

const notThere = refused('nobodySignedIn', '还没有登录，请先登录。');
const notConfirmed = refused(
  'notConfirmed',
  '签批前请输入您的 PIN 或密码确认身份，确认一次可连续签批10分钟。',
);
