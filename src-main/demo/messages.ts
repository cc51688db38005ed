import type { Audience } from '#shared/contracts/audience.ts';

/** What a demo's parent is told by the processes that it started. */
export type FromInstallation =
  | { kind: 'ready'; addresses: Partial<Record<Audience, string>> }
  /** It cannot work; the sentence is for the person at the terminal. */
  | { kind: 'failed'; sentence: string }
  /** The tray's cable was pulled or plugged. */
  | { kind: 'setDistrict'; running: boolean };

/** What the parent tells. */
export type ToInstallation = { kind: 'district'; running: boolean; busy: boolean };

/** How an installation of the demo hall is started; travels as JSON in the environment, since codes are secret. */
export interface InstallationOrder {
  kind: 'counter' | 'department';
  folder: string;
  districtUrl: string;
  enrolmentCode: string | null;
  rendererFolder: string;
  port: number;
  appVersion: string;
}
export const orderVariable = 'YICHUANG_DEMO_ORDER';
