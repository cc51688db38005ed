import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { Mark } from '../ui/theme/mark.tsx';
import { Entries } from './entries.tsx';
import { MatterTold } from './matter-told.tsx';
import { RateByCode } from './rate-by-code.tsx';
import { RatingPanel } from './rating-panel.tsx';
import { Receipt } from './receipt.tsx';
import { citizen, link, useScreen } from './screen.ts';

/** The citizen's own screen: what is being entered about them, their word on it, and what they leave with. */
export function Citizen() {
  const screen = useScreen((state) => state.screen);
  return (
    <div className="citizen">
      <header className="citizen-head">
        <Mark size={44} />
        <span>{screen?.organisationName ?? '一窗'}</span>
        <strong>{screen?.counterName}</strong>
      </header>
      <LinkBar link={link} />
      <main>
        {screen === null ? <p className="citizen-wait">正在打开，请稍候。</p> : <Screen screen={screen} />}
      </main>
    </div>
  );
}

function Screen({ screen }: { readonly screen: CitizenScreen }) {
  switch (screen.kind) {
    case 'idle':
      return (
        <section className="citizen-welcome">
          <h1>您好，欢迎办事</h1>
          <p>请将您的号票和证件交给工作人员。</p>
          <p>办理时，您的信息会显示在这里，请您核对确认。</p>
          <RateByCode />
        </section>
      );
    case 'entries':
      return <Entries key={screen.digest} screen={screen} />;
    case 'matter':
      return <MatterTold screen={screen} />;
    case 'taken':
      return <Receipt screen={screen} />;
    case 'leaving':
      return (
        <section key={screen.caseNumber} className="citizen-leaving">
          <h1>感谢您来办事</h1>
          <p>请带好您的证件和凭证。</p>
          <RatingPanel
            rated={screen.rated}
            rate={(given) => citizen.rate({ caseNumber: screen.caseNumber, ...given })}
          />
        </section>
      );
  }
}
