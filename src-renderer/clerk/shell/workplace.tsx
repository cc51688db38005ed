import { useLayoutEffect } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { ClockDialog } from '../../ui/clock/clock-dialog.tsx';
import { CaseDocumentsDialog } from '../../ui/documents/lazy-documents.tsx';
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
import { arrive, goTo, openDocuments, showHelp, usePlace } from './place.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import './workplace.css';

const explain = (caseId: string) => clerk.cases.explain({ caseId });

/** The signed-in clerk's page: rail, top bar, and the page that is chosen. */
export function Workplace({
  desk,
  person,
}: {
  readonly desk: Desk;
  readonly person: NonNullable<Desk['person']>;
}) {
  const { page, helpOpen, caseId, documentsOf } = usePlace();
  useLayoutEffect(() => arrive(person.personId), [person.personId]);
  useDocumentsKey(caseId ?? desk.visit?.cases.at(-1)?.id ?? null);
  const runsHall = person.role === 'hallManager';
  useKeys({
    [keyMap.help]: () => showHelp(!helpOpen),
    [keyMap.counterPage]: () => goTo('counter'),
    [keyMap.casesPage]: () => goTo('cases'),
    [keyMap.resultsPage]: () => goTo('results'),
    [keyMap.outboxPage]: () => goTo('outbox'),
    [keyMap.papersPage]: () => goTo('papers'),
    [keyMap.hallPage]: runsHall ? () => goTo('hall') : undefined,
    [keyMap.devicesPage]: () => goTo('devices'),
    Escape: page === 'counter' ? undefined : () => goTo('counter'),
  });
  return (
    <div className="workplace">
      <Rail page={page} counts={desk.counts} deviceTroubles={desk.deviceTroubles} runsHall={runsHall} />
      <div className="workplace-body">
        <TopBar desk={desk} person={person} />
        <Alarms queue={desk.queue} />
        {runsHall && <ApprovalsBar waiting={desk.counts.outside} />}
        <UndoBar undo={desk.undo} />
        <main className="workplace-page">
          {page === 'counter' && <CounterPage desk={desk} />}
          {page === 'cases' && <CasesPage />}
          {page === 'results' && <ResultsPage />}
          {page === 'outbox' && <Outbox sync={desk.sync} />}
          {page === 'papers' && <Papers />}
          {page === 'hall' && <HallPage desk={desk} />}
          {page === 'devices' && <DevicesPage mayChange />}
        </main>
      </div>
      <CaseDrawer />
      <CaseDocumentsDialog api={clerk.documents} caseId={documentsOf} onClose={() => openDocuments(null)} />
      <ClockDialog explain={explain} />
      <HelpOverlay open={helpOpen} />
    </div>
  );
}
