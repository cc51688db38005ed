import { useLayoutEffect } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { ClockDialog } from '../../ui/clock/clock-dialog.tsx';
import { CaseDocumentsDialog } from '../../ui/documents/lazy-documents.tsx';
import { usePageFocus } from '../../ui/keys/page-focus.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ApprovalsBar } from '../cases/approvals-bar.tsx';
import { CaseDrawer } from '../cases/case-drawer.tsx';
import { CasesPage } from '../cases/cases-page.tsx';
import { ResultsPage } from '../cases/results-page.tsx';
import { UndoBar } from '../cases/undo-bar.tsx';
import { clerk } from '../desk.ts';
import { DevicesPage } from '../devices/devices-page.tsx';
import { HallPage } from '../hall/hall-page.tsx';
import { Alarms } from '../queue/alarms.tsx';
import { CounterPage } from '../visits/counter-page.tsx';
import { useDocumentsKey } from './documents-key.ts';
import { HelpOverlay } from './help-overlay.tsx';
import { keyMap } from './key-map.ts';
import { Outbox } from './outbox.tsx';
import { Papers } from './papers.tsx';
import { arrive, goTo, openDocuments, type PageName, showHelp, usePlace } from './place.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import './workplace.css';

const explain = (caseId: string) => clerk.cases.explain({ caseId });

/** The pages that are open, the first of them where one starts: a back office has the hall, and nothing of cases. */
const pagesFor = (isBackOffice: boolean, runsHall: boolean): readonly [PageName, ...PageName[]] =>
  isBackOffice
    ? ['hall', 'outbox', 'devices']
    : [
        ...(['counter', 'cases', 'results', 'outbox', 'papers'] as const),
        ...(runsHall ? (['hall'] as const) : []),
        'devices',
      ];

/** The signed-in clerk's page: rail, top bar, and the page that is chosen. */
export function Workplace({
  desk,
  person,
}: {
  readonly desk: Desk;
  readonly person: NonNullable<Desk['person']>;
}) {
  const { page, helpOpen, caseId, documentsOf } = usePlace();
  const runsHall = person.role === 'hallManager';
  const pages = pagesFor(desk.isBackOffice, runsHall);
  const [first] = pages;
  useLayoutEffect(() => arrive(person.personId, first), [person.personId, first]);
  useDocumentsKey(caseId ?? desk.visit?.cases.at(-1)?.id ?? null);
  const to = (name: PageName) => (pages.includes(name) ? () => goTo(name) : undefined);
  useKeys({
    [keyMap.help]: () => showHelp(!helpOpen),
    [keyMap.counterPage]: to('counter'),
    [keyMap.casesPage]: to('cases'),
    [keyMap.resultsPage]: to('results'),
    [keyMap.outboxPage]: to('outbox'),
    [keyMap.papersPage]: to('papers'),
    [keyMap.hallPage]: to('hall'),
    [keyMap.devicesPage]: to('devices'),
    Escape: page === first ? undefined : to(first),
  });
  return (
    <div className="workplace">
      <Rail {...{ page, pages }} counts={desk.counts} deviceTroubles={desk.deviceTroubles} />
      <div className="workplace-body">
        <TopBar desk={desk} person={person} />
        <Alarms queue={desk.queue} />
        {runsHall && !desk.isBackOffice && <ApprovalsBar waiting={desk.counts.outside} />}
        <UndoBar undo={desk.undo} />
        <main className="workplace-page" {...usePageFocus(page)}>
          {page === 'counter' && <CounterPage desk={desk} />}
          {page === 'cases' && <CasesPage />}
          {page === 'results' && <ResultsPage />}
          {page === 'outbox' && <Outbox sync={desk.sync} />}
          {page === 'papers' && <Papers />}
          {page === 'hall' && <HallPage desk={desk} runsHall={runsHall} />}
          {page === 'devices' && <DevicesPage mayChange />}
        </main>
      </div>
      <CaseDrawer />
      <CaseDocumentsDialog api={clerk.documents} caseId={documentsOf} onClose={() => openDocuments(null)} />
      <ClockDialog explain={explain} />
      <HelpOverlay open={helpOpen} isBackOffice={desk.isBackOffice} />
    </div>
  );
}
