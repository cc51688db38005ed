import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { OfficeDesk, StaffChangeRow } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { queries } from '../desk.ts';
import { type ReviewStatus, ReviewStatusSwitch } from '../review-opinion.tsx';
import { RowsTable } from '../rows-table.tsx';
import { FindingTags } from './findings.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { StaffDrawer } from './staff-drawer.tsx';

/** Changes of the register that wait for the other line's review, and those that have had it. */
export function ChangesPage({ desk }: { readonly desk: OfficeDesk }) {
  const [status, setStatus] = useState<ReviewStatus>('proposed');
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reviewing, setReviewing] = useState<readonly StaffChangeRow[]>([]);
  const [openId, setOpen] = useState<string | null>(null);
  const { data, error } = useQuery({
    ...queries.staff.changes.queryOptions({ input: { status, page } }),
    placeholderData: (before) => before,
  });
  const rows = data?.rows ?? [];
  const waiting = status === 'proposed';
  const selected = rows.filter(({ id, mayReview }) => mayReview && chosen.includes(id));
  const openRow = (row: StaffChangeRow): void => {
    if (row.mayReview) setReviewing([row]);
    else setOpen(row.posting.postingId);
  };
  return (
    <section className="desk-page" aria-label="审核">
      <header className="desk-page-head">
        <div>
          <h1>人员调整审核</h1>
          <p>派出单位提出的由所在中心审核，中心退回的由派出单位审核；提出人和本人不能审核。</p>
        </div>
        <div className="desk-page-tools">
          <ReviewStatusSwitch
            value={status}
            onChange={(next) => {
              setStatus(next);
              setPage(1);
              setChosen([]);
            }}
          />
          {waiting && desk.may.review && (
            <Button type="primary" disabled={selected.length === 0} onClick={() => setReviewing(selected)}>
              {selected.length === 0 ? '审核所选' : `审核所选${selected.length}项`}
            </Button>
          )}
        </div>
      </header>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      <RowsTable<StaffChangeRow>
        rowKey="id"
        rows={rows}
        total={data?.total ?? 0}
        unit="项"
        page={page}
        onPage={setPage}
        {...(waiting &&
          desk.may.review && {
            rowSelection: {
              selectedRowKeys: [...chosen],
              onChange: (keys: React.Key[]) => setChosen(keys.map(String)),
              getCheckboxProps: (row: StaffChangeRow) => ({
                disabled: !row.mayReview,
                'aria-label': `选择${row.posting.name}`,
                title: row.reviewSentence,
              }),
            },
          })}
        empty={{
          title: waiting ? '没有等待审核的调整' : '还没有审核过的调整',
          advice: waiting
            ? '有人提出调整后会自动出现在这里。按 Alt+1 回到人员。'
            : '审核过的调整会列在这里。',
        }}
        labelOf={(row) => `${row.kindName}，${row.posting.name}，按回车${row.mayReview ? '审核' : '查看'}`}
        onOpen={openRow}
        columns={[
          {
            title: '调整',
            width: 110,
            render: (_, row) => (
              <>
                {row.kindName}
                {row.pending && <div className="office-tag office-tag-warn">待上传</div>}
              </>
            ),
          },
          {
            title: '人员',
            width: 170,
            render: (_, { posting }) => (
              <>
                <strong>{posting.name}</strong> {posting.staffNumber}
                <div className="office-faint">{posting.roleName}</div>
              </>
            ),
          },
          {
            title: '所在机构与内容',
            render: (_, { posting, differences }) => (
              <>
                {posting.organisationName}
                {posting.unitName !== '' && <span className="office-faint">　派出：{posting.unitName}</span>}
                {differences.map((each) => (
                  <div key={each} className="office-faint">
                    {each}
                  </div>
                ))}
              </>
            ),
          },
          {
            title: '提醒',
            width: 190,
            render: (_, { posting, attention }) => (
              <>
                <FindingTags findings={posting.findings} />
                {attention !== null && <div className="office-tag office-tag-bad">{attention}</div>}
              </>
            ),
          },
          {
            title: '提出',
            width: 240,
            render: (_, { proposed }) => (
              <>
                {proposed.name}
                <span className="office-faint">　{formatBeijing(proposed.at)}</span>
                <div className="office-faint">{proposed.reason}</div>
              </>
            ),
          },
          {
            title: waiting ? '由谁审核' : '审核',
            width: 220,
            render: (_, { review, mayReview, reviewer, reviewSentence }) =>
              review === null ? (
                <span
                  className={mayReview ? 'office-tag office-tag-good' : 'office-faint'}
                  title={reviewSentence}
                >
                  {mayReview ? '您可以审核' : reviewer}
                </span>
              ) : (
                <>
                  {review.name} {review.outcomeName}
                  <div className="office-faint">{formatBeijing(review.at)}</div>
                  <div className="office-faint">{review.reason}</div>
                </>
              ),
          },
        ]}
      />
      {reviewing.length > 0 && (
        <ReviewDialog
          changes={reviewing}
          onClose={() => {
            setReviewing([]);
            setChosen([]);
          }}
        />
      )}
      <StaffDrawer desk={desk} postingId={openId} onClose={() => setOpen(null)} />
    </section>
  );
}
