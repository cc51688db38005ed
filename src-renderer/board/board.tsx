import { dayText, timeText, useCoreTime } from '../ui/clock/wall-clock.ts';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { Mark } from '../ui/theme/mark.tsx';
import { Calls } from './calls.tsx';
import { link, useScreen } from './screen.ts';
import { Waiting } from './waiting.tsx';

/** The hall's board, to be read from ten metres: which number goes to which counter. */
export function Board() {
  const screen = useScreen((state) => state.screen);
  const time = useCoreTime(screen?.now);
  return (
    <div className="board">
      <header className="board-head">
        <Mark size={64} />
        <div>
          <h1>{screen?.organisationName ?? '一窗'}</h1>
          <p>{screen?.hallName}</p>
        </div>
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
          <Calls calls={screen.calls} />
          <Waiting waiting={screen.waiting} />
          <section className="board-missed" aria-label="过号">
            <h2>过号</h2>
            <p>
              {screen.missed.length === 0
                ? '没有过号。听到或看到叫号后，请到对应窗口办理。'
                : `${screen.missed.join('　')}　过号的群众请到窗口或咨询台，可重新叫号。`}
            </p>
          </section>
        </main>
      )}
    </div>
  );
}
