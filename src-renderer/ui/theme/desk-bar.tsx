import type { ReactNode } from 'react';
import type { SyncView } from '#shared/contracts/views.ts';
import { dayText, timeText, useCoreTime } from '../clock/wall-clock.ts';
import type { Presence } from '../identity/desk-identity.ts';
import { PersonMenu } from '../identity/person-menu.tsx';
import { SyncStatus } from '../sync/sync-status.tsx';
import { Mark } from './mark.tsx';
import './desk-bar.css';

/** A page of a desk, as its tab has it. */
export interface DeskTab<Page extends string> {
  readonly page: Page;
  readonly label: string;
  /** What waits on it. */
  readonly count: number;
  readonly keyName: string;
}

/** More tabs than these leave no room beside them for the names of their keys on a narrow screen. */
const roomyTabs = 7;

/** The head of a department's or an office's desk: whose it is, its pages, the person, and how the district is. */
export function DeskBar<Page extends string>({
  desk,
  person,
  name,
  tabs,
  unit,
  page,
  onPage,
}: {
  readonly desk: Pick<Presence, 'presence'> & { readonly now: string; readonly sync: SyncView };
  readonly person: NonNullable<Presence['person']>;
  readonly name: ReactNode;
  readonly tabs: readonly DeskTab<Page>[];
  /** What the counts count, in Chinese: 件、项. */
  readonly unit: string;
  readonly page: Page;
  readonly onPage: (page: Page | 'outbox') => void;
}) {
  const time = useCoreTime(desk.now);
  return (
    <header className={tabs.length > roomyTabs ? 'desk-bar desk-bar-full' : 'desk-bar'}>
      <Mark size={32} />
      {name}
      <nav aria-label="页面">
        {tabs.map((tab) => (
          <button
            key={tab.page}
            type="button"
            aria-current={page === tab.page ? 'page' : undefined}
            title={tab.keyName}
            aria-label={tab.count > 0 ? `${tab.label}，${tab.count}${unit}` : tab.label}
            onClick={() => onPage(tab.page)}
          >
            {tab.label}
            {tab.count > 0 && <b>{tab.count}</b>}
            <span className="key-line" aria-hidden="true">
              {tab.keyName}
            </span>
          </button>
        ))}
      </nav>
      <SyncStatus sync={desk.sync} onOpen={() => onPage('outbox')} />
      <PersonMenu person={person} hasPin={desk.presence.hasPin} />
      <time title={dayText(time)}>{timeText(time)}</time>
    </header>
  );
}
