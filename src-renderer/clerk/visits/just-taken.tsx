import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import './just-taken.css';

/** The case that was received last, and its next step. */
export function JustTaken({ row, onAnother }: { readonly row: CaseRow; readonly onAnother: () => void }) {
  const accept = useAction(() => clerk.cases.accept({ caseId: row.id }));
  const received = row.status === 'received';
  useKeys({ [keyMap.accept]: received ? () => accept.run() : undefined });

  const next = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step has its own next button
  useEffect(() => next.current?.focus(), [received]);

  return (
    <section className="just-taken" aria-label={row.statusName}>
      <div className="just-taken-words">
        <h2>
          {row.statusName}　{row.matterName}
        </h2>
        <p>
          办件编号 <CaseNumber number={row.caseNumber} />
        </p>
        {row.status === 'notAccepted' ? (
          <p>不予受理通知书已打印，请申请人签收，并把材料退还。</p>
        ) : (
          <p>
            {row.owing === null || `${row.owing.text}　`}承诺时限：{row.promisedText}
          </p>
        )}
      </div>
      {received ? (
        <Button ref={next} type="primary" size="large" loading={accept.slow} onClick={() => accept.run()}>
          受理
          <KeyHint>{keyMap.accept}</KeyHint>
        </Button>
      ) : (
        <div className="just-taken-next">
          <Button ref={next} onClick={onAnother}>
            再办一件
            <KeyHint>{keyMap.matterSearch}</KeyHint>
          </Button>
          <p>
            没有其他事项，按 {keyMap.closeVisit} 结束接待，再按 {keyMap.callNext} 叫下一位。
          </p>
        </div>
      )}
      <Refusal>{accept.sentence}</Refusal>
    </section>
  );
}
