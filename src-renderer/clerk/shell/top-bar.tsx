import type { Desk } from '#shared/contracts/clerk.ts';
import { dayText, timeText, useCoreTime } from '../../ui/clock/wall-clock.ts';
import { DeviceStatus } from '../../ui/devices/device-status.tsx';
import { PersonMenu } from '../../ui/identity/person-menu.tsx';
import { SyncStatus } from '../../ui/sync/sync-status.tsx';
import { link } from '../desk.ts';
import { HallStatus } from '../queue/hall-status.tsx';
import { goTo } from './place.ts';
import './top-bar.css';

/** Where one is, who one is, and how the district and the devices are: in words. */
export function TopBar({
  desk,
  person,
}: {
  readonly desk: Desk;
  readonly person: NonNullable<Desk['person']>;
}) {
  const time = useCoreTime(desk.now);
  // What the district and the devices were like when the core was last heard says little about now.
  const stale = link.useState(({ phase }) => phase !== 'connected');
  return (
    <header className="top-bar">
      <div className="top-bar-place">
        <strong>{desk.counterName}</strong>
        <span>{desk.organisationName}</span>
      </div>
      <div className={stale ? 'top-bar-states top-bar-stale' : 'top-bar-states'}>
        <HallStatus link={desk.hallLink} />
        <SyncStatus sync={desk.sync} onOpen={() => goTo('outbox')} />
        {desk.devices.map((device) => (
          <DeviceStatus key={device.kind} device={device} />
        ))}
      </div>
      <PersonMenu person={person} hasPin={desk.presence.hasPin} />
      <time className="top-bar-clock" title={dayText(time)}>
        {timeText(time)}
      </time>
    </header>
  );
}
