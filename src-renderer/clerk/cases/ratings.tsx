import { Button, Input } from 'antd';
import { useState } from 'react';
import { formatBeijing, formatDate } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk, useDesk } from '../desk.ts';

/** What the citizen said of the service; a bad word is called back by the hall's manager. */
export function Ratings({ detail }: { readonly detail: CaseDetail }) {
  const manages = useDesk(({ desk }) => desk?.person?.role === 'hallManager');
  if (detail.ratings.length === 0) return null;
  return (
    <section aria-label="群众评价">
      <h3>群众评价</h3>
      {detail.ratings.map((rating) => (
        <div key={rating.ratingId}>
          <p>
            <strong className={rating.bad ? 'case-attention' : undefined}>{rating.levelName}</strong>
            {`　${formatBeijing(rating.at)}`}
            {rating.demo && '　演示评价，不计入统计'}
          </p>
          {rating.comment !== '' && <p>{rating.comment}</p>}
          {rating.open && rating.due !== null && <p>请大厅负责人在{formatDate(rating.due)}前回访。</p>}
          {rating.open && manages && <FollowUp caseId={detail.id} ratingId={rating.ratingId} />}
        </div>
      ))}
    </section>
  );
}

function FollowUp({ caseId, ratingId }: { readonly caseId: string; readonly ratingId: string }) {
  const [text, setText] = useState('');
  const follow = useAction(
    (closed: boolean) => clerk.cases.followUpRating({ caseId, ratingId, text: text.trim(), closed }),
    () => setText(''),
  );
  return (
    <>
      <Input.TextArea
        aria-label="回访情况"
        rows={2}
        maxLength={500}
        placeholder="联系了谁、核实到什么、怎样整改"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="case-actions">
        <Button disabled={text.trim() === ''} loading={follow.slow} onClick={() => follow.run(false)}>
          记录回访
        </Button>
        <Button
          type="primary"
          disabled={text.trim() === ''}
          loading={follow.slow}
          onClick={() => follow.run(true)}
        >
          办结回访
        </Button>
      </div>
      <Refusal>{follow.sentence}</Refusal>
    </>
  );
}
