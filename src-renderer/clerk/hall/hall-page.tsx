import { Tabs } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { useNumberActs } from '../queue/number-acts.tsx';
import { DayChart } from './day-chart.tsx';
import { HallNow } from './hall-now.tsx';
import { HallSettings } from './hall-settings.tsx';
import { Readiness } from './readiness.tsx';
import './hall-page.css';

/**
 * The page of whoever runs the hall: before the doors open, while they are, and what can be set. Whoever guides people in
 * the hall sees how it is now.
 */
export function HallPage({ desk, runsHall }: { readonly desk: Desk; readonly runsHall: boolean }) {
  const { hall } = desk.queue;
  const numbers = useNumberActs(desk);
  const now = {
    key: 'now',
    label: '大厅现在',
    children: <HallNow {...{ hall, runsHall }} now={desk.now} />,
  };
  return (
    <section className="hall-page" aria-label="大厅管理">
      <Tabs
        defaultActiveKey="now"
        tabBarExtraContent={<div className="hall-acts">{numbers.buttons}</div>}
        items={
          runsHall
            ? [
                { key: 'ready', label: '开门前检查', children: <Readiness /> },
                now,
                { key: 'day', label: '今天的曲线', children: <DayChart /> },
                { key: 'set', label: '设置', children: <HallSettings hall={hall} /> },
              ]
            : [now]
        }
      />
      {numbers.dialogs}
    </section>
  );
}
