import type { Desk } from '#shared/contracts/clerk.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { QueueColumn } from '../queue/queue-column.tsx';
import { keyMap } from '../shell/key-map.ts';
import { Intake } from './intake.tsx';
import { VisitColumn } from './visit-column.tsx';
import './counter-page.css';

/** The counter: the queue, the case that is being taken in, and what this visit has come to so far. */
export function CounterPage({ desk }: { readonly desk: Desk }) {
  const { visit, queue } = desk;
  return (
    <div className="counter-page">
      <QueueColumn desk={desk} />
      {visit === null ? (
        <section className="intake-none" aria-label="办理">
          <EmptyHint title={queue.current === null ? '窗口空闲' : `正在等${queue.current.number}号到窗口`}>
            <p>
              {queue.current === null
                ? desk.hallLink.mode === 'alone'
                  ? `大厅中断：持号票来的，按 ${keyMap.present} 按号接待；没有号票的，按 ${keyMap.openVisit} 直接接待。`
                  : queue.hall.categories.length === 0
                    ? `按 ${keyMap.callNext} 接待下一位群众。`
                    : `按 ${keyMap.callNext} 叫下一位；群众没有号也能办，按 ${keyMap.openVisit} 直接接待。`
                : `人到了按 ${keyMap.arrive} 开始办理；没有来可按 ${keyMap.recall} 重呼，或按 ${keyMap.miss} 过号。`}
            </p>
            <p>{desk.cardSentence}</p>
          </EmptyHint>
        </section>
      ) : (
        <Intake key={visit.id} visit={visit} cardSentence={desk.cardSentence} />
      )}
      <VisitColumn visit={visit} lastPrint={desk.lastPrint} />
    </div>
  );
}
