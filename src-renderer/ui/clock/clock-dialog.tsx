import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { CaseExplanationView } from '#shared/contracts/case-clock.ts';
import { Refusal } from '../action/refusal.tsx';
import { useKeysResting } from '../keys/use-keys.ts';
import { sentenceOf } from '../link/no-answer.ts';
import { ClockExplanation } from './clock-explanation.tsx';

/** The key that explains the due dates of the case that has the focus or is open. */
export const explainKey = 'Alt+T';

const useExplained = create<{ readonly caseId: string | null }>(() => ({ caseId: null }));
/** Opens the explanation of a case's due dates. */
export const explainCase = (caseId: string): void => useExplained.setState({ caseId });
const close = (): void => useExplained.setState({ caseId: null });

/** For rows and drawers, where the page's keys rest: whether the key was the one that explains. */
export const isExplainKey = (event: React.KeyboardEvent): boolean =>
  event.altKey && event.code === 'KeyT' && !event.nativeEvent.isComposing;

/** A due date that explains itself when it is pressed. */
export function DueDate({ caseId, children }: { readonly caseId: string; readonly children: string }) {
  return (
    <button
      type="button"
      className="due-date"
      title={`看这个期限怎样算出来（${explainKey}）`}
      onClick={(event) => {
        event.stopPropagation();
        explainCase(caseId);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.stopPropagation();
      }}
    >
      {children}
    </button>
  );
}

/** The explanation of the case that was asked about; one for a whole page. */
export function ClockDialog({
  explain,
}: {
  readonly explain: (caseId: string) => Promise<CaseExplanationView | null>;
}) {
  const { caseId } = useExplained();
  const [shown, setShown] = useState<CaseExplanationView | null>(null);
  const [sentence, setSentence] = useState('');
  useKeysResting(caseId !== null);
  useEffect(() => {
    setShown(null);
    setSentence('');
    if (caseId === null) return;
    let wanted = true;
    explain(caseId).then(
      (answer) => {
        if (!wanted) return;
        setShown(answer);
        if (answer === null) setSentence('本机没有这个办件，请关闭后重新查找。');
      },
      (error: unknown) => wanted && setSentence(sentenceOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [caseId, explain]);
  return (
    <Modal
      open={caseId !== null}
      title="期限怎样算出来"
      width={960}
      footer={null}
      onCancel={close}
      destroyOnHidden
    >
      <Refusal>{sentence}</Refusal>
      {shown === null ? sentence === '' && <p>正在计算…</p> : <ClockExplanation explanation={shown} />}
    </Modal>
  );
}
