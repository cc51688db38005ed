/** What IT can do from the command line, beside a running server or without one; see `main.ts`. */
export const errandOptions = {
  'hall-file': { type: 'string' },
  hall: { type: 'string' },
  uses: { type: 'string', default: '70' },
  hours: { type: 'string', default: '12' },
  'approve-listed': { type: 'string' },
  url: { type: 'string' },
  code: { type: 'string' },
  replaces: { type: 'boolean', default: false },
  'back-office': { type: 'boolean', default: false },
  revoke: { type: 'string' },
  reason: { type: 'string' },
  installations: { type: 'boolean', default: false },
  'first-password': { type: 'string' },
  'erase-concluded-before': { type: 'string' },
  'verify-chains': { type: 'boolean', default: false },
  'import-certificates': { type: 'string' },
  'interface-client': { type: 'string' },
  departments: { type: 'string' },
  matters: { type: 'string' },
  clear: { type: 'boolean', default: false },
  'renew-credential': { type: 'string' },
  'end-interface-client': { type: 'string' },
  'interface-clients': { type: 'boolean', default: false },
} as const;

export interface Errand {
  'hall-file'?: string | undefined;
  hall?: string | undefined;
  uses: string;
  hours: string;
  'approve-listed'?: string | undefined;
  url?: string | undefined;
  code?: string | undefined;
  replaces: boolean;
  /** The code is for a hall's back office and not for a kiosk. */
  'back-office'?: boolean | undefined;
  revoke?: string | undefined;
  reason?: string | undefined;
  installations: boolean;
  'first-password'?: string | undefined;
  'erase-concluded-before'?: string | undefined;
  'verify-chains': boolean;
  'import-certificates'?: string | undefined;
  'interface-client'?: string | undefined;
  departments?: string | undefined;
  matters?: string | undefined;
  clear?: boolean | undefined;
  'renew-credential'?: string | undefined;
  'end-interface-client'?: string | undefined;
  'interface-clients'?: boolean | undefined;
}

/** Why an errand was not done, for the person at the terminal. */
export class ErrandRefused extends Error {
  override readonly name = 'ErrandRefused';
}

/** Whether the command line asks for an errand instead of a server. */
export const isErrand = (errand: Errand): boolean =>
  errand['hall-file'] !== undefined ||
  errand.code !== undefined ||
  errand.revoke !== undefined ||
  errand['first-password'] !== undefined ||
  errand['erase-concluded-before'] !== undefined ||
  errand['verify-chains'] ||
  errand['import-certificates'] !== undefined ||
  errand['interface-client'] !== undefined ||
  errand['renew-credential'] !== undefined ||
  errand['end-interface-client'] !== undefined ||
  errand['interface-clients'] === true ||
  errand.installations;
