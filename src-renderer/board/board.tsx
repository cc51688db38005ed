import { dayText, timeText, useCoreTime } from '../ui/clock/wall-clock.ts';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { Mark } from '../ui/theme/mark.tsx';
import { Calls } from './calls.tsx';
import { CounterDisplay, Counters } from './counters.tsx';
import { displayOf, link, useScreen } from './screen.ts';
import { useVoice } from './voice.ts';
import { Waiting } from './waiting.tsx';

/** The hall's board, to be read from ten metres: which number goes to which counter. */
export function Board() {
  const screen = useScreen((state) => state.screen);
  const time = useCoreTime(screen?.now);
  const counter = screen?.counters.find(({ number }) => number === displayOf);
  if (counter !== undefined)
    return (
      <div className="board">
        <LinkBar link={link} />
        <CounterDisplay counter={counter} />
      </div>
    );
  return (
    <div className="board">
      <header className="board-head">
        <Mark size={64} />
        <div>
          <h1>{screen?.organisationName ?? '一窗'}</h1>
          <p>{screen?.hallName}</p>
        </div>
        <Heard />
        <div className="board-time">
          <time>{timeText(time)}</time>
          <p>{dayText(time)}</p>
        </div>
      </header>
      <LinkBar link={link} />
      {screen === null ? (
        <p className="board-opening">正在打开叫号屏，请稍候。</p>
      ) : (
        <main>
          <div className="board-left">
            <Calls calls={screen.calls} />
            <Counters counters={screen.counters} />
          </div>
          <Waiting waiting={screen.waiting} />
          <section className="board-missed" aria-label="过号">
            <h2>过号</h2>
            <p>
              {screen.missed.length === 0
                ? '没有过号。听到或看到叫号后，请到对应窗口办理。'
                : `${screen.missed.join('　')}　过号的群众请到窗口或咨询台，可重新叫号。`}
            </p>
          </section>
          {screen.notice !== '' && <p className="board-notice">{screen.notice}</p>}
        </main>
      )}
    </div>
  );
}

/** Says where calls cannot be heard yet, and what to do about it; a board that speaks says nothing. */
function Heard() {
  const { means } = useVoice();
  return means === 'blocked' ? <p className="board-heard">点一下屏幕，开启叫号声音</p> : null;
}
