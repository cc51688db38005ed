import type { Kiosk, KioskReport } from '#shared/contracts/hall-queue.ts';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import type { Store } from '../store/store.ts';

/** The kiosks of a hall, for those who see to paper and covers: this core's own, and those that others tell of. */
export type Kiosks = ReturnType<typeof kiosks>;

/**
 * Kept in memory: whoever is linked tells again after a start. A kiosk whose link has ended is shown until the day ends.
 * @param name of this core's own kiosk
 * @param statuses of the devices at it; none where it has no kiosk
 */
export function kiosks(
  store: Pick<Store, 'changed' | 'businessDay'>,
  { name, statuses }: { name: string; statuses(): readonly DeviceStatus[] },
) {
  const told = new Map<string, KioskReport & { day: string }>();
  /** After a break a member's new link may be here before its old one has ended. */
  const links = new Map<string, number>();

  function own(): KioskReport | null {
    const devices = statuses();
    return devices.length === 0 ? null : { name, devices: devices.map(steady) };
  }

  return {
    /** What this core has to tell of its own kiosk; null where it has none. */
    own,

    list(): Kiosk[] {
      const here = own();
      const others = [...told].flatMap(([id, { day, ...kiosk }]): Kiosk[] => {
        const connected = (links.get(id) ?? 0) > 0;
        return connected || day === store.businessDay() ? [{ ...kiosk, connected }] : [];
      });
      return [...(here === null ? [] : [{ ...here, connected: true }]), ...others];
    },

    /** Another installation of the hall tells how its kiosk is. */
    hear(installationId: string, kiosk: KioskReport): void {
      told.set(installationId, { ...kiosk, day: store.businessDay() });
      store.changed();
    },

    /** Another installation is linked. @returns what ends that */
    link(installationId: string): () => void {
      const change = (by: number): void => {
        links.set(installationId, (links.get(installationId) ?? 0) + by);
        const kiosk = told.get(installationId);
        if (kiosk === undefined) return;
        told.set(installationId, { ...kiosk, day: store.businessDay() });
        store.changed();
      };
      change(1);
      return () => change(-1);
    },
  };
}

/** Each slip that comes out is nothing to tell a hall. */
const steady = (status: DeviceStatus): DeviceStatus =>
  status.state === 'busy' || status.state === 'ready'
    ? { kind: status.kind, state: 'ready', code: 'ready', message: '正常。' }
    : status;

/** Tells the hall's core how this core's kiosk is: on every new link, and whenever it changes. @returns what ends it */
export function tellOfKiosk(
  store: Pick<Store, 'onChange'>,
  own: () => KioskReport | null,
  hall: { isConnected(): boolean; tell(kiosk: KioskReport): Promise<unknown> },
): () => void {
  let told = '';
  return store.onChange(() => {
    if (!hall.isConnected()) {
      told = '';
      return;
    }
    const kiosk = own();
    const text = JSON.stringify(kiosk);
    if (kiosk === null || text === told) return;
    told = text;
    void hall.tell(kiosk);
  });
}
