import type { Tray, TrayPlace } from '#shared/contracts/tray.ts';
import { useAction } from '../action/use-action.ts';
import { trayClient } from './tray-link.ts';

/** The card reader, and the cards that can be laid on it. */
export function Reader({
  place,
  cards,
  laidCardId,
}: {
  readonly place: TrayPlace;
  readonly cards: Tray['cards'];
  readonly laidCardId: string | null;
}) {
  const lay = useAction((cardId: string) => trayClient().lay({ place, cardId }));
  const lift = useAction(() => trayClient().lift({ place }));
  const laid = cards.find(({ id }) => id === laidCardId);
  return (
    <section className="machine" aria-label="身份证读卡器">
      <h3>身份证读卡器</h3>
      <div className={laid === undefined ? 'reader' : 'reader reader-on'}>
        {laid === undefined ? (
          <p>读卡区空着，点下面的证件放上来</p>
        ) : (
          <button type="button" className="id-card id-card-laid" onClick={() => lift.run()}>
            <span>{laid.label}</span>
            <em>取走证件</em>
          </button>
        )}
      </div>
      <ul className="id-cards" aria-label="可用证件">
        {cards
          .filter(({ id }) => id !== laidCardId)
          .map(({ id, label }) => (
            <li key={id}>
              <button
                type="button"
                className="id-card"
                aria-label={`放上证件：${label}`}
                onClick={() => lay.run(id)}
              >
                <span>{label}</span>
              </button>
            </li>
          ))}
      </ul>
      {(lay.sentence || lift.sentence) !== '' && (
        <p className="machine-fault">{lay.sentence || lift.sentence}</p>
      )}
    </section>
  );
}
