import type { HallActing } from '#shared/contracts/hall.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** The machine itself acts, for whoever waits. */
export const machineActing = ({ knowledge }: Store): Acting => ({
  actor: {
    ...{ actorId: 'kiosk', postingId: null, role: 'kiosk' },
    organisationId: knowledge.place().organisationId,
  },
  ...{ sessionId: null, authMode: 'offline', channel: 'kiosk', sign: () => null },
});

/** Who acts, as the hall's core is told it. */
export function actingOf({ actor, sessionId, authMode, channel }: Acting): HallActing {
  const { actorId, postingId } = actor;
  if (channel === 'department' || channel === 'office')
    throw new Error(`nobody acts in a hall’s queue from ${channel}`);
  return { actorId, postingId, sessionId, authMode, channel };
}
