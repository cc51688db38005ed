import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { type DeskIdentity, DeskIdentityProvider, type Presence } from './desk-identity.ts';
import { LockScreen } from './lock-screen.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useActivity } from './use-activity.ts';

/** The door of a desk: signing in, the locked screen, and behind it the work of whoever is there. */
export function DeskDoor({
  desk,
  presence,
  place,
  purpose,
  children,
}: {
  readonly desk: DeskIdentity;
  readonly presence: Presence;
  readonly place: string;
  readonly purpose: string;
  readonly children: (person: NonNullable<Presence['person']>) => ReactNode;
}) {
  const { person } = presence;
  const { lock } = presence.presence;
  const [changing, setChanging] = useState(false);
  const queries = useQueryClient();
  useActivity(desk, person !== null);

  const away = person === null;
  const locked = lock !== null;
  useEffect(() => {
    // What was asked for before is nobody's to see now.
    if (away) queries.clear();
  }, [away, queries]);
  useEffect(() => {
    if (!locked) setChanging(false);
  }, [locked]);
  useEffect(() => {
    if (away) return;
    // Whatever dialog is open: the screen goes blank at once.
    const press = (event: KeyboardEvent): void => {
      if (!isLockKey(event)) return;
      event.preventDefault();
      desk.identity.lock().catch(() => {});
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [desk, away]);

  return (
    <DeskIdentityProvider value={desk}>
      {person !== null ? (
        children(person)
      ) : lock !== null && !changing ? (
        <LockScreen key={lock.staffNumber} place={place} lock={lock} onOther={() => setChanging(true)} />
      ) : (
        <SignInPage
          place={place}
          purpose={purpose}
          presence={presence}
          {...(lock === null ? {} : { onBack: () => setChanging(false) })}
        />
      )}
    </DeskIdentityProvider>
  );
}

/** Locks the screen. */
export const lockKey = 'Ctrl+L';
const isLockKey = (event: KeyboardEvent): boolean =>
  event.ctrlKey && !event.altKey && !event.shiftKey && event.code === 'KeyL';
