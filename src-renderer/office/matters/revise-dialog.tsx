import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import type {
  MaterialCells,
  MatterCells,
  MatterSheetNote,
  OfficeMatter,
} from '#shared/contracts/office-matters.ts';
import { type MatterColumn, materialSheetName, matterColumns, matterHelp } from '#shared/matters/sheet.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office, queries } from '../desk.ts';
import { ReasonField } from '../fields.tsx';
import { MaterialsEditor } from './materials-editor.tsx';

/** What is not changed here: the code names the matter. */
const fixed: ReadonlySet<MatterColumn> = new Set(['实施编码']);
/** Columns that hold several lines. */
const long: ReadonlySet<MatterColumn> = new Set([
  '别名',
  '下沉单位',
  '办理依据',
  '办理条件',
  '办理程序',
  '收费标准',
  '标签',
  '办理情形',
  '裁量阶次',
]);
const help = new Map(matterHelp);

/** The next version of a matter, field by field, with what stands against it beside each field. */
export function ReviseDialog({
  matter,
  onClose,
}: {
  readonly matter: OfficeMatter;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const [cells, setCells] = useState<MatterCells>({ ...matter.cells, 生效日期: '' });
  const [materials, setMaterials] = useState<readonly MaterialCells[]>(matter.materialCells);
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState('');
  const version = useMemo(() => ({ cells, materials: [...materials] }), [cells, materials]);
  const checked = useDeferredValue(version);
  const { data: notes = [] } = useQuery({
    ...queries.matters.check.queryOptions({ input: checked }),
    placeholderData: (before) => before,
  });
  const propose = useAction(() => office.matters.propose({ ...version, reason: reason.trim() }), onClose);
  const start = (): void => {
    if (reason.trim() === '') setComplaint('请写明理由，审核人会看到。');
    else propose.run();
  };
  const ofMaterials = notes.filter(({ sheet }) => sheet === materialSheetName);
  const ofMatter = notes.filter(({ sheet }) => sheet !== materialSheetName);
  const general = ofMatter.filter(({ column }) => !shown.includes(column as MatterColumn));
  return (
    <Modal
      open
      style={{ top: 24 }}
      width={1080}
      title={`提出新版本：${matter.row.name}`}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={propose.slow} onClick={start}>
            提交报审
          </Button>
        </>
      }
    >
      <div className="office-form">
        <div className="revise-fields">
          {shown.map((column, index) => (
            <Field
              key={column}
              column={column}
              value={cells[column]}
              autoFocus={index === 0}
              note={ofMatter.find((each) => each.column === column)}
              onChange={(value) => {
                setCells({ ...cells, [column]: value });
                propose.clear();
              }}
            />
          ))}
          <MaterialsEditor
            materials={materials}
            notes={ofMaterials}
            onChange={(next) => {
              setMaterials(next);
              propose.clear();
            }}
          />
        </div>
        {general.map(({ message }) => (
          <p key={message} className="revise-note">
            {message}
          </p>
        ))}
        <ReasonField
          label="理由*"
          value={reason}
          placeholder="例如：按省政务服务事项清单调整"
          onChange={(value) => {
            setReason(value);
            setComplaint('');
          }}
        />
        <Refusal>{complaint || propose.sentence}</Refusal>
      </div>
    </Modal>
  );
}

/** The day from which it counts is what nobody may forget. */
const shown: readonly MatterColumn[] = [
  '生效日期',
  ...matterColumns.filter((column) => !fixed.has(column) && column !== '生效日期'),
];

function Field({
  column,
  value,
  note,
  autoFocus,
  onChange,
}: {
  readonly column: MatterColumn;
  readonly value: string;
  readonly note: MatterSheetNote | undefined;
  readonly autoFocus: boolean;
  readonly onChange: (value: string) => void;
}) {
  const common = {
    value,
    autoFocus,
    'aria-label': column,
    placeholder: help.get(column) ?? '',
    ...(note !== undefined && { status: 'error' as const }),
  };
  return (
    <div className={long.has(column) ? 'office-field revise-long' : 'office-field'}>
      <span aria-hidden="true">{column}</span>
      {long.has(column) ? (
        <Input.TextArea
          {...common}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <Input {...common} onChange={({ target }) => onChange(target.value)} />
      )}
      {note !== undefined && <p className="revise-note">{note.message}</p>}
    </div>
  );
}
