import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef, Select } from 'antd';
import { useRef, useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import type { MatterListRow } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { SunkTag } from '../../ui/cases/light.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { office, queries } from '../desk.ts';
import { RowsTable } from '../rows-table.tsx';
import { saveFile } from '../workbooks/save-file.ts';
import { MatterDrawer } from './matter-drawer.tsx';
import { MatterImportDialog } from './matter-import-dialog.tsx';
import { StandingTag } from './standing-tag.tsx';

/** The matters as they are in force, found by what is typed, by department, by office and by tag. */
export function MatterListView({ desk }: { readonly desk: OfficeDesk }) {
  const [text, setText] = useState('');
  const [departmentId, setDepartment] = useState<string | null>(null);
  const [organisationId, setOffice] = useState<string | null>(null);
  const [tag, setTag] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const [openCode, setOpen] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const search = useRef<InputRef>(null);
  const exporting = useAction(
    () => office.matters.exportSheet({ template: false }),
    ({ fileName, bytes }) => saveFile(fileName, bytes),
  );
  const mayImport = desk.may.proposeMatters;
  useKeys({
    F3: () => search.current?.focus(),
    F4: mayImport ? () => setImporting(true) : undefined,
  });
  const { data: choices } = useQuery(queries.matters.choices.queryOptions());
  const { data, error } = useQuery({
    ...queries.matters.list.queryOptions({
      input: { text: text.trim(), departmentId, organisationId, tag, page },
    }),
    placeholderData: (before) => before,
  });
  const filtered = text.trim() !== '' || departmentId !== null || organisationId !== null || tag !== null;
  const first = (change: () => void) => {
    change();
    setPage(1);
  };
  const options = (list: readonly { id: string; name: string }[] | undefined) =>
    list?.map(({ id, name }) => ({ value: id, label: name })) ?? [];

  return (
    <>
      <div className="matters-tools">
        <Input
          ref={search}
          allowClear
          value={text}
          maxLength={100}
          placeholder="名称、拼音首字母或编码"
          aria-label="查找事项"
          suffix={<KeyHint>F3</KeyHint>}
          onChange={(event) => first(() => setText(event.target.value))}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            document.querySelector<HTMLElement>('tr[data-row-key]')?.focus();
          }}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={departmentId}
          placeholder="全部部门"
          aria-label="按部门筛选"
          options={options(choices?.departments)}
          onChange={(next: string | undefined) => first(() => setDepartment(next ?? null))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={organisationId}
          placeholder="哪个中心、站可办"
          aria-label="按中心、站筛选"
          options={options(choices?.offices)}
          onChange={(next: string | undefined) => first(() => setOffice(next ?? null))}
        />
        <Select
          allowClear
          showSearch
          value={tag}
          placeholder="标签、情形"
          aria-label="按标签、情形筛选"
          options={choices?.tags.map((each) => ({ value: each, label: each })) ?? []}
          onChange={(next: string | undefined) => first(() => setTag(next ?? null))}
        />
        <span className="matters-gap" />
        <Button loading={exporting.slow} onClick={() => exporting.run()}>
          导出
        </Button>
        {mayImport && (
          <Button type="primary" onClick={() => setImporting(true)}>
            导入
            <KeyHint>F4</KeyHint>
          </Button>
        )}
      </div>
      <Refusal>{exporting.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      <RowsTable<MatterListRow>
        rowKey="code"
        size="middle"
        rows={data?.rows ?? []}
        total={data?.total ?? 0}
        unit="项"
        page={page}
        onPage={setPage}
        empty={{
          title: filtered ? '没有符合的事项' : '还没有事项',
          advice: filtered
            ? '请清除筛选，或换一种说法再找。'
            : mayImport
              ? '按 F4 从表格导入；法制、编办、财政审核后发布。'
              : '部门提出、清单管理单位审核后，就会列在这里。',
        }}
        labelOf={(row) => `${row.name}，${row.departmentName}，按回车查看`}
        onOpen={(row) => setOpen(row.code)}
        columns={[
          {
            title: '事项',
            render: (_, row) => (
              <>
                <strong>{row.name}</strong> {row.sunk && <SunkTag />}
                <div className="office-faint">{row.code}</div>
              </>
            ),
          },
          { title: '实施主体', dataIndex: 'departmentName', width: 250 },
          { title: '收件层级', dataIndex: 'levelsText', width: 130 },
          {
            title: '承诺／法定时限',
            width: 170,
            render: (_, row) => (
              <>
                {row.promisedText}
                <div className="office-faint">{row.statutoryText}</div>
              </>
            ),
          },
          {
            title: '标签',
            width: 150,
            render: (_, row) => (
              <span className="office-tags">
                {row.tags.map((each) => (
                  <span key={each} className="office-tag">
                    {each}
                  </span>
                ))}
              </span>
            ),
          },
          {
            title: '版本',
            width: 210,
            render: (_, row) => (
              <>
                <span className="office-tags">
                  第{row.version}版 <StandingTag standing={row.standing}>{row.standingName}</StandingTag>
                  {row.pendingChangeId !== null && (
                    <span className="office-tag office-tag-warn">调整待审</span>
                  )}
                </span>
                <div className="office-faint">
                  {formatDate(row.effectiveFrom)}起
                  {row.upcomingFrom !== null && `，新版${formatDate(row.upcomingFrom)}起`}
                </div>
              </>
            ),
          },
        ]}
      />
      <MatterDrawer desk={desk} code={openCode} onClose={() => setOpen(null)} />
      {importing && <MatterImportDialog onClose={() => setImporting(false)} />}
    </>
  );
}
