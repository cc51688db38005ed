import type { Desk } from '#shared/contracts/clerk.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { CaseDrawer } from '../cases/case-drawer.tsx';
import { CasesPage } from '../cases/cases-page.tsx';
import { ResultsPage } from '../cases/results-page.tsx';
import { CounterPage } from '../visits/counter-page.tsx';
import { HelpOverlay } from './help-overlay.tsx';
import { keyMap } from './key-map.ts';
import { Outbox } from './outbox.tsx';
import { goTo, showHelp, usePlace } from './place.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import './workplace.css';

/** The signed-in clerk's page: rail, top bar, and the page that is chosen. */
export function Workplace({
  desk,
  person,
}: {
  readonly desk: Desk;
  readonly person: NonNullable<Desk['person']>;
}) {
  const { page, helpOpen } = usePlace();
  useKeys({
    [keyMap.help]: () => showHelp(!helpOpen),
    [keyMap.counterPage]: () => goTo('counter'),
    [keyMap.casesPage]: () => goTo('cases'),
    [keyMap.resultsPage]: () => goTo('results'),
    [keyMap.outboxPage]: () => goTo('outbox'),
    Escape: page === 'counter' ? undefined : () => goTo('counter'),
  });
  return (
    <div className="workplace">
      <Rail page={page} counts={desk.counts} />
      <div className="workplace-body">
        <TopBar desk={desk} person={person} />
        <main className="workplace-page">
          {page === 'counter' && <CounterPage desk={desk} />}
          {page === 'cases' && <CasesPage />}
          {page === 'results' && <ResultsPage />}
          {page === 'outbox' && <Outbox sync={desk.sync} />}
        </main>
      </div>
      <CaseDrawer />
      <HelpOverlay open={helpOpen} />
    </div>
  );
}
