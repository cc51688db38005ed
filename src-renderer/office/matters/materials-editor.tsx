import { Button, Input, Select } from 'antd';
import { useRef } from 'react';
import type { MaterialCells, MatterSheetNote } from '#shared/contracts/office-matters.ts';
import { materialFormNames } from '#shared/matters/matter.ts';
import { type MaterialFormColumn, materialFormColumns, materialHelp } from '#shared/matters/sheet.ts';

const yesNo = ['是', '否'] as const;
/** Columns with few possible words. */
const choices: Partial<Record<MaterialFormColumn, readonly string[]>> = {
  形式: Object.values(materialFormNames),
  是否必要: yesNo,
  可共享核验: yesNo,
};
const help = new Map<string, string>(materialHelp);

const empty: MaterialCells = {
  材料编号: '',
  材料名称: '',
  出具单位: '',
  要求依据: '',
  形式: materialFormNames.original,
  份数: '1',
  是否必要: '是',
  适用情形: '',
  可共享核验: '否',
  容缺补齐工作日: '',
};

/** The materials of the next version, one after the other, with what stands against each beside it. */
export function MaterialsEditor({
  materials,
  notes,
  onChange,
}: {
  readonly materials: readonly MaterialCells[];
  /** Counted as in the workbook: the first material is row 2. */
  readonly notes: readonly MatterSheetNote[];
  readonly onChange: (materials: readonly MaterialCells[]) => void;
}) {
  const list = useRef<HTMLFieldSetElement>(null);
  const focusOn = (index: number): void => {
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('[data-first]')[index]?.focus());
  };
  return (
    <fieldset ref={list} className="materials-editor">
      <legend>材料（{materials.length}项）</legend>
      {materials.map((cells, index) => (
        <section
          // Rows have no name of their own until they are filled in.
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the list
          key={index}
          aria-label={`第${index + 1}项材料`}
        >
          <header>
            <strong>
              {index + 1}. {cells.材料名称}
            </strong>
            <Button
              size="small"
              disabled={index === 0}
              onClick={() => onChange(moved(materials, index, index - 1))}
            >
              上移
            </Button>
            <Button
              size="small"
              onClick={() => {
                onChange(materials.toSpliced(index, 1));
                focusOn(Math.max(0, index - 1));
              }}
            >
              去掉
            </Button>
          </header>
          <div className="materials-editor-cells">
            {materialFormColumns.map((column, at) => (
              <Cell
                key={column}
                column={column}
                value={cells[column]}
                first={at === 0}
                note={notes.find((each) => each.row === index + 2 && each.column === column)}
                onChange={(value) => onChange(materials.with(index, { ...cells, [column]: value }))}
              />
            ))}
          </div>
        </section>
      ))}
      <Button
        onClick={() => {
          onChange([...materials, empty]);
          focusOn(materials.length);
        }}
      >
        加一份材料
      </Button>
    </fieldset>
  );
}

const moved = (list: readonly MaterialCells[], from: number, to: number): readonly MaterialCells[] => {
  const row = list[from];
  return row === undefined ? list : list.toSpliced(from, 1).toSpliced(to, 0, row);
};

function Cell({
  column,
  value,
  note,
  first,
  onChange,
}: {
  readonly column: MaterialFormColumn;
  readonly value: string;
  readonly note: MatterSheetNote | undefined;
  readonly first: boolean;
  readonly onChange: (value: string) => void;
}) {
  const words = choices[column];
  const common = {
    value,
    'aria-label': column,
    ...(note !== undefined && { status: 'error' as const }),
  };
  return (
    <div className="office-field" title={help.get(column)}>
      <span aria-hidden="true">{column}</span>
      {words !== undefined ? (
        <Select
          {...common}
          options={words.map((word) => ({ value: word, label: word }))}
          onChange={onChange}
        />
      ) : column === '适用情形' ? (
        <Input.TextArea
          {...common}
          autoSize={{ minRows: 1, maxRows: 4 }}
          placeholder="不填就是都要"
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <Input
          {...common}
          {...(first && { 'data-first': true })}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {note !== undefined && <p className="revise-note">{note.message}</p>}
    </div>
  );
}
