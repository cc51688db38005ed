import { Table, type TableProps } from 'antd';
import { moveFocus } from '../ui/keys/row-focus.ts';
import { EmptyHint } from '../ui/theme/empty-hint.tsx';

/** Rows that come by pages of fifty; the arrow keys go among them, and a click or Enter opens one. */
export function RowsTable<Row extends object>({
  rows,
  total,
  unit,
  page,
  onPage,
  empty,
  labelOf,
  onOpen,
  ...table
}: Pick<TableProps<Row>, 'columns' | 'size' | 'rowSelection'> & {
  readonly rowKey: keyof Row & string;
  readonly rows: readonly Row[];
  readonly total: number;
  /** What the total counts, in Chinese: 项、批、人次. */
  readonly unit: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
  /** What is said where there are none, and what to do then. */
  readonly empty: { readonly title: string; readonly advice: string };
  /** A row for the ear, with what Enter does. */
  readonly labelOf: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only moves the focus among the rows, which are focusable
    <div className="desk-page-body" onKeyDown={(event) => moveFocus(event, 'tr[data-row-key]')}>
      <Table<Row>
        {...table}
        className="office-table"
        sticky
        dataSource={[...rows]}
        pagination={{
          current: page,
          pageSize: 50,
          total,
          showTotal: (all) => `共${all}${unit}`,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: onPage,
        }}
        locale={{
          emptyText: (
            <EmptyHint title={empty.title}>
              <p>{empty.advice}</p>
            </EmptyHint>
          ),
        }}
        onRow={(row) => ({
          tabIndex: 0,
          'aria-label': labelOf(row),
          onClick: () => onOpen(row),
          onKeyDown: (event) => {
            if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
            // What opens takes the focus at once: the same press must not go on into it.
            event.preventDefault();
            onOpen(row);
          },
        })}
      />
    </div>
  );
}
