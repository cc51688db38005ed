import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { StaffChangeRow } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office } from '../desk.ts';
import { ReasonField } from '../fields.tsx';
import { FindingList, FindingTags } from './findings.tsx';
import { PostingFacts } from './posting-facts.tsx';

const phrases = {
  approved: ['情况属实，同意。', '经核对符合派驻条件，同意。'],
  returned: ['材料不全，请补充后重新报审。', '与岗位要求不符，退回。'],
} as const;

/** Approves or returns one change, or several that were read together. */
export function ReviewDialog({
  changes,
  onClose,
}: {
  readonly changes: readonly StaffChangeRow[];
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState('');
  const findings = changes.flatMap(({ posting }) => posting.findings);
  const review = useAction(
    (outcome: 'approved' | 'returned') =>
      office.staff.review({
        changeIds: changes.map(({ id }) => id),
        outcome,
        reason: reason.trim(),
        seen: [...new Set(findings.map(({ code }) => code))],
      }),
    onClose,
  );
  const decide = (outcome: 'approved' | 'returned'): void => {
    if (reason.trim() === '') setComplaint('请写明意见，也可点选常用意见。');
    else review.run(outcome);
  };
  const [only] = changes;
  return (
    <Modal
      open
      style={{ top: 36 }}
      width={680}
      title={changes.length === 1 ? `审核：${only?.kindName ?? ''}` : `一起审核${changes.length}项调整`}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>暂不审核</Button>
          <Button danger loading={review.slow} onClick={() => decide('returned')}>
            退回
          </Button>
          <Button type="primary" loading={review.slow} onClick={() => decide('approved')}>
            批准
          </Button>
        </>
      }
    >
      <div className="office-form">
        {changes.length === 1 && only !== undefined ? (
          <>
            <PostingFacts posting={only.posting} />
            {only.differences.map((each) => (
              <p key={each}>{each}</p>
            ))}
            <p>
              {only.proposed.name}提出：{only.proposed.reason}
            </p>
            <FindingList findings={findings} />
          </>
        ) : (
          <ul className="review-many">
            {changes.map(({ id, kindName, posting }) => (
              <li key={id}>
                {kindName}　{posting.name}　{posting.roleName}　{posting.organisationName}{' '}
                <FindingTags findings={posting.findings} />
              </li>
            ))}
          </ul>
        )}
        <ReasonField
          label="审核意见*"
          autoFocus
          value={reason}
          onChange={(value) => {
            setReason(value);
            setComplaint('');
          }}
        />
        <div className="office-actions">
          {[...phrases.approved, ...phrases.returned].map((phrase) => (
            <Button key={phrase} size="small" onClick={() => setReason(phrase)}>
              {phrase}
            </Button>
          ))}
        </div>
        <Refusal>{complaint || review.sentence}</Refusal>
      </div>
    </Modal>
  );
}
