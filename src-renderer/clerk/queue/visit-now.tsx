import { Button } from 'antd';
import { useState } from 'react';
import type { ChosenOutcome } from '#shared/visits/outcome.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Visit } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { SetAside } from './set-aside.tsx';
import { VisitEnd } from './visit-end.tsx';

/** The person at the counter now, and who answers for them to the end (首问负责). */
export function VisitNow({ visit }: { readonly visit: Visit }) {
  const close = useAction((outcome: ChosenOutcome | null) => clerk.visits.close({ outcome }));
  const [asked, setAsked] = useState(false);
  const unaccepted = visit.cases.filter(({ status }) => status === 'received').length;
  const open = [
    ...(unaccepted > 0 ? [`还有${unaccepted}件已收件、没有受理，可在办件列表中继续。`] : []),
    ...(visit.draft.matter !== null ? ['正在填写的内容会清空。'] : []),
  ];
  const ask = (): void => {
    if (open.length > 0 || visit.outcome === null) setAsked(true);
    else close.run(null);
  };
  useKeys({ [keyMap.closeVisit]: ask });
  return (
    <section className="ticket-now ticket-now-served" aria-label="正在接待">
      <p className="ticket-now-state">正在接待</p>
      <p className={visit.ticketNumber === null ? 'ticket-now-none' : 'ticket-now-number'}>
        {visit.ticketNumber ?? '无号来访'}
      </p>
      <p className="ticket-now-about">
        首问责任人　{visit.firstReceiver}
        <span>{timeText(visit.openedAt)} 开始</span>
      </p>
      <Button block loading={close.slow} onClick={ask}>
        结束接待
        <KeyHint>{keyMap.closeVisit}</KeyHint>
      </Button>
      {visit.ticketNumber !== null && <SetAside />}
      <Refusal>{close.sentence}</Refusal>
      <VisitEnd
        open={asked}
        unfinished={open}
        outcome={visit.outcome}
        onCancel={() => setAsked(false)}
        onEnd={(outcome) => {
          setAsked(false);
          close.run(outcome);
        }}
      />
    </section>
  );
}
