import { useState } from 'react';
import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { dayText, timeText, useCoreTime } from '../ui/clock/wall-clock.ts';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { Mark } from '../ui/theme/mark.tsx';
import { TrayDock } from '../ui/tray/tray-dock.tsx';
import { Categories } from './categories.tsx';
import { kiosk, link, useScreen } from './screen.ts';
import { TicketTaken } from './ticket-taken.tsx';
import { useTypedCodes } from './use-typed-codes.ts';
import { startAnew, stay } from './way.ts';

/** The ticket kiosk: choose a category, take the ticket, and the next person finds it fresh. */
export function Kiosk() {
  const screen = useScreen((state) => state.screen);
  const time = useCoreTime(screen?.now);
  useTypedCodes(onCode);
  return (
    <TrayDock place="kiosk">
      {/* Whatever is touched, somebody is there. */}
      <div className="kiosk" onPointerDownCapture={stay}>
        <header className="kiosk-head">
          <Mark size={56} />
          <div>
            <h1>{screen?.organisationName ?? '一窗'}</h1>
            <p>{placeText(screen)}</p>
          </div>
          <div className="kiosk-time">
            <time>{timeText(time)}</time>
            <p>{dayText(time)}</p>
          </div>
        </header>
        <LinkBar link={link} />
        <main>
          {screen === null ? <p className="kiosk-opening">正在打开，请稍候。</p> : <Screen screen={screen} />}
        </main>
      </div>
    </TrayDock>
  );
}

function onCode(text: string): void {
  // Whoever holds a phone there is the next person, and begins anew.
  startAnew();
  kiosk.scanned({ text }).catch(() => undefined);
}

/** The hall beside its centre: most halls are named after theirs, which stands above already. */
function placeText(screen: KioskScreen | null): string {
  const { hallName = '', organisationName = '' } = screen ?? {};
  const hall = hallName.startsWith(organisationName) ? hallName.slice(organisationName.length) : hallName;
  return hall === '' ? '自助取号' : `${hall} · 自助取号`;
}

function Screen({ screen }: { readonly screen: KioskScreen }) {
  // The core forgets the ticket when it is told to; until it answers, the page has forgotten it already.
  const [putAway, setPutAway] = useState<string | null>(null);
  const { lastTicket } = screen;
  if (lastTicket === null || lastTicket.id === putAway) return <Categories screen={screen} />;
  return (
    <TicketTaken
      key={lastTicket.id}
      ticket={lastTicket}
      onDone={() => {
        setPutAway(lastTicket.id);
        kiosk.clear().catch(() => undefined);
      }}
    />
  );
}
