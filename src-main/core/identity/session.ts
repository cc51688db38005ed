import { type KeyObject, sign } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { isActivePosting, type StaffPosting } from '#shared/organisation/staff.ts';
import type { Envelope } from '#shared/sync/command.ts';
import type { Acting } from '../store/commands.ts';
import type { DeviceClock } from '../store/device-clock.ts';
import type { Store } from '../store/store.ts';

interface Session {
  id: string;
  posting: StaffPosting;
  authMode: Envelope['authMode'];
  /** The person's signing key, in memory only while they are at the desk; null while it is locked. */
  key: KeyObject | null;
}

/**
 * Who sits at this installation, and whether they are there. After `idleMs` without a touch the desk locks itself, by
 * the monotonic clock, which nobody sets.
 */
export function deskSession(
  store: Store,
  clock: Pick<DeviceClock, 'monotonicMs'>,
  { channel, idleMs }: { channel: Envelope['channel']; idleMs: number },
) {
  let session: Session | null = null;
  let activeAt = clock.monotonicMs();
  let timer: NodeJS.Timeout | undefined;

  const idleFor = () => clock.monotonicMs() - activeAt;
  function watchIdle(): void {
    clearTimeout(timer);
    if (session === null || session.key === null) return;
    // A touch in between only moves the end: it is looked at again when this one comes.
    timer = setTimeout(look, Math.max(50, idleMs - idleFor()));
    timer.unref();
  }
  function look(): void {
    check();
    watchIdle();
  }

  function lock(): void {
    if (session === null || session.key === null) return;
    session = { ...session, key: null };
    store.changed();
  }

  /** The session as it is now: locked where nobody has touched anything, over where the posting has ended. */
  function check(): Session | null {
    if (session === null) return null;
    const { postingId } = session.posting;
    const published = store.knowledge.staff().find((each) => each.postingId === postingId);
    if (published !== undefined && !isActivePosting(published, beijingDateOf(store.now()))) {
      session = null;
      store.changed();
    } else if (idleFor() >= idleMs) lock();
    return session;
  }

  return {
    lock,

    /** Somebody comes in, or comes back to their own locked desk, whose session then goes on. */
    enter(posting: StaffPosting, authMode: Session['authMode'], key: KeyObject): void {
      const before = session;
      const back = before !== null && before.posting.postingId === posting.postingId;
      session = back
        ? { ...before, posting, key, authMode: authMode === 'online' ? 'online' : before.authMode }
        : { id: uuidv7(), posting, authMode, key };
      activeAt = clock.monotonicMs();
      watchIdle();
      store.changed();
    },

    leave(): void {
      session = null;
      clearTimeout(timer);
      store.changed();
    },

    touch(): void {
      if (check()?.key) activeAt = clock.monotonicMs();
    },

    close: () => clearTimeout(timer),

    /** The person whose desk it is, there or not. */
    posting: (): StaffPosting | null => check()?.posting ?? null,
    locked: (): boolean => check()?.key === null,

    /** Whoever acts here now; null where nobody is signed in, or the desk is locked. */
    acting(): Acting | null {
      const there = check();
      return there === null || there.key === null ? null : actingBy({ ...there, key: there.key }, channel);
    },
  };
}

/** Whoever acts by a posting, with the key that they have shown. */
export function actingBy(
  { id, posting, authMode, key }: Omit<Session, 'key'> & { key: KeyObject },
  channel: Envelope['channel'],
): Acting {
  const { personId, postingId, role, organisationId } = posting;
  return {
    actor: { actorId: personId, postingId, role, organisationId },
    sessionId: id,
    authMode,
    channel,
    sign: (text) => `ed25519:${sign(null, Buffer.from(text), key).toString('base64')}`,
  };
}
