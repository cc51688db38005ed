export type DepartmentPage =
  | 'inbox'
  | 'decided'
  | 'ended'
  | 'outbox'
  | 'owing'
  | 'papers'
  | 'asked'
  | 'supervised'
  | 'renewals';

export const pageKeys: Readonly<Record<DepartmentPage, string>> = {
  inbox: 'Alt+1',
  decided: 'Alt+2',
  ended: 'Alt+3',
  outbox: 'Alt+4',
  owing: 'Alt+5',
  papers: 'Alt+6',
  asked: 'Alt+7',
  supervised: 'Alt+8',
  renewals: 'Alt+9',
};
