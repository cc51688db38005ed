import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, type InputRef, Segmented, Select } from 'antd';
import { useRef, useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import type { OfficeDesk, StaffRow } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { office, queries } from '../desk.ts';
import { RowsTable } from '../rows-table.tsx';
import { saveFile } from '../workbooks/save-file.ts';
import { StaffCharts } from './charts.tsx';
import { FindingTags } from './findings.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { PostingDialog } from './posting-dialog.tsx';
import { StaffDrawer } from './staff-drawer.tsx';

const states: Readonly<Record<StaffRow['state'], readonly [words: string, className: string]>> = {
  active: ['在岗', 'office-tag office-tag-good'],
  upcoming: ['未到任', 'office-tag office-tag-hint'],
  ended: ['已结束', 'office-tag'],
};

/** The staff register: who works where, sent by whom, until when, and what there is to look at. */
export function StaffPage({ desk }: { readonly desk: OfficeDesk }) {
  const { may } = desk;
  const [state, setState] = useState<'inPost' | 'ended' | 'all'>('inPost');
  const [organisationId, setOrganisation] = useState<string | null>(null);
  const [warned, setWarned] = useState(false);
  const [text, setText] = useState('');
  const [page, setPage] = useState(1);
  const [openId, setOpen] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const search = useRef<InputRef>(null);
  const exporting = useAction(
    () => office.staff.exportSheet({ template: false }),
    ({ fileName, bytes }) => saveFile(fileName, bytes),
  );
  const mayAdd = may.propose && !may.onlyReturn;
  useKeys({
    F3: () => search.current?.focus(),
    F2: mayAdd ? () => setDialog('new') : undefined,
    F4: may.importSheet ? () => setDialog('import') : undefined,
  });
  const { data: choices } = useQuery(queries.staff.choices.queryOptions());
  const { data, error } = useQuery({
    ...queries.staff.list.queryOptions({
      input: { organisationId, state, warned, text: text.trim().slice(0, 40), page },
    }),
    placeholderData: (before) => before,
  });
  const filtered = organisationId !== null || warned || text.trim() !== '';
  const first = (change: () => void) => {
    change();
    setPage(1);
  };

  return (
    <section className="desk-page" aria-label="人员">
      <header className="desk-page-head">
        <h1>人员</h1>
        <div className="desk-page-tools">
          <Segmented<'inPost' | 'ended' | 'all'>
            value={state}
            onChange={(next) => first(() => setState(next))}
            options={[
              { value: 'inPost', label: '在册' },
              { value: 'ended', label: '已结束' },
              { value: 'all', label: '全部' },
            ]}
          />
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={organisationId}
            placeholder="全部机构"
            aria-label="按机构筛选"
            style={{ width: 230 }}
            options={choices?.organisations.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            onChange={(next: string | undefined) => first(() => setOrganisation(next ?? null))}
          />
          <Checkbox checked={warned} onChange={({ target }) => first(() => setWarned(target.checked))}>
            只看有提醒
          </Checkbox>
          <Input
            ref={search}
            allowClear
            value={text}
            maxLength={40}
            placeholder="姓名或工号"
            aria-label="查找人员"
            style={{ width: 170 }}
            suffix={<KeyHint>F3</KeyHint>}
            onChange={(event) => first(() => setText(event.target.value))}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                document.querySelector<HTMLElement>('tr[data-row-key]')?.focus();
              }
            }}
          />
          <Button loading={exporting.slow} onClick={() => exporting.run()}>
            导出
          </Button>
          {may.importSheet && (
            <Button onClick={() => setDialog('import')}>
              导入
              <KeyHint>F4</KeyHint>
            </Button>
          )}
          {mayAdd && (
            <Button type="primary" onClick={() => setDialog('new')}>
              新任职报审
              <KeyHint>F2</KeyHint>
            </Button>
          )}
        </div>
      </header>
      <StaffCharts onOrganisation={(id) => first(() => setOrganisation(id))} />
      <Refusal>{exporting.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      <RowsTable<StaffRow>
        rowKey="postingId"
        size="middle"
        rows={data?.rows ?? []}
        total={data?.total ?? 0}
        unit="人次"
        page={page}
        onPage={setPage}
        empty={{
          title: filtered ? '没有符合的人员' : '还没有人员',
          advice: filtered
            ? '请清除筛选，或选“全部”再找。'
            : mayAdd
              ? '按 F2 逐个报审，或按 F4 从表格导入；审核后就会列在这里。'
              : '派出单位报审、中心审核后，就会列在这里。',
        }}
        labelOf={(row) => `${row.name}，${row.roleName}，按回车查看`}
        onOpen={(row) => setOpen(row.postingId)}
        columns={[
          {
            title: '姓名',
            width: 130,
            render: (_, row) => (
              <>
                <strong>{row.name}</strong>
                <div className="office-faint">{row.staffNumber}</div>
              </>
            ),
          },
          { title: '岗位', dataIndex: 'roleName', width: 130 },
          {
            title: '所在机构',
            render: (_, row) => (
              <>
                {row.organisationName}
                {row.unitName !== '' && <div className="office-faint">派出：{row.unitName}</div>}
              </>
            ),
          },
          {
            title: '任职期间',
            width: 190,
            render: (_, row) => (
              <>
                {formatDate(row.from)}起
                {row.to !== null && <div className="office-faint">至{formatDate(row.to)}</div>}
              </>
            ),
          },
          {
            title: '执法证有效期',
            width: 150,
            render: (_, row) =>
              row.certificateUntil === null ? (
                <span className="office-faint">—</span>
              ) : (
                formatDate(row.certificateUntil)
              ),
          },
          { title: '提醒', width: 220, render: (_, row) => <FindingTags findings={row.findings} /> },
          {
            title: '状态',
            width: 100,
            render: (_, row) => (
              <span className="office-tags">
                <span className={states[row.state][1]}>{states[row.state][0]}</span>
                {row.pendingChangeId !== null && <span className="office-tag office-tag-warn">待审核</span>}
              </span>
            ),
          },
        ]}
      />
      <StaffDrawer desk={desk} postingId={openId} onClose={() => setOpen(null)} />
      {dialog === 'new' && <PostingDialog kind="new" onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} />}
    </section>
  );
}
