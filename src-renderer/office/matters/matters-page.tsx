import { Segmented } from 'antd';
import { useState } from 'react';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { CirclesView } from './circles-view.tsx';
import { DriftView } from './drift-view.tsx';
import { MatterChangesView } from './matter-changes-view.tsx';
import { MatterListView } from './matter-list-view.tsx';
import './matters.css';

type View = 'list' | 'changes' | 'circles' | 'drift';

/** The district's list of matters: what is in force, what is proposed, what goes round in a circle, who differs. */
export function MattersPage({ desk }: { readonly desk: OfficeDesk }) {
  const waiting = desk.counts.matterChanges;
  // Whoever has something to review finds it first.
  const [view, setView] = useState<View>(waiting > 0 ? 'changes' : 'list');
  useKeys({
    'Shift+F1': () => setView('list'),
    'Shift+F2': () => setView('changes'),
    'Shift+F3': () => setView('circles'),
    'Shift+F4': () => setView('drift'),
  });
  return (
    <section className="desk-page" aria-label="事项">
      <header className="desk-page-head">
        <div>
          <h1>事项清单</h1>
          <p>各中心、站的名称、条件、流程、时限以此为准；调整由法制、编办、财政审核后发布。</p>
        </div>
        <Segmented<View>
          value={view}
          onChange={setView}
          aria-label="事项视图"
          options={[
            { value: 'list', label: '清单' },
            { value: 'changes', label: waiting > 0 ? `调整审核（${waiting}）` : '调整审核' },
            { value: 'circles', label: '循环证明' },
            { value: 'drift', label: '一致性核对' },
          ]}
        />
      </header>
      {view === 'list' && <MatterListView desk={desk} />}
      {view === 'changes' && <MatterChangesView desk={desk} />}
      {view === 'circles' && <CirclesView />}
      {view === 'drift' && <DriftView />}
    </section>
  );
}
