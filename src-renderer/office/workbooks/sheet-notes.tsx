import { Table } from 'antd';

/** Something to say about a cell, as the program that made the workbook counts rows. */
export interface SheetNote {
  /** Absent where the workbook has one sheet only. */
  readonly sheet?: string;
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** What there is to say about a workbook, by sheet, row and column. */
export function SheetNotes({
  label,
  notes,
}: {
  readonly label: string;
  readonly notes: readonly SheetNote[];
}) {
  const hasSheets = notes.some(({ sheet }) => sheet !== undefined);
  return (
    <Table<SheetNote>
      size="small"
      aria-label={label}
      title={() => label}
      rowKey={({ sheet, row, column, message }) => `${sheet} ${row} ${column} ${message}`}
      dataSource={[...notes]}
      pagination={{ pageSize: 6, hideOnSinglePage: true, showSizeChanger: false, size: 'small' }}
      columns={[
        ...(hasSheets ? [{ title: '表', dataIndex: 'sheet', width: 80 }] : []),
        { title: '行', dataIndex: 'row', width: 64 },
        { title: '列', dataIndex: 'column', width: 130 },
        { title: '说明', dataIndex: 'message' },
      ]}
    />
  );
}
