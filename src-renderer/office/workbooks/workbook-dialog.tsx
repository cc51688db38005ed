import { Button, Modal, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { ReasonField } from '../fields.tsx';
import { readFile, saveFile } from './save-file.ts';
import { type SheetNote, SheetNotes } from './sheet-notes.tsx';

/** What is known of an import so far, and what came of it. */
interface WorkbookReport {
  readonly state: 'checking' | 'done' | 'refused';
  readonly checked: number;
  readonly total: number;
  readonly faults: readonly SheetNote[];
  readonly warnings?: readonly SheetNote[];
  readonly sentence: string;
}

/** Takes in a workbook: every fault is shown by its place in it, and then nothing was taken in. */
export function WorkbookDialog({
  title,
  advice,
  example,
  most,
  width,
  report,
  importSheet,
  template: giveTemplate,
  onClose,
}: {
  readonly title: string;
  /** What to know before one is chosen. */
  readonly advice: string;
  /** A reason as it might be given. */
  readonly example: string;
  /** The largest workbook that is taken, in bytes, and what is said of a larger one. */
  readonly most: { readonly bytes: number; readonly complaint: string };
  readonly width: number;
  readonly report: WorkbookReport | null;
  readonly importSheet: (file: {
    name: string;
    bytes: string;
    reason: string;
  }) => Promise<{ kind: 'done' } | Refused>;
  readonly template: () => Promise<{ kind: 'done'; fileName: string; bytes: string } | Refused>;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const chooser = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [complaint, setComplaint] = useState('');
  const [begun, setBegun] = useState(false);
  const importing = useAction(
    async (chosen: File) =>
      importSheet({ name: chosen.name, bytes: await readFile(chosen), reason: reason.trim() }),
    () => setBegun(true),
  );
  const template = useAction(giveTemplate, ({ fileName, bytes }) => saveFile(fileName, bytes));
  const start = (): void => {
    if (file === null) setComplaint('请先选择要导入的表格。');
    else if (file.size > most.bytes) setComplaint(most.complaint);
    else if (reason.trim() === '') setComplaint('请写明理由，审核人会看到。');
    else importing.run(file);
  };
  const checking = begun && report?.state === 'checking';
  const done = begun && report?.state === 'done';
  return (
    <Modal
      open
      closable={false}
      style={{ top: 36 }}
      {...{ width, title }}
      onCancel={onClose}
      footer={
        <>
          <Button loading={template.slow} onClick={() => template.run()}>
            下载模板
          </Button>
          {!done && <Button onClick={onClose}>取消</Button>}
          {done ? (
            <Button type="primary" autoFocus onClick={onClose}>
              完成
            </Button>
          ) : (
            <Button type="primary" loading={importing.busy || checking} onClick={start}>
              开始导入
            </Button>
          )}
        </>
      }
    >
      <div className="office-form">
        <p className="office-faint">{advice}</p>
        {!done && (
          <>
            <div className="office-actions">
              <Button autoFocus onClick={() => chooser.current?.click()}>
                选择表格
              </Button>
              <span>{file === null ? '还没有选择（.xlsx）' : file.name}</span>
              <input
                ref={chooser}
                type="file"
                accept=".xlsx"
                aria-label="要导入的表格"
                hidden
                onChange={({ target }) => {
                  setFile(target.files?.[0] ?? null);
                  setBegun(false);
                  setComplaint('');
                  // The same file, mended, is chosen again.
                  target.value = '';
                }}
              />
            </div>
            <ReasonField
              label="理由*"
              value={reason}
              placeholder={`例如：${example}`}
              onChange={(value) => {
                setReason(value);
                setComplaint('');
              }}
            />
          </>
        )}
        <Refusal>{complaint || importing.sentence || template.sentence}</Refusal>
        {begun && report !== null && <Report report={report} />}
      </div>
    </Modal>
  );
}

function Report({ report }: { readonly report: WorkbookReport }) {
  const { state, checked, total, faults, warnings = [], sentence } = report;
  if (state === 'checking') {
    return (
      <div role="status">
        <Progress percent={total === 0 ? 0 : Math.round((checked / total) * 100)} status="active" />
        {total === 0 ? '正在打开表格…' : `正在检查，已看${checked}行，共${total}行`}
      </div>
    );
  }
  return (
    <>
      {state === 'refused' ? <Refusal>{sentence}</Refusal> : <p className="import-done">{sentence}</p>}
      {faults.length > 0 && <SheetNotes label="需要更正" notes={faults} />}
      {warnings.length > 0 && <SheetNotes label="提醒（不影响导入，审核人会看到）" notes={warnings} />}
    </>
  );
}
