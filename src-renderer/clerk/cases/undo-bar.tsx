import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { undoMs } from '#shared/cases/undo.ts';
import type { UndoView } from '#shared/contracts/case-views.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys, useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import './undo-bar.css';

/** Whole seconds that are left, counted down from when the core said so: nobody's wall clock counts. */
function useSecondsLeft(undo: UndoView | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (undo === null) return setLeft(0);
    const end = performance.now() + undo.leftMs;
    const tick = (): void => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1_000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [undo]);
  return undo === null ? 0 : left;
}

/** For a minute after a step: what was done, how to take it back, and what that means for the paper. */
export function UndoBar({ undo }: { readonly undo: UndoView | null }) {
  const left = useSecondsLeft(undo);
  const [asked, setAsked] = useState<UndoView | null>(null);
  const [said, setSaid] = useState('');
  const act = useAction(
    ({ caseId, step }: UndoView) => clerk.mistakes.undo({ caseId, step }),
    () => {
      setSaid(asked === null ? '' : `已撤销${asked.name}：${asked.means}。${asked.paper}。`);
      setAsked(null);
    },
  );
  const open = left > 0 ? undo : null;
  const ask = (): void => {
    act.clear();
    setSaid('');
    setAsked(open);
  };
  useKeys({ [keyMap.undo]: open === null ? undefined : ask });
  useKeysResting(asked !== null);
  // What was taken back is old news once the next step is there; an older one, whose minute still runs, is none.
  const fresh = undo !== null && undo.leftMs > undoMs - 2_000 ? `${undo.caseId} ${undo.step}` : null;
  useEffect(() => {
    if (fresh !== null) setSaid('');
  }, [fresh]);
  return (
    <>
      {open !== null && said === '' && (
        <section className="undo-bar" aria-label="可撤销的上一步">
          <span>
            刚才{open.name}：<strong>{open.matterName}</strong>　<CaseNumber number={open.caseNumber} />
          </span>
          <span className="undo-bar-left" aria-hidden="true">
            <i style={{ width: `${(left / 60) * 100}%` }} />
          </span>
          <Button size="small" onClick={ask}>
            撤销{open.name}（{left}秒）
            <KeyHint>{keyMap.undo}</KeyHint>
          </Button>
        </section>
      )}
      {said !== '' && (
        <section className="undo-bar undo-bar-done" role="status">
          <span>{said}</span>
          <Button size="small" onClick={() => setSaid('')}>
            知道了
          </Button>
        </section>
      )}
      <Modal
        open={asked !== null}
        title={`撤销${asked?.name ?? ''}？`}
        width={480}
        okText={`撤销${asked?.name ?? ''}`}
        cancelText="不撤销"
        okButtonProps={{ autoFocus: true }}
        confirmLoading={act.slow}
        destroyOnHidden
        onCancel={() => setAsked(null)}
        onOk={() => {
          if (asked !== null) act.run(asked);
        }}
      >
        {asked !== null && (
          <>
            <p>
              {asked.matterName}　<CaseNumber number={asked.caseNumber} />
            </p>
            <p>撤销后：{asked.means}。</p>
            <p>
              <strong>{asked.paper}。</strong>
            </p>
            <p className="undo-bar-sentence" role="alert">
              {act.sentence || (left === 0 ? '已超过一分钟，不能再撤销。' : `还可以撤销${left}秒。`)}
            </p>
          </>
        )}
      </Modal>
    </>
  );
}
