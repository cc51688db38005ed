import { Tabs } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { DayChart } from './day-chart.tsx';
import { HallNow } from './hall-now.tsx';
import { HallSettings } from './hall-settings.tsx';
import { Readiness } from './readiness.tsx';
import './hall-page.css';

/** The page of whoever runs the hall: before the doors open, while they are, and what can be set. */
export function HallPage({ desk }: { readonly desk: Desk }) {
  const { hall } = desk.queue;
  return (
    <section className="hall-page" aria-label="大厅管理">
      <Tabs
        defaultActiveKey="now"
        items={[
          { key: 'ready', label: '开门前检查', children: <Readiness /> },
          { key: 'now', label: '大厅现在', children: <HallNow hall={hall} now={desk.now} /> },
          { key: 'day', label: '今天的曲线', children: <DayChart /> },
          { key: 'set', label: '设置', children: <HallSettings hall={hall} /> },
        ]}
      />
    </section>
  );
}
