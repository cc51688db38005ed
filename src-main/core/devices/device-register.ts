/**
 * The devices of an installation by name: those that the program brings along, those of the provisioning file, and
 * what was changed on the device page, which stands in the store and wins. A change takes effect at once.
 */
import { type DeviceAddress, parseDeviceAddress } from '#shared/devices/device-address.ts';
import {
  type DeviceKind,
  type DevicePlace,
  type DeviceProfile,
  deviceKindNames,
  devicePlaceNames,
  devicePlaces,
  deviceProfilesSchema,
} from '#shared/devices/device-profile.ts';
import { type DeviceStatus, needsSomebody } from '#shared/devices/device-status.ts';
import type { SettingStore } from '../store/settings.ts';
import type { CardReader, CardReading } from './card-reader/card-reader.ts';
import type { CodeScanner } from './code-scanner/code-scanner.ts';
import { type Device, listeners, type TestResult } from './device.ts';
import { openDevice } from './open-device.ts';
import { citizenPages } from './page-device/citizen-screen.ts';
import type { PageDevice } from './page-device/page-device.ts';
import type { SlipFont } from './ticket-printer/slip-font.ts';
import type { SlipLogo } from './ticket-printer/slip-logo.ts';
import type { TicketPrinter } from './ticket-printer/ticket-printer.ts';

/** Devices that the program itself brings along, by place: a demo's, which only imitate. */
export interface PlaceDevices {
  cardReader?: CardReader;
  ticketPrinter?: TicketPrinter;
}

export interface RegisterOptions {
  readonly settings: SettingStore;
  readonly given: Partial<Record<DevicePlace, PlaceDevices>>;
  readonly provisioned: readonly DeviceProfile[];
  readonly now: () => number;
  readonly changed: () => void;
  readonly font: SlipFont | null;
  readonly logo?: SlipLogo | null;
  readonly open?: typeof openDevice;
}

/** A device with what is known of it. Times in milliseconds since 1970. */
export interface Registered {
  readonly profile: DeviceProfile;
  /** Who named it: the program, the provisioning file, or somebody on the device page. */
  readonly source: 'program' | 'file' | 'page';
  readonly device: Device;
  /** Its last trouble, and whether it still has it. */
  lastFault: { readonly at: number; readonly status: DeviceStatus } | null;
  lastTest: ({ readonly at: number } & TestResult) | null;
  /** A test is under way; a slow printer takes its time. */
  testing: boolean;
  readonly leave: () => void;
}

export type DeviceRegister = ReturnType<typeof deviceRegister>;

