import { Button } from 'antd';
import { useState } from 'react';
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
  /** The entries over which the clerk has been told that nobody confirmed them. */
  const [toldOver, setToldOver] = useState<string | null>(null);
  /** The entries that the citizen confirmed last, for saying that they have changed since. */
  const [confirmedOnce, setConfirmedOnce] = useState<string | null>(null);
  const entries = JSON.stringify([draft.applicant, draft.matter?.code, draft.tickedMaterialIds]);
  if (draft.confirmedAt !== null && confirmedOnce !== entries) setConfirmedOnce(entries);
  const started = draft.matter !== null;
  const missing = (draft.matter?.materials ?? []).filter(
    ({ id, required }) => required && !draft.tickedMaterialIds.includes(id),
  );
  const told = toldOver === entries;
  // Whoever cannot confirm is received all the same, but never by a slip of the finger.
  const press = (): void => {
    if (started && draft.confirmedAt === null && !told) setToldOver(entries);
    else receive.run();
  };
  useKeys({ [keyMap.receive]: press });
  if (!started && toAccept !== undefined && receive.sentence === '') return null;
  return (
    <footer className="take-in">
      <Refusal>{receive.sentence}</Refusal>
      <div className="take-in-row">
        <div className="take-in-words">
          {draft.confirmedAt !== null ? (
            <p className="take-in-confirmed">群众已在屏幕上确认（{timeText(draft.confirmedAt)}）</p>
          ) : (
            <Unconfirmed started={started} told={told} changed={confirmedOnce !== null} />
          )}
          {missing.length > 0 && (
            <p className="take-in-missing">
              还有{missing.length}项必要材料没有收齐：{missing.map(({ name }) => name).join('、')}
            </p>
          )}
        </div>
        <Button type={started ? 'primary' : 'default'} size="large" loading={receive.busy} onClick={press}>
          收件
          <KeyHint>{keyMap.receive}</KeyHint>
        </Button>
      </div>
    </footer>
  );
}

/** Why the citizen's confirmation is not there, and what to do about it. */
function Unconfirmed({
  started,
  told,
  changed,
}: {
  readonly started: boolean;
  readonly told: boolean;
  readonly changed: boolean;
}) {
  if (!started) return <p>先确定申请人和事项，再核对材料收件。</p>;
  if (told) {
    return (
      <p className="take-in-missing" role="alert">
        群众还没有在屏幕上确认。确实不便确认的，再按一次 {keyMap.receive} 收件。
      </p>
    );
  }
  if (changed) return <p className="take-in-missing">内容已改动，请群众在对面屏幕重新确认。</p>;
  return <p>请群众在对面屏幕核对并按“确认无误”。</p>;
}
