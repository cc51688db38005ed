import { Table, type TableColumnType } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import { DueDate, explainCase, isExplainKey } from '../clock/clock-dialog.tsx';
import { moveFocus } from '../keys/row-focus.ts';
import { CaseNumber } from './case-number.tsx';
import { CaseState, endedUndecided, Light, SunkTag } from './light.tsx';

const columns: ReadonlyArray<TableColumnType<CaseRow>> = [
  {
    title: '办件编号',
    width: 268,
    render: (_, row) => <CaseNumber number={row.caseNumber} />,
  },
  {
    title: '事项',
    render: (_, row) => (
      <div className="case-table-matter">
        <span className="case-table-name" title={row.matterName}>
          {row.matterName}
        </span>{' '}
        {row.sunk && <SunkTag />}
        <div className="case-table-faint">{row.departmentName}</div>
      </div>
    ),
  },
  {
    title: '申请人',
    width: 170,
    render: (_, row) => (
      <>
        <div className="case-table-name" title={row.applicantName}>
          {row.applicantName}
        </div>
        <div className="case-table-faint">{row.applicantIdNumber}</div>
      </>
    ),
  },
  { title: '状态', width: 130, render: (_, row) => <CaseState row={row} /> },
  {
    title: '时限',
    width: 208,
    render: (_, row) =>
      endedUndecided(row) ? (
        <span className="case-table-faint">不再计时</span>
      ) : (
        <>
          <DueDate caseId={row.id}>
            {row.delivery === null ? row.promisedText : `送达 ${row.deliveryText}`}
          </DueDate>
          <div>
            <Light row={row} />
          </div>
        </>
      ),
  },
];

const receivedColumn: TableColumnType<CaseRow> = {
  title: '收件时间',
  width: 150,
  render: (_, row) => <span className="case-table-faint">{formatBeijing(row.receivedAt)}</span>,
};

/** Cases in rows; arrow keys move, Enter or a click opens. */
export function CaseTable({
  rows,
  onOpen,
  empty,
  action,
}: {
  readonly rows: readonly CaseRow[];
  readonly onOpen: (caseId: string) => void;
  readonly empty: React.ReactNode;
  readonly action?: TableColumnType<CaseRow>;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only moves the focus among the rows, which are focusable
    <div className="case-rows" onKeyDown={(event) => moveFocus(event, 'tr[data-row-key]')}>
      <Table<CaseRow>
        rowKey="id"
        className="case-table"
        dataSource={[...rows]}
        columns={[...columns, action ?? receivedColumn]}
        pagination={false}
        locale={{ emptyText: empty }}
        onRow={(row) => ({
          tabIndex: 0,
          'aria-label': `${row.matterName}，${row.statusName}，按回车查看`,
          onClick: () => onOpen(row.id),
          onKeyDown: (event) => {
            const open =
              event.key === 'Enter' && event.target === event.currentTarget
                ? onOpen
                : isExplainKey(event)
                  ? explainCase
                  : null;
            if (open === null) return;
            // What opens takes the focus at once: the same press must not go on into it.
            event.preventDefault();
            open(row.id);
          },
        })}
      />
    </div>
  );
}
