import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import { Refusal } from '../ui/action/refusal.tsx';
import { useAction } from '../ui/action/use-action.ts';
import { ReasonField } from './fields.tsx';

type Outcome = 'approved' | 'returned';

/**
 * The opinion without which nobody approves or returns: its field with phrases, and the buttons of the dialog.
 * @param call hands it in, trimmed
 */
export function useReviewOpinion({
  call,
  phrases,
  approveText,
  onClose,
}: {
  readonly call: (outcome: Outcome, reason: string) => Promise<{ readonly kind: 'done' } | Refused>;
  readonly phrases: readonly string[];
  readonly approveText: string;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState('');
  const review = useAction((outcome: Outcome) => call(outcome, reason.trim()), onClose);
  const decide = (outcome: Outcome): void => {
    if (reason.trim() === '') setComplaint('请写明意见，也可点选常用意见。');
    else review.run(outcome);
  };
  return {
    refusal: <Refusal>{complaint || review.sentence}</Refusal>,
    field: (
      <>
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
          {phrases.map((phrase) => (
            <Button key={phrase} size="small" onClick={() => setReason(phrase)}>
              {phrase}
            </Button>
          ))}
        </div>
      </>
    ),
    footer: (
      <>
        <Button onClick={onClose}>暂不审核</Button>
        <Button danger loading={review.slow} onClick={() => decide('returned')}>
          退回
        </Button>
        <Button type="primary" loading={review.slow} onClick={() => decide('approved')}>
          {approveText}
        </Button>
      </>
    ),
  };
}

/** Which changes a list shows: those that wait for a review, or those that have had it. */
export type ReviewStatus = 'proposed' | 'reviewed';

export function ReviewStatusSwitch({
  value,
  onChange,
}: {
  readonly value: ReviewStatus;
  readonly onChange: (status: ReviewStatus) => void;
}) {
  return (
    <Segmented<ReviewStatus>
      value={value}
      onChange={onChange}
      options={[
        { value: 'proposed', label: '待审核' },
        { value: 'reviewed', label: '已审核' },
      ]}
    />
  );
}
