import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import type { MatterChangeRow } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { queries } from '../desk.ts';
import { type ReviewStatus, ReviewStatusSwitch } from '../review-opinion.tsx';
import { RowsTable } from '../rows-table.tsx';
import { ChangeHistory } from './change-history.tsx';
import { MatterReviewDialog } from './matter-review-dialog.tsx';

/** Changes of the list that wait for the offices that keep it, and those that have had their say. */
export function MatterChangesView({ desk }: { readonly desk: OfficeDesk }) {
  const [status, setStatus] = useState<ReviewStatus>('proposed');
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reviewing, setReviewing] = useState<readonly MatterChangeRow[]>([]);
  const { data, error } = useQuery({
    ...queries.matters.changes.queryOptions({ input: { status, page } }),
    placeholderData: (before) => before,
  });
  const rows = data?.rows ?? [];
  const selected = rows.filter(({ id, mayReview }) => mayReview && chosen.includes(id));
  const may = desk.may.reviewMatters && status === 'proposed';
  return (
    <>
      <div className="matters-tools">
        <ReviewStatusSwitch
          value={status}
          onChange={(next) => {
            setStatus(next);
            setPage(1);
            setChosen([]);
          }}
        />
        <span className="matters-gap" />
        {may && (
          <Button type="primary" disabled={selected.length === 0} onClick={() => setReviewing(selected)}>
            {selected.length === 0 ? '审核所选' : `审核所选${selected.length}批`}
          </Button>
        )}
      </div>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      <RowsTable<MatterChangeRow>
        rowKey="id"
        rows={rows}
        total={data?.total ?? 0}
        unit="批"
        page={page}
        onPage={setPage}
        {...(may && {
          rowSelection: {
            selectedRowKeys: [...chosen],
            onChange: (keys: React.Key[]) => setChosen(keys.map(String)),
            getCheckboxProps: (row: MatterChangeRow) => ({
              disabled: !row.mayReview,
              'aria-label': `选择${titleOf(row)}`,
              title: row.reviewSentence,
            }),
          },
        })}
        empty={{
          title: status === 'proposed' ? '没有等待审核的调整' : '还没有审核过的调整',
          advice: '部门提出新版本，或导入表格后，会列在这里，由法制、编办、财政各审一次。',
        }}
        labelOf={(row) => `${titleOf(row)}，按回车${row.mayReview ? '审核' : '查看'}`}
        onOpen={(row) => setReviewing([row])}
        columns={[
          {
            title: '事项',
            width: 330,
            render: (_, row) => (
              <>
                <strong>{titleOf(row)}</strong>
                <div className="office-faint">
                  {row.matters[0]?.kindName}　{row.matters[0]?.departmentName}
                </div>
              </>
            ),
          },
          {
            title: '内容',
            render: (_, { matters, faults }) => (
              <>
                {matters.length === 1 &&
                  matters[0]?.differences.slice(0, 4).map((each) => <div key={each}>{each}</div>)}
                {matters.length > 1 && (
                  <div className="office-faint">
                    {matters
                      .slice(1, 4)
                      .map(({ name }) => name)
                      .join('、')}
                    {matters.length > 4 && '…'}
                  </div>
                )}
                {faults.length > 0 && (
                  <span className="office-tag office-tag-bad">现在有{faults.length}处不能发布</span>
                )}
              </>
            ),
          },
          {
            title: '生效日期',
            width: 150,
            render: (_, { matters }) => matters[0] !== undefined && formatDate(matters[0].effectiveFrom),
          },
          { title: '经过', width: 400, render: (_, row) => <ChangeHistory change={row} /> },
        ]}
      />
      {reviewing.length > 0 && (
        <MatterReviewDialog
          changes={reviewing}
          onClose={() => {
            setReviewing([]);
            setChosen([]);
          }}
        />
      )}
    </>
  );
}

const titleOf = ({ matters }: MatterChangeRow): string =>
  matters.length === 1 ? (matters[0]?.name ?? '') : `${matters[0]?.name ?? ''}等${matters.length}项`;
