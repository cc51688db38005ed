import type { Audience } from '#shared/contracts/audience.ts';
import type { DemoInstallationName } from './demo-installations.ts';

/** What a demo's parent is told by the processes that it started. */
export type FromInstallation =
  | { kind: 'ready'; addresses: Partial<Record<Audience, string>> }
  /** It cannot work; the sentence is for the person at the terminal. */
  | { kind: 'failed'; sentence: string }
  /** The tray's cable was pulled or plugged. */
  | { kind: 'setDistrict'; running: boolean };

/** What the parent tells: first the order, then how the district is. */
export type ToInstallation =
  | { kind: 'order'; order: InstallationOrder }
  | { kind: 'district'; running: boolean; busy: boolean };

/** How an installation of the demo hall is to be started. It comes over the channel to the parent: codes are secret. */
export interface InstallationOrder {
  as: DemoInstallationName;
  /** Where the hall's queue is kept: at the demo's first counter, which alone has the tray. */
  hall?: { listen: string } | { core: string };
  folder: string;
  districtUrl: string;
  enrolmentCode: string | null;
  rendererFolder: string;
  port: number;
  /** One for each audience; the same after a restart, so that open pages come back. */
  tokens: Readonly<Partial<Record<Audience, string>>>;
  appVersion: string;
}
