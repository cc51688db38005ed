import { Button } from 'antd';
import type { CaseRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import './take-in.css';

/** What the citizen has said on their own screen, what is still missing, and 收件. */
export function TakeIn({
  draft,
  toAccept,
}: {
  readonly draft: Draft;
  readonly toAccept: CaseRow | undefined;
}) {
  const receive = useAction(() => clerk.cases.receive());
  useKeys({ [keyMap.receive]: () => receive.run() });
  const started = draft.matter !== null;
  if (!started && toAccept !== undefined && receive.sentence === '') return null;
  const missing = (draft.matter?.materials ?? []).filter(
    ({ id, required }) => required && !draft.tickedMaterialIds.includes(id),
  );
  return (
    <footer className="take-in">
      <Refusal>{receive.sentence}</Refusal>
      <div className="take-in-row">
        <div className="take-in-words">
          {draft.confirmedAt !== null ? (
            <p className="take-in-confirmed">群众已在屏幕上确认（{timeText(draft.confirmedAt)}）</p>
          ) : (
            <p>{started ? '请群众在对面屏幕核对并按“确认无误”。' : '先确定申请人和事项，再核对材料收件。'}</p>
          )}
          {missing.length > 0 && (
            <p className="take-in-missing">
              还有{missing.length}项必要材料没有收齐：{missing.map(({ name }) => name).join('、')}
            </p>
          )}
        </div>
        <Button
          type={started ? 'primary' : 'default'}
          size="large"
          loading={receive.busy}
          onClick={() => receive.run()}
        >
          收件
          <KeyHint>{keyMap.receive}</KeyHint>
        </Button>
      </div>
    </footer>
  );
}
