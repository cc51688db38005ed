import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys, useKeysResting } from '../../ui/keys/use-keys.ts';
import { outcomeNames } from '../../ui/signing/outcome-names.ts';
import { department, queries, useDesk } from '../desk.ts';
import { CorrectionDialog } from './correction-dialog.tsx';

/** Whose case it is, and how it comes to be somebody else's. */
export function Assignment({ detail }: { readonly detail: CaseDetail }) {
  const person = useDesk(({ desk }) => desk?.person);
  const { data: people = [] } = useQuery(queries.review.people.queryOptions());
  const assign = useAction((personId: string | null) =>
    department.review.assign({ caseId: detail.id, personId }),
  );
  const [corrects, setCorrects] = useState(false);
  const { assignee } = detail.review;
  const open = detail.decision === null && (detail.status === 'accepted' || detail.deemedAccepted);
  const me = person?.personId ?? '';
  const take = open && assignee === null ? () => assign.run(me) : undefined;
  const correct = open && detail.notices.length === 0 ? () => setCorrects(true) : undefined;
  useKeys({ 'Alt+R': take, 'Alt+G': correct });
  if (!open) return null;
  return (
    <section aria-label="分派">
      <h3>审核</h3>
      <p>{assignee === null ? '还没有分派，谁先领办谁审核。' : `由${assignee.name}审核。`}</p>
      <Refusal>{assign.sentence}</Refusal>
      <div className="review-acts">
        {take !== undefined && (
          <Button loading={assign.slow} onClick={take}>
            我来审核
            <KeyHint>Alt+R</KeyHint>
          </Button>
        )}
        {assignee?.personId === me && <Button onClick={() => assign.run(null)}>退回未分派</Button>}
        {person?.role === 'chiefRepresentative' && (
          <Select
            aria-label="分派给"
            placeholder="分派给…"
            value={null}
            style={{ minWidth: 150 }}
            options={people
              .filter(({ personId }) => personId !== assignee?.personId)
              .map(({ personId, name, roleName }) => ({ value: personId, label: `${name}（${roleName}）` }))}
            onChange={(personId: string | null) => personId !== null && assign.run(personId)}
          />
        )}
        {correct !== undefined && (
          <Button onClick={correct}>
            要求补正
            <KeyHint>Alt+G</KeyHint>
          </Button>
        )}
      </div>
      <CorrectionDialog caseId={detail.id} open={corrects} onClose={() => setCorrects(false)} />
    </section>
  );
}

/** What the review proposes, and the way back for another one. */
export function DraftShown({
  detail,
  maySendBack,
}: {
  readonly detail: CaseDetail;
  readonly maySendBack: boolean;
}) {
  const [reason, setReason] = useState<string | null>(null);
  const sendBack = useAction(
    (given: string) => department.review.sendBack({ caseId: detail.id, reason: given }),
    () => setReason(null),
  );
  useKeysResting(reason !== null);
  const { draft, returned } = detail.review;
  if (draft === null) return null;
  return (
    <div className="review-draft">
      <p>
        <strong>拟{outcomeNames[draft.outcome]}</strong>　{draft.by}　{formatBeijing(draft.at)}
      </p>
      <p>{draft.opinion}</p>
      {returned !== null && (
        <p className="clock-note">
          已退回重审：{returned.reason}　{returned.by}　{formatBeijing(returned.at)}
        </p>
      )}
      {maySendBack && returned === null && (
        <Button size="small" onClick={() => setReason('')}>
          退回重审
        </Button>
      )}
      <Modal
        open={reason !== null}
        title="退回重审"
        okText="退回"
        cancelText="取消"
        destroyOnHidden
        confirmLoading={sendBack.slow}
        okButtonProps={{ disabled: (reason ?? '').trim() === '' }}
        onCancel={() => setReason(null)}
        onOk={() => sendBack.run((reason ?? '').trim())}
      >
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={500}
          aria-label="退回理由"
          placeholder="写明要再核对什么，审核人会看到"
          value={reason ?? ''}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refusal>{sendBack.sentence}</Refusal>
      </Modal>
    </div>
  );
}
