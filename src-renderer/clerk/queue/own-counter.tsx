import { Button, Checkbox, Dropdown } from 'antd';
import { useState } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { type PauseReason, pauseReasons } from '#shared/queue/hall-day.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

type Counter = Desk['queue']['hall']['counters'][number];

/** What holds at this counter: whether it rests, calls by itself, or needs help. */
export function OwnCounter({ counter }: { readonly counter: Counter }) {
  const named = { id: counter.id, name: counter.name };
  const pause = useAction((reason: PauseReason) =>
    clerk.queue.arrange({ name: 'pauseCounter', args: { counter: named, reason } }),
  );
  const resume = useAction(() => clerk.queue.arrange({ name: 'resumeCounter', args: { counter: named } }));
  const auto = useAction((on: boolean) =>
    clerk.queue.arrange({ name: 'setAutoCall', args: { counter: named, on } }),
  );
  const alarm = useAction(() => clerk.queue.arrange({ name: 'raiseAlarm', args: { counter: named } }));
  const [choosing, setChoosing] = useState(false);
  const paused = counter.pausedFor !== null;
  useKeys({
    [keyMap.pause]: () => (paused ? resume.run() : setChoosing(true)),
    [keyMap.alarm]: () => alarm.run(),
  });
  return (
    <section className="own-counter" aria-label="本窗口">
      {paused ? (
        <>
          <p className="own-counter-paused">
            {counter.pausedFor}
            {counter.pausedSince !== null && `，${timeText(counter.pausedSince)} 起`}
          </p>
          <Button block loading={resume.slow} onClick={() => resume.run()}>
            恢复叫号
            <KeyHint>{keyMap.pause}</KeyHint>
          </Button>
        </>
      ) : (
        <Dropdown
          open={choosing}
          onOpenChange={setChoosing}
          trigger={['click']}
          autoFocus
          menu={{
            items: (Object.keys(pauseReasons) as PauseReason[]).map((reason) => ({
              key: reason,
              label: pauseReasons[reason],
            })),
            onClick: ({ key }) => {
              setChoosing(false);
              pause.run(key as PauseReason);
            },
          }}
        >
          <Button block loading={pause.slow}>
            暂停叫号
            <KeyHint>{keyMap.pause}</KeyHint>
          </Button>
        </Dropdown>
      )}
      <div className="own-counter-more">
        <Checkbox
          title="办完一个，自动叫下一位"
          checked={counter.autoCall}
          onChange={({ target }) => auto.run(target.checked)}
        >
          自动叫号
        </Checkbox>
        <Button danger size="small" loading={alarm.slow} title={keyMap.alarm} onClick={() => alarm.run()}>
          紧急求助
        </Button>
      </div>
      <Refusal>{pause.sentence || resume.sentence || auto.sentence || alarm.sentence}</Refusal>
    </section>
  );
}
