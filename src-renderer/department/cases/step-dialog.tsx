import { Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import {
  type SpecialProcedureKind,
  specialProcedureKinds,
  specialProcedures,
} from '#shared/clock/suspension.ts';
import { type CaseProcedures, type ClockStep, clockStepSchema } from '#shared/contracts/case-clock.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { department, useDesk } from '../desk.ts';
import { useClockEffect } from './clock-effect.tsx';

type Procedure = CaseProcedures['procedures'][number];

/** The step whose dialog is open. */
export type OpenStep =
  | { readonly name: 'startProcedure' | 'requestExtension' | 'extendCase' }
  | { readonly name: 'endProcedure' | 'dropProcedure'; readonly procedure: Procedure };

const titles = {
  startProcedure: '启动特别程序',
  endProcedure: '登记特别程序意见',
  dropProcedure: '特别程序未进行',
  requestExtension: '申请延期',
  extendCase: '批准延期',
} as const;
const oks = {
  startProcedure: '确认并告知申请人',
  endProcedure: '确认',
  dropProcedure: '确认',
  requestExtension: '提交负责人批准',
  extendCase: '批准并告知申请人',
} as const;

/** What a step needs, and what it does to the due dates, before it is taken. */
export function StepDialog({
  detail,
  step,
  onClose,
}: {
  readonly detail: CaseDetail;
  readonly step: OpenStep | null;
  readonly onClose: () => void;
}) {
  useKeysResting(step !== null);
  return (
    <Modal
      open={step !== null}
      title={step === null ? '' : titles[step.name]}
      width={620}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {/* A dialog that is opened again while it still closes keeps what is in it. */}
      {step !== null && (
        <StepForm
          key={`${step.name} ${'procedure' in step ? step.procedure.procedureId : ''}`}
          detail={detail}
          step={step}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

type Entries = Record<string, unknown>;

function StepForm({
  detail,
  step,
  onClose,
}: {
  readonly detail: CaseDetail;
  readonly step: OpenStep;
  readonly onClose: () => void;
}) {
  const today = useDesk(({ desk }) => (desk === null ? null : beijingDateOf(desk.now)));
  const [form] = Form.useForm<Entries>();
  const [entries, setEntries] = useState<Entries>(() => beginning(step, today));
  const wanted = stepOf(step, entries);
  const take = useAction(
    (given: ClockStep) => department.cases.takeStep({ caseId: detail.id, step: given, second: null }),
    onClose,
  );
  const { effect, sentence } = useClockEffect(detail.id, wanted);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={entries}
      onValuesChange={(changed: Entries, all: Entries) => {
        const kind = changed.kind as SpecialProcedureKind | undefined;
        if (kind !== undefined) form.setFieldValue('basis', basisOf(kind));
        setEntries(kind === undefined ? all : { ...all, basis: basisOf(kind) });
      }}
      onFinish={() => wanted !== null && take.run(wanted)}
    >
      <Fields step={step} left={detail.extensionLeft} />
      {effect}
      <Refusal>{take.sentence || sentence}</Refusal>
      <div className="step-foot">
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={take.slow}
          disabled={wanted === null || sentence !== ''}
        >
          {oks[step.name]}
        </Button>
      </div>
    </Form>
  );
}

function Fields({ step, left }: { readonly step: OpenStep; readonly left: number | null }) {
  const reason = (label: string, name: string, extra?: string) => (
    <Form.Item name={name} label={label} extra={extra}>
      <Input.TextArea rows={3} maxLength={2000} autoFocus={step.name === 'dropProcedure'} />
    </Form.Item>
  );
  switch (step.name) {
    case 'startProcedure':
      return (
        <>
          <Form.Item name="kind" label="种类">
            <Select autoFocus showSearch optionFilterProp="label" options={kindOptions} />
          </Form.Item>
          <div className="step-days">
            <Form.Item name="first" label="开始日期">
              <Input type="date" />
            </Form.Item>
            <Form.Item name="last" label="结束日期（含当日）">
              <Input type="date" />
            </Form.Item>
          </div>
          <Form.Item name="basis" label="依据">
            <Input maxLength={200} />
          </Form.Item>
          {reason('事由', 'reason', '写入《特别程序告知书》，告知申请人。')}
        </>
      );
    case 'endProcedure':
      return (
        <>
          <Form.Item name="last" label="实际结束日期">
            <Input type="date" />
          </Form.Item>
          <Form.Item name="advice" label="意见结论">
            <Radio.Group
              optionType="button"
              options={[
                { value: 'approve', label: '建议准予' },
                { value: 'reject', label: '建议不予' },
                { value: 'open', label: '未作结论' },
              ]}
            />
          </Form.Item>
          {reason('意见内容', 'opinion', '首席代表按此意见签批；签批与意见不一致的会标出。')}
        </>
      );
    case 'dropProcedure':
      return reason('未进行的原因', 'reason', '原告知的期间不再扣除。');
    case 'requestExtension':
    case 'extendCase':
      return (
        <>
          <p className="department-faint">
            {step.name === 'extendCase'
              ? '由您本人批准，您的姓名和授权文号记入办件和《延期办理决定书》。'
              : '延期须经本机关负责人批准：提交后由有签批授权的人员在自己的电脑上，或在这里当面批准。'}
          </p>
          <Form.Item
            name="days"
            label={`延长工作日${left === null ? '' : `（最多${left}）`}`}
            normalize={(text: string) => (/^\d+$/.test(text) ? Number(text) : text)}
          >
            <Input autoFocus inputMode="numeric" maxLength={3} style={{ width: 160 }} />
          </Form.Item>
          {reason('延期理由', 'reason', '写入《延期办理决定书》，告知申请人。')}
        </>
      );
  }
}

const kindOptions = specialProcedureKinds.map((kind) => ({
  value: kind,
  label: `${specialProcedures[kind].name}（${specialProcedures[kind].stopsClock ? '期间不计时' : '照常计时'}）`,
}));

/** The article that the kind usually rests on; the department may name another. */
const basisOf = (kind: SpecialProcedureKind): string =>
  specialProcedures[kind].stopsClock ? '《行政许可法》第四十五条' : '管政〔2016〕20号';

function beginning(step: OpenStep, today: BeijingDate | null): Entries {
  switch (step.name) {
    case 'startProcedure':
      return { kind: 'hearing', first: today, last: '', basis: basisOf('hearing'), reason: '' };
    case 'endProcedure': {
      const { last } = step.procedure;
      return { last: today !== null && today < last ? today : last, advice: 'approve', opinion: '' };
    }
    case 'dropProcedure':
      return { reason: '' };
    case 'requestExtension':
    case 'extendCase':
      return { days: 5, reason: '' };
  }
}

/** The step as it stands in the form; null while something is missing. */
function stepOf(step: OpenStep, entries: Entries): ClockStep | null {
  const of = 'procedure' in step ? { procedureId: step.procedure.procedureId } : {};
  const parsed = clockStepSchema.safeParse({ name: step.name, ...of, ...entries });
  return parsed.success ? parsed.data : null;
}
