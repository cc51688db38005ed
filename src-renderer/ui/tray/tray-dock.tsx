import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { TrayPlace } from '#shared/contracts/tray.ts';
import { Mishap } from '../theme/mishap.tsx';
import { useTray } from './tray-link.ts';
import './tray-dock.css';

// Only a demo hall has a tray: nobody else loads its code.
const TrayPanel = lazy(() => import('./tray-panel.tsx'));

const startsOpen = matchMedia('(min-width: 1600px)').matches;

/** A page with, in a demo hall, the tray of virtual devices at its edge. */
export function TrayDock({ place, children }: { readonly place: TrayPlace; readonly children: ReactNode }) {
  const there = useTray((state) => state.tray !== null);
  const [open, setOpen] = useState(startsOpen);
  return (
    <div className={`with-tray with-tray-${place}`}>
      <div className="with-tray-page">{children}</div>
      {there && open && (
        <aside className="tray" aria-label="演示设备">
          <header className="tray-head">
            <h2>演示设备</h2>
            <button type="button" onClick={() => setOpen(false)}>
              收起演示设备
            </button>
          </header>
          <Mishap instead={<p className="tray-failed">演示设备没有打开，请重新载入页面。</p>}>
            <Suspense>
              <TrayPanel place={place} />
            </Suspense>
          </Mishap>
        </aside>
      )}
      {there && !open && (
        <button type="button" className="tray-handle" onClick={() => setOpen(true)}>
          打开演示设备
        </button>
      )}
    </div>
  );
}
