import { Button, Table } from 'antd';
import { useRef, useState } from 'react';
import type { DriftRow, MatterSheetNote } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { office } from '../desk.ts';
import { readFile } from '../workbooks/save-file.ts';
import { SheetNotes } from '../workbooks/sheet-notes.tsx';

/** Holds what an office shows of its own, on its wall or in its list, against the district's master copy. */
export function DriftView() {
  const chooser = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<{
    name: string;
    compared: number;
    rows: readonly DriftRow[];
    notes: readonly MatterSheetNote[];
  } | null>(null);
  const compare = useAction(
    async (file: File) => ({
      ...(await office.matters.drift({ name: file.name, bytes: await readFile(file) })),
      name: file.name,
    }),
    setFound,
  );
  return (
    <>
      <div className="matters-tools">
        <Button type="primary" loading={compare.slow} onClick={() => chooser.current?.click()}>
          选择要核对的清单
        </Button>
        <span className="office-faint">
          各中心、站自己的清单或公示表：含“实施编码”和事项名称、办理条件、办理程序、承诺办理时限中的几列。只核对，不保存。
        </span>
        <input
          ref={chooser}
          type="file"
          accept=".xlsx"
          aria-label="要核对的清单"
          hidden
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            setFound(null);
            if (file !== undefined) compare.run(file);
            // The same file, mended, is chosen again.
            target.value = '';
          }}
        />
      </div>
      <Refusal>{compare.sentence}</Refusal>
      <div className="desk-page-body matters-report">
        {found === null ? (
          <EmptyHint title="还没有核对">
            <p>名称、办理条件、流程、承诺时限全区一致，各中心、站不能自行改动；这里找出写得不一样的。</p>
          </EmptyHint>
        ) : (
          <>
            <p className={found.rows.length === 0 ? 'import-done' : 'office-hint'} role="status">
              “{found.name}”核对了{found.compared}项，
              {found.rows.length === 0
                ? '与全区清单一致。'
                : `有${found.rows.length}处不一致，请该单位按全区清单更正。`}
            </p>
            {found.rows.length > 0 && (
              <Table<DriftRow>
                rowKey={({ code, fieldName }) => `${code} ${fieldName}`}
                size="middle"
                dataSource={[...found.rows]}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                columns={[
                  {
                    title: '事项',
                    width: 300,
                    render: (_, { code, name }) => (
                      <>
                        <strong>{name || '清单里没有'}</strong>
                        <div className="office-faint">{code}</div>
                      </>
                    ),
                  },
                  { title: '栏目', dataIndex: 'fieldName', width: 130 },
                  {
                    title: '全区清单',
                    render: (_, { master }) =>
                      master === null ? (
                        <span className="office-faint">没有这个事项</span>
                      ) : (
                        <Lines>{master}</Lines>
                      ),
                  },
                  { title: '该单位写的', render: (_, { local }) => <Lines>{local}</Lines> },
                ]}
              />
            )}
            {found.notes.length > 0 && <SheetNotes label="没有核对的行" notes={found.notes} />}
          </>
        )}
      </div>
    </>
  );
}

function Lines({ children }: { readonly children: string }) {
  return <span className="matters-lines">{children}</span>;
}
