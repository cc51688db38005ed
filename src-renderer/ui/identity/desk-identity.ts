import type { ContractRouterClient } from '@orpc/contract';
import { createContext, useContext } from 'react';
import type { clerkContract, Desk } from '#shared/contracts/clerk.ts';

/** The part of a desk's contract that says who sits there: the same for every desk. */
export type DeskIdentity = Pick<
  ContractRouterClient<typeof clerkContract>,
  'signIn' | 'signOut' | 'identity'
>;

/** Who sits at the desk, as its snapshot says. */
export type Presence = Pick<Desk, 'person' | 'presence' | 'demoStaff'>;

const DeskIdentityContext = createContext<DeskIdentity | null>(null);
export const DeskIdentityProvider = DeskIdentityContext.Provider;

/** The identity procedures of the desk whose page this is. */
export function useDeskIdentity(): DeskIdentity {
  const identity = useContext(DeskIdentityContext);
  if (identity === null) throw new Error('this page is no desk');
  return identity;
}
