import { useQuery } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useEffect } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { clerk, queries } from '../desk.ts';
import type { MistakeDialogProps } from './mistake-actions.tsx';

interface Merge {
  readonly into: string;
  readonly reason: string;
}

/** 并案: the case goes on under another number of the same applicant and matter. */
export function MergeDialog({ detail, open, onClose }: MistakeDialogProps) {
  const { data: choices, error } = useQuery({
    ...queries.mistakes.mergeChoices.queryOptions({ input: { caseId: detail.id } }),
    enabled: open,
  });
  const merge = useAction((given: Merge) => clerk.mistakes.merge({ caseId: detail.id, ...given }), onClose);
  const [form] = Form.useForm<Merge>();
  const likely = choices?.[0]?.id;
  useEffect(() => {
    if (likely !== undefined) form.setFieldsValue({ into: likely });
  }, [form, likely]);
  const none = choices !== undefined && choices.length === 0;
  return (
    <ActDialog<Merge>
      {...{ open, onClose, form }}
      title="并入另一办件"
      okText="并案"
      action={merge}
      okDisabled={none || choices === undefined}
      sentence={error === null ? '' : sentenceOf(error)}
      initialValues={{ reason: '同一申请重复收件。' }}
    >
      {none ? (
        <p className="act-dialog-note">
          没有同一申请人、同一事项的在办办件可以并入。信息录错的请先更正；确实收错的请申请作废。
        </p>
      ) : (
        <>
          <p className="act-dialog-note">
            本办件编号不再使用，以选定的办件继续办理；打印并案告知，收回原收件凭证。
          </p>
          <Form.Item name="into" label="并入" rules={[{ required: true, message: '请选择要并入的办件。' }]}>
            <Radio.Group
              className="merge-choices"
              options={(choices ?? []).map((row, index) => ({
                value: row.id,
                autoFocus: index === 0,
                label: (
                  <>
                    <CaseNumber number={row.caseNumber} />　{row.statusName}　{formatBeijing(row.receivedAt)}
                  </>
                ),
              }))}
            />
          </Form.Item>
          <ReasonItem label="原因" />
        </>
      )}
    </ActDialog>
  );
}
