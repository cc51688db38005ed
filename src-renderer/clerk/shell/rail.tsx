import type { Desk } from '#shared/contracts/clerk.ts';
import { Mark } from '../../ui/theme/mark.tsx';
import { keyMap } from './key-map.ts';
import { goTo, type PageName, showHelp } from './place.ts';
import './rail.css';

/** The way between the pages, each with what waits there and its key. */
export function Rail({
  page,
  pages,
  counts,
  deviceTroubles,
}: {
  readonly page: PageName;
  /** Those that are open here. */
  readonly pages: readonly PageName[];
  readonly counts: Desk['counts'];
  /** Devices that somebody has to see to. */
  readonly deviceTroubles: number;
}) {
  const all: ReadonlyArray<readonly [PageName, string, string, number]> = [
    ['counter', '办理', keyMap.counterPage, 0],
    ['cases', '办件列表', keyMap.casesPage, counts.open],
    ['results', '待发证', keyMap.resultsPage, counts.results],
    ['outbox', '待上传', keyMap.outboxPage, counts.outbox],
    ['papers', '卷宗', keyMap.papersPage, 0],
    ['hall', '大厅', keyMap.hallPage, 0],
  ];
  return (
    <nav className="rail" aria-label="页面">
      <div className="rail-mark">
        <Mark size={34} />
        <span>一窗</span>
      </div>
      {all
        .filter(([name]) => pages.includes(name))
        .map(([name, label, key, count]) => (
          <button
            key={name}
            type="button"
            className="rail-item"
            aria-current={page === name ? 'page' : undefined}
            aria-label={count > 0 ? `${label}，${count}件` : label}
            onClick={() => goTo(name)}
          >
            <span>{label}</span>
            <span className="key-line" aria-hidden="true">
              {count > 0 && (
                <b className={name === 'outbox' && counts.attention > 0 ? 'rail-alert' : undefined}>
                  {count}
                </b>
              )}
              {key}
            </span>
          </button>
        ))}
      <span className="rail-gap" />
      <button
        type="button"
        className="rail-item"
        aria-current={page === 'devices' ? 'page' : undefined}
        aria-label={deviceTroubles > 0 ? `设备，${deviceTroubles}台有问题` : '设备'}
        onClick={() => goTo('devices')}
      >
        <span>设备</span>
        <span className="key-line" aria-hidden="true">
          {deviceTroubles > 0 && <b className="rail-alert">{deviceTroubles}</b>}
          {keyMap.devicesPage}
        </span>
      </button>
      <button type="button" className="rail-item" aria-label="按键说明" onClick={() => showHelp(true)}>
        <span>按键说明</span>
        <span className="key-line" aria-hidden="true">
          {keyMap.help}
        </span>
      </button>
    </nav>
  );
}
