import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { OfficeDesk, StaffChangeRow, StaffRow } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { queries } from '../desk.ts';
import { FindingList } from './findings.tsx';
import { PostingDialog } from './posting-dialog.tsx';
import { PostingFacts } from './posting-facts.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import './staff-drawer.css';

/** One posting: what it is, what there is to say about it, and who did what to it when. */
export function StaffDrawer({
  desk,
  postingId,
  onClose,
}: {
  readonly desk: OfficeDesk;
  readonly postingId: string | null;
  readonly onClose: () => void;
}) {
  useKeysResting(postingId !== null);
  return (
    <Drawer open={postingId !== null} title="任职详情" size={620} onClose={onClose} destroyOnHidden>
      {postingId !== null && <Posting key={postingId} desk={desk} postingId={postingId} />}
    </Drawer>
  );
}

function Posting({ desk, postingId }: { readonly desk: OfficeDesk; readonly postingId: string }) {
  const { data, error, isLoadingError, isPending } = useQuery(
    queries.staff.get.queryOptions({ input: { postingId } }),
  );
  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p>正在打开…</p>;
  if (data === null || data === undefined) return <p>没有找到这段任职，请按 Esc 返回后重新查找。</p>;
  const { posting, changes, fromSetUp } = data;
  return (
    <div className="staff-drawer">
      <PostingFacts posting={posting} />
      <FindingList findings={posting.findings} />
      <PostingActions desk={desk} posting={posting} waiting={changes.find(({ mayReview }) => mayReview)} />
      <section>
        <h3>经过</h3>
        <ol className="staff-history">
          {changes.map((change) => (
            <History key={change.id} change={change} />
          ))}
          {fromSetUp && <li>建库时随设置文件登记，此前的经过不在本系统。</li>}
        </ol>
      </section>
    </div>
  );
}

function PostingActions({
  desk: { may },
  posting,
  waiting,
}: {
  readonly desk: OfficeDesk;
  readonly posting: StaffRow;
  readonly waiting: StaffChangeRow | undefined;
}) {
  const [dialog, setDialog] = useState<'change' | 'end' | 'review' | null>(null);
  const close = () => setDialog(null);
  if (posting.pendingChangeId !== null) {
    return (
      <div className="office-actions">
        {waiting !== undefined && may.review ? (
          <Button type="primary" autoFocus onClick={() => setDialog('review')}>
            审核这项调整
          </Button>
        ) : (
          <p className="office-faint">有一项调整待审核，审核前不能再提出新的调整。</p>
        )}
        {dialog === 'review' && waiting !== undefined && <ReviewDialog changes={[waiting]} onClose={close} />}
      </div>
    );
  }
  if (!may.propose || posting.state === 'ended') return null;
  return (
    <div className="office-actions">
      {!may.onlyReturn && <Button onClick={() => setDialog('change')}>调整</Button>}
      <Button danger onClick={() => setDialog('end')}>
        {may.onlyReturn && posting.unitId !== null ? '退回派出单位' : '结束任职'}
      </Button>
      {dialog === 'change' && <PostingDialog kind="change" posting={posting} onClose={close} />}
      {dialog === 'end' && (
        <PostingDialog kind={may.onlyReturn ? 'return' : 'end'} posting={posting} onClose={close} />
      )}
    </div>
  );
}

function History({ change }: { readonly change: StaffChangeRow }) {
  const { kindName, differences, proposed, review, status, statusName, pending, attention } = change;
  return (
    <li>
      <strong>{kindName}</strong>{' '}
      <span
        className={`office-tag ${status === 'approved' ? 'office-tag-good' : status === 'proposed' ? 'office-tag-warn' : ''}`}
      >
        {statusName}
      </span>{' '}
      {pending && <span className="office-tag office-tag-warn">待上传</span>}
      {differences.map((each) => (
        <div key={each}>{each}</div>
      ))}
      <div className="office-faint">
        {proposed.name}于{formatBeijing(proposed.at)}提出：{proposed.reason}
      </div>
      {review !== null && (
        <div className="office-faint">
          {review.name}于{formatBeijing(review.at)}
          {review.outcomeName}：{review.reason}
        </div>
      )}
      <Refusal>{attention ?? ''}</Refusal>
    </li>
  );
}
