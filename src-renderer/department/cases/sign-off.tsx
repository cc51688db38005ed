import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys, useKeysResting } from '../../ui/keys/use-keys.ts';
import { department } from '../desk.ts';
import { outcomeNames } from './outcome-names.ts';
import { Signed } from './signed.tsx';

type Outcome = 'approved' | 'rejected';

const phrases: Readonly<Record<Outcome, readonly string[]>> = {
  approved: ['材料齐全，符合法定条件，同意办理。', '经审查符合条件，准予办理。'],
  rejected: ['不符合法定条件，不予办理。', '申请材料与事实不符，不予办理。'],
};

/** The chief representative's opinion and signature. */
export function SignOff({ detail, onNext }: { readonly detail: CaseDetail; readonly onNext?: () => void }) {
  const [opinion, setOpinion] = useState('');
  const [asked, setAsked] = useState<Outcome | null>(null);
  const [complaint, setComplaint] = useState('');
  const [justSigned, setJustSigned] = useState(false);
  const signOff = useAction(
    (outcome: Outcome) => department.cases.signOff({ caseId: detail.id, outcome, opinion: opinion.trim() }),
    () => setJustSigned(true),
  );
  const open = detail.decision === null && detail.status === 'accepted';
  useKeysResting(asked !== null);

  const ask = (outcome: Outcome): void => {
    if (opinion.trim() === '') setComplaint('请先填写签批意见，也可点选常用意见。');
    else if (phrases[outcome === 'approved' ? 'rejected' : 'approved'].includes(opinion.trim()))
      setComplaint('意见与结论不一致，请修改意见或重新选择结论。');
    else setAsked(outcome);
  };
  useKeys({ F8: open ? () => ask('approved') : undefined, F9: open ? () => ask('rejected') : undefined });
  const write = (text: string): void => {
    setOpinion(text);
    setComplaint('');
  };

  if (!open) return <Signed detail={detail} {...(justSigned && onNext !== undefined && { onNext })} />;
  return (
    <aside className="department-sign" aria-label="签批">
      <h3>签批意见</h3>
      <Input.TextArea
        value={opinion}
        rows={6}
        maxLength={2000}
        showCount
        aria-label="签批意见"
        placeholder="写明意见和依据"
        onChange={(event) => write(event.target.value)}
      />
      {(['approved', 'rejected'] as const).map((outcome) => (
        <div key={outcome} className="department-phrases">
          <span>{outcomeNames[outcome]}常用</span>
          {phrases[outcome].map((phrase) => (
            <button key={phrase} type="button" onClick={() => write(phrase)}>
              {phrase}
            </button>
          ))}
        </div>
      ))}
      <Refusal>{complaint || signOff.sentence}</Refusal>
      <div className="department-outcomes">
        <Button type="primary" size="large" loading={signOff.busy} onClick={() => ask('approved')}>
          同意
          <KeyHint>F8</KeyHint>
        </Button>
        <Button danger size="large" loading={signOff.busy} onClick={() => ask('rejected')}>
          不同意
          <KeyHint>F9</KeyHint>
        </Button>
      </div>
      <Modal
        open={asked !== null}
        title={asked === null ? '' : `确认签批：${outcomeNames[asked]}`}
        okText="确认签批"
        cancelText="返回修改"
        destroyOnHidden
        okButtonProps={{ autoFocus: true, danger: asked === 'rejected' }}
        onCancel={() => setAsked(null)}
        onOk={() => {
          if (asked !== null) signOff.run(asked);
          setAsked(null);
        }}
      >
        <p>
          {detail.matterName}　<CaseNumber number={detail.caseNumber} />
        </p>
        <p>意见：{opinion}</p>
        <p>签批后送回原收件窗口发证，不能撤回。</p>
      </Modal>
    </aside>
  );
}