export function deviceRegister(options: RegisterOptions) {
  const { settings, given, provisioned, now, changed, font, logo = null, open = openDevice } = options;
  const pages = citizenPages();
  const byId = new Map<string, Registered>();
  const onCard = { kiosk: listeners<CardReading>(), counter: listeners<CardReading>() };
  const onScan = { kiosk: listeners<string>(), counter: listeners<string>() };
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** What the page has changed; null is a device of the file that was taken out. */
  const overrides = () => settings.get('devices') ?? {};

  function wanted(): DeviceProfile[] {
    const over = overrides();
    const ofFile = provisioned.filter(({ id }) => over[id] === undefined);
    return [...ofFile, ...Object.values(over).filter((profile) => profile !== null)];
  }

  function enter(profile: DeviceProfile, source: Registered['source'], device: Device): void {
    const registered: Registered = {
      profile,
      source,
      device,
      lastFault: null,
      lastTest: null,
      testing: false,
      leave,
    };
    const leaves = [
      device.onStatus(told),
      ...(isReader(registered) ? [cards(registered)] : []),
      ...(isScanner(registered) ? [registered.device.onScan(onScan[profile.place].tell)] : []),
    ];
    function told(status: DeviceStatus): void {
      if (needsSomebody(status)) registered.lastFault = { at: now(), status };
      changed();
    }
    function leave(): void {
      for (const each of leaves) each();
    }
    byId.set(profile.id, registered);
    if (needsSomebody(device.status())) told(device.status());
  }

  const cards = ({ profile, device }: Registered & { device: CardReader }) =>
    device.onCard((reading) => onCard[profile.place].tell(reading));

  /** Ports that other devices are wired to: where a reader is looked for, nobody else's device is spoken to. */
  const takenBut = (id: string) => (): string[] =>
    wanted()
      .filter((profile) => profile.id !== id)
      .map(({ address }) => parseDeviceAddress(address))
      .filter((address): address is Extract<DeviceAddress, { kind: 'serial' }> => address?.kind === 'serial')
      .map(({ path }) => path);

  const openOne = (profile: DeviceProfile): void => {
    const source = provisioned.includes(profile) ? 'file' : 'page';
    enter(profile, source, open(profile, { taken: takenBut(profile.id), pages, font, logo }));
  };

  /** Closes what is no longer wanted so and opens what is; a port has to be given back before it is opened again. */
  function apply(): Promise<void> {
    const applied = last.then(async () => {
      if (closed) return;
      const profiles = wanted();
      const stale = [...byId.values()].filter(
        ({ profile, source }) =>
          source !== 'program' && !profiles.includes(profile) && !profiles.some(isSame(profile)),
      );
      for (const { profile, leave } of stale) {
        leave();
        byId.delete(profile.id);
      }
      await Promise.all(stale.map(({ device }) => device.close()));
      if (closed) return;
      for (const profile of profiles) if (!byId.has(profile.id)) openOne(profile);
      changed();
    });
    last = applied;
    return applied;
  }

  for (const place of devicePlaces) {
    for (const kind of ['cardReader', 'ticketPrinter'] as const) {
      const device = given[place]?.[kind];
      if (device) enter(givenProfile(place, kind), 'program', device);
    }
  }
  for (const profile of wanted()) openOne(profile);

  return {
    pages,
    all: (): readonly Registered[] => [...byId.values()],
    get: (id: string): Registered | undefined => byId.get(id),
    at: (place: DevicePlace, kind: DeviceKind): Registered[] =>
      [...byId.values()].filter(({ profile }) => profile.place === place && profile.kind === kind),
    onCard: (place: DevicePlace, listener: (reading: CardReading) => void) => onCard[place].add(listener),
    onScan: (place: DevicePlace, listener: (text: string) => void) => onScan[place].add(listener),
    typedCode(place: DevicePlace, text: string): void {
      const scanner = [...byId.values()].filter(isScanner).find(({ profile }) => profile.place === place);
      // It has typed, so it is there, whether or not somebody has named it.
      if (scanner === undefined) onScan[place].tell(text);
      else scanner.device.typed(text);
    },
    /** Whether the page has changed what the file says of this device. */
    isOverridden: (id: string): boolean =>
      overrides()[id] !== undefined && provisioned.some((each) => each.id === id),
    /** Devices of the file that the page has taken out. */
    removed: (): DeviceProfile[] => provisioned.filter(({ id }) => overrides()[id] === null),

    /** Names a device, or changes one. Resolves when it is opened. */
    save(profile: DeviceProfile): Promise<void> {
      settings.set('devices', { ...overrides(), [profile.id]: profile });
      return apply();
    },
    remove(id: string): Promise<void> {
      const { [id]: _, ...others } = overrides();
      const ofFile = provisioned.some((each) => each.id === id);
      settings.set('devices', ofFile ? { ...others, [id]: null } : others);
      return apply();
    },
    /** As the provisioning file has it. */
    restore(id: string): Promise<void> {
      const { [id]: _, ...others } = overrides();
      settings.set('devices', others);
      return apply();
    },
    /** Tests a device, one test at a time; what came of it is kept. False where there is no such device. */
    test(id: string): boolean {
      const registered = byId.get(id);
      if (registered === undefined || registered.testing) return registered !== undefined;
      registered.testing = true;
      changed();
      void registered.device.test().then((result) => {
        registered.testing = false;
        registered.lastTest = { at: now(), ...result };
        changed();
      });
      return true;
    },
    /** A person has judged, or a page has found out, what came of a test. */
    tested(id: string, result: TestResult): void {
      const registered = byId.get(id);
      if (registered) registered.lastTest = { at: now(), ...result };
      changed();
    },
    report(id: string, code: string): void {
      const device = byId.get(id)?.device;
      if (device && 'report' in device) (device as PageDevice).report(code);
    },
    async close(): Promise<void> {
      closed = true;
      await last;
      for (const { leave } of byId.values()) leave();
      await Promise.all([...byId.values()].map(({ device }) => device.close()));
    },
  };
}

/** Reads the devices of a provisioning file. */
export const provisionedDevicesSchema = deviceProfilesSchema;

const isReader = (registered: Registered): registered is Registered & { device: CardReader } =>
  registered.profile.kind === 'cardReader';
const isScanner = (registered: Registered): registered is Registered & { device: CodeScanner } =>
  registered.profile.kind === 'codeScanner';
const isSame = (profile: DeviceProfile) => (other: DeviceProfile) =>
  JSON.stringify(profile) === JSON.stringify(other);

const givenProfile = (place: DevicePlace, kind: 'cardReader' | 'ticketPrinter'): DeviceProfile => ({
  id: `${place}-${kind.toLowerCase()}`,
  name: `${devicePlaceNames[place]}${deviceKindNames[kind]}`,
  place,
  kind,
  address: '',
  width: '80mm',
  spare: false,
  fingerprint: false,
  led: null,
});
