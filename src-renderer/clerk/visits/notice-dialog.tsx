import { AutoComplete, Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { missingReasons } from '#shared/cases/phrases.ts';
import type { Askable } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import './outcome-dialog.css';
import { useKeptForm } from './use-kept-form.ts';

interface Props {
  /** The case that is told of; null for what is being entered. */
  readonly caseId: string | null;
  readonly askable: readonly Askable[];
  readonly onClose: () => void;
}

/** 一次性告知: the complete list of what is missing or not in order, each with why. */
export function NoticeDialog({ open, ...props }: Props & { readonly open: boolean }) {
  useKeysResting(open);
  return (
    <Modal
      open={open}
      title="一次性告知（补正）"
      width={760}
      footer={null}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {open && <NoticeForm {...props} />}
    </Modal>
  );
}

/** The fields are flat texts, so that they can be kept as they are typed: `why-<paper>`, `on-<paper>`. */
type Fields = Record<string, string>;
const noReasons: Fields = {};

function NoticeForm({ caseId, askable, onClose }: Props) {
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(caseId === null ? 'notice' : null, form);
  const give = useAction((fields: Fields) => {
    kept.saved();
    return clerk.cases.giveNotice({
      caseId,
      missing: askable
        .filter((paper) => isListed(paper, fields))
        .map(({ materialId }) => ({ materialId, why: fields[`why-${materialId}`] ?? '' })),
      papersKept: fields.papersKept !== 'no',
      newFacts: fields.newFacts?.trim() || null,
    });
  }, onClose);
  const fields: Fields = Form.useWatch((values: Fields) => values, form) ?? noReasons;
  const toldBefore = askable.some(({ told }) => told);
  const asksForMore = toldBefore && askable.some((paper) => !paper.told && isListed(paper, fields));
  const listed = askable.filter((paper) => isListed(paper, fields)).length;
  const cancel = (): void => {
    kept.givenUp();
    onClose();
  };
  const initial: Fields = Object.fromEntries([
    ['papersKept', 'yes'],
    ['newFacts', ''],
    ...askable.map(({ materialId, missing }) => [`why-${materialId}`, missing ? missingReasons[0] : '']),
  ]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter gives the notice, wherever in it the focus is
    <div
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) form.submit();
      }}
    >
      <Form
        form={form}
        className="outcome-form"
        initialValues={initial}
        onValuesChange={kept.typed}
        onBlur={kept.flush}
        onFinish={(values) => give.run(values)}
        onKeyDown={(event) => {
          // Enter in a field picks a phrase; it must not send the list half filled in.
          if (event.key === 'Enter' && !event.ctrlKey && event.target instanceof HTMLInputElement)
            event.preventDefault();
        }}
        aria-label="一次性告知清单"
      >
        <p>请一次列全需要补正的内容。缺少的必要材料已经列入，不能漏列；已交但不合要求的可以勾上。</p>
        <ul className="outcome-papers">
          {askable.map((paper, index) => {
            const on = isListed(paper, fields);
            return (
              <li key={paper.materialId}>
                <Checkbox
                  checked={on}
                  disabled={paper.missing}
                  onChange={(event) => {
                    form.setFieldValue(`on-${paper.materialId}`, event.target.checked ? 'yes' : '');
                    kept.typed();
                  }}
                >
                  {paper.name}
                </Checkbox>
                <Form.Item
                  name={`why-${paper.materialId}`}
                  noStyle
                  rules={
                    on ? [{ required: true, whitespace: true, message: '请选择或填写要补正的内容。' }] : []
                  }
                >
                  <AutoComplete
                    defaultActiveFirstOption={false}
                    autoFocus={index === askable.findIndex(({ missing }) => missing)}
                    disabled={!on}
                    options={missingReasons.map((value) => ({ value }))}
                    aria-label={`${paper.name}需要补正的内容`}
                    placeholder="需要补正的内容"
                    maxLength={200}
                  />
                </Form.Item>
                {/* Kept with the rest; the box above shows it. */}
                <Form.Item name={`on-${paper.materialId}`} hidden>
                  <Input />
                </Form.Item>
              </li>
            );
          })}
        </ul>
        {asksForMore && (
          <Form.Item
            name="newFacts"
            label="增加内容的原因"
            extra="已经告知过一次。原清单以外的内容，只有出现新情况才能再要求补正，原因会打印在告知书上并记录备查。"
            rules={[{ required: true, whitespace: true, message: '请写明出现了什么新情况。' }]}
          >
            <Input maxLength={500} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="papersKept" label="已交的材料">
          <Radio.Group
            options={[
              { value: 'yes', label: '留在窗口（补正）' },
              { value: 'no', label: '由申请人带回' },
            ]}
          />
        </Form.Item>
        <Refusal>{give.sentence}</Refusal>
        <div className="outcome-actions">
          <span>共{listed}项，告知后打印告知书。</span>
          <Button onClick={cancel}>取消</Button>
          <Button type="primary" loading={give.slow} disabled={listed === 0} onClick={() => form.submit()}>
            告知并打印
            <KeyHint>Ctrl+回车</KeyHint>
          </Button>
        </div>
      </Form>
    </div>
  );
}

/** What is missing is always on the list; anything else once it is ticked. */
const isListed = ({ materialId, missing }: Askable, fields: Fields): boolean =>
  missing || fields[`on-${materialId}`] === 'yes';
