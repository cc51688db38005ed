export type DepartmentPage = 'inbox' | 'decided' | 'outbox';

export const pageKeys: Readonly<Record<DepartmentPage, string>> = {
  inbox: 'Alt+1',
  decided: 'Alt+2',
  outbox: 'Alt+3',
};
