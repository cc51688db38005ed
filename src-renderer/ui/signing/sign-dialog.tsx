import type { ContractRouterClient } from '@orpc/contract';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { Seen } from '#shared/cases/seen.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import type { signingContract } from '#shared/contracts/signing.ts';
import { Refusal } from '../action/refusal.tsx';
import { useAction } from '../action/use-action.ts';
import { CaseNumber } from '../cases/case-number.tsx';
import { useKeysResting } from '../keys/use-keys.ts';
import { type Outcome, outcomeNames } from './outcome-names.ts';

/** The signature: what is signed, over what, and once in ten minutes the PIN or the password. */
export function SignDialog({
  detail,
  outcome,
  opinion,
  seen,
  client,
  confirmed,
  by,
  onClose,
  onSigned,
}: {
  readonly detail: CaseDetail;
  readonly outcome: Outcome | null;
  readonly opinion: string;
  readonly seen: Seen;
  readonly client: ContractRouterClient<typeof signingContract>;
  /** Whoever signs has shown within the last ten minutes that it is them. */
  readonly confirmed: boolean;
  /** How they show it here. */
  readonly by: 'pin' | 'password';
  readonly onClose: () => void;
  readonly onSigned: () => void;
}) {
  useKeysResting(outcome !== null);
  const [secret, setSecret] = useState('');
  const [asksAgain, setAsksAgain] = useState(false);
  const asks = !confirmed || asksAgain;
  const sign = useAction(async (given: Outcome) => {
    if (asks) {
      const answer = await client.confirm({ by, secret });
      setSecret('');
      if (answer.kind === 'refused') return answer;
    }
    const answer = await client.sign({ caseId: detail.id, outcome: given, opinion, seen });
    // The ten minutes may have run out while the dialog stood open.
    setAsksAgain(answer.kind === 'refused' && answer.refusal.code === 'notConfirmed');
    return answer;
  }, onSigned);
  const close = (): void => {
    setSecret('');
    sign.clear();
    onClose();
  };
  const run = () => outcome !== null && !(asks && secret === '') && sign.run(outcome);
  return (
    <Modal
      open={outcome !== null}
      title={outcome === null ? '' : `确认签批：${outcomeNames[outcome]}`}
      okText="确认签批"
      cancelText="返回修改"
      destroyOnHidden
      confirmLoading={sign.slow}
      okButtonProps={{ autoFocus: !asks, danger: outcome === 'rejected', disabled: asks && secret === '' }}
      onCancel={close}
      onOk={run}
    >
      <p>
        {detail.matterName}　<CaseNumber number={detail.caseNumber} />
      </p>
      <p>意见：{opinion}</p>
      {outcome !== null && <Departures detail={detail} outcome={outcome} />}
      <Unanswered detail={detail} />
      <p className="department-faint">
        签名覆盖您打开的这一版内容（第{seen.revision}
        版）、材料和事项版本；签批后送回原收件窗口发证，不能撤回。
      </p>
      {asks && (
        <label className="sign-secret" htmlFor="sign-secret">
          {by === 'pin' ? '请输入您的 PIN' : '请输入您的登录密码'}（确认一次，10分钟内签批不再询问）
          <Input.Password
            id="sign-secret"
            autoFocus
            value={secret}
            maxLength={by === 'pin' ? 12 : 200}
            inputMode={by === 'pin' ? 'numeric' : 'text'}
            autoComplete="off"
            visibilityToggle={false}
            onChange={(event) => setSecret(event.target.value)}
            onPressEnter={run}
          />
        </label>
      )}
      <Refusal>{sign.sentence}</Refusal>
    </Modal>
  );
}

/** Opinions and drafts that say otherwise: said before the signature, flagged after it (M23). */
function Departures({ detail, outcome }: { readonly detail: CaseDetail; readonly outcome: Outcome }) {
  const against = outcome === 'approved' ? 'reject' : 'approve';
  const names = detail.procedures
    .filter(({ opinion }) => opinion?.advice === against)
    .map(({ name }) => name);
  const { draft } = detail.review;
  if (draft !== null && draft.outcome !== outcome) names.push('拟办');
  if (names.length === 0) return null;
  return (
    <p className="clock-note">
      结论与{names.join('、')}意见不一致，将在办件上标出并接受监察；请确认签批意见已写明理由。
    </p>
  );
}

function Unanswered({ detail }: { readonly detail: CaseDetail }) {
  const names = detail.inquiries.filter(({ answer }) => answer === null).map((each) => each.departmentName);
  return names.length === 0 ? null : (
    <p className="clock-note">{[...new Set(names)].join('、')}还没有答复征询，签批后不再等待答复。</p>
  );
}
