import { Form, Input, InputNumber, Select } from 'antd';
import { useEffect } from 'react';
import { correctableAt } from '#shared/cases/corrections.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import type { ApplicantUnmasked } from '#shared/contracts/views.ts';
import { materialFormNames } from '#shared/matters/matter.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import { tidyNumber } from '../identity/id-number-complaint.ts';
import type { MistakeDialogProps } from './mistake-actions.tsx';

type Person = Pick<ApplicantUnmasked, 'name' | 'idNumber' | 'phone' | 'address'>;
type Papers = Record<string, Pick<CaseDetail['materials'][number], 'formKind' | 'copies'>>;
interface Entries extends Person {
  readonly papers: Papers;
  readonly reason: string;
}
const formOptions = Object.entries(materialFormNames).map(([value, label]) => ({ value, label }));
const papersOf = ({ materials }: CaseDetail): Papers =>
  Object.fromEntries(materials.map(({ materialId, formKind, copies }) => [materialId, { formKind, copies }]));

/** 更正: what was typed or ticked wrongly, as far as it may still be put right. */
export function CorrectDialog({ detail, open, onClose }: MistakeDialogProps) {
  const [form] = Form.useForm<Entries>();
  const may = correctableAt(detail.status);
  const fetchKnown = useAction(
    () => clerk.cases.reveal({ caseId: detail.id }),
    ({ applicant }) => {
      form.setFieldsValue(applicant);
      form.focusField(may[0] ?? 'reason');
    },
  );
  const correct = useAction(({ papers, reason, ...person }: Entries) => {
    const materials = detail.materials.flatMap(({ materialId, formKind, copies }) => {
      const now = papers?.[materialId];
      const changed = now !== undefined && (now.formKind !== formKind || now.copies !== copies);
      return changed ? [{ materialId, form: now.formKind, copies: now.copies }] : [];
    });
    return clerk.mistakes.correct({
      caseId: detail.id,
      corrected: {
        ...person,
        ...(person.idNumber !== undefined && { idNumber: tidyNumber(person.idNumber) }),
        ...(materials.length > 0 && { materials }),
      },
      reason,
    });
  }, onClose);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    if (open) fetchKnown.run();
  }, [open]);
  const identity = may.includes('name');
  return (
    <ActDialog<Entries>
      {...{ open, onClose, form }}
      title="更正"
      width={640}
      okText="保存更正"
      action={correct}
      okDisabled={fetchKnown.busy}
      sentence={fetchKnown.sentence}
      initialValues={{ papers: papersOf(detail) }}
    >
      <p className="act-dialog-note">
        原来的内容会留下记录；群众在屏幕上的确认不再有效，打印更正后的凭证，请申请人核对签名。
        {!identity && '已经签批，姓名和证件号码不能在这里更正。'}
      </p>
      <div className="act-dialog-pair">
        {identity && (
          <>
            <Form.Item
              name="name"
              label="姓名（名称）"
              rules={[{ required: true, whitespace: true, message: '请填写名称。' }]}
            >
              <Input autoComplete="off" maxLength={120} />
            </Form.Item>
            <Form.Item
              name="idNumber"
              label="证件号码"
              rules={[{ required: true, whitespace: true, message: '请填写证件号码。' }]}
            >
              <Input autoComplete="off" maxLength={32} />
            </Form.Item>
          </>
        )}
        <Form.Item name="phone" label="联系电话">
          <Input autoComplete="off" inputMode="tel" maxLength={32} />
        </Form.Item>
        <Form.Item name="address" label="地址">
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
      </div>
      {may.includes('materials') &&
        detail.materials.map(({ materialId, name }) => (
          <div key={materialId} className="correct-paper">
            <span>{name}</span>
            <Form.Item name={['papers', materialId, 'formKind']} noStyle>
              <Select aria-label={`${name}的形式`} options={formOptions} />
            </Form.Item>
            <Form.Item name={['papers', materialId, 'copies']} noStyle>
              <InputNumber aria-label={`${name}的份数`} min={1} max={99} precision={0} suffix="份" />
            </Form.Item>
          </div>
        ))}
      <ReasonItem
        label="更正原因"
        placeholder="例如：录入时看错。不要写姓名和号码"
        phrases={['录入有误。', '申请人提供了新的联系方式。']}
      />
    </ActDialog>
  );
}
