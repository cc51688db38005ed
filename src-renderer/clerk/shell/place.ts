import { create } from 'zustand';

export type PageName = 'counter' | 'cases' | 'results' | 'outbox' | 'papers' | 'hall' | 'devices';

/** The lists of cases. */
export type CaseScope = 'open' | 'owing' | 'voiding' | 'outside' | 'rated' | 'ended' | 'all';

interface Place {
  readonly page: PageName;
  /** Which list of cases is looked at. */
  readonly scope: CaseScope;
  /** The case whose drawer is open. */
  readonly caseId: string | null;
  /** The case whose papers are looked at. */
  readonly documentsOf: string | null;
  readonly helpOpen: boolean;
}

/** Where the clerk is. Not in the address: nothing personal goes there, and a reload starts at the counter. */
const start: Place = { page: 'counter', scope: 'open', caseId: null, documentsOf: null, helpOpen: false };
export const usePlace = create<Place>(() => start);

let here = '';
/** Somebody is at the desk: whoever comes back finds their page again, anybody else starts at the first one. */
export function arrive(personId: string, first: PageName): void {
  if (personId !== here) usePlace.setState({ ...start, page: first });
  here = personId;
}

export const goTo = (page: PageName): void => usePlace.setState({ page, scope: 'open', caseId: null });
export const showCases = (scope: CaseScope): void => usePlace.setState({ page: 'cases', scope });
export const openCase = (caseId: string): void => usePlace.setState({ caseId });
export const closeCase = (): void => usePlace.setState({ caseId: null });
export const openDocuments = (documentsOf: string | null): void => usePlace.setState({ documentsOf });
export const showHelp = (helpOpen: boolean): void => usePlace.setState({ helpOpen });
