import { Checkbox, Form, Radio, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import { type PriorityReason, priorityReasons } from '#shared/queue/ticket-commands.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import './issue-dialog.css';

interface Fields {
  readonly categoryIds: string[];
  readonly lane: 'walkIn' | 'priority' | 'returning';
  readonly priority?: PriorityReason;
  readonly serviceMode: 'counter' | 'lunch' | 'afterHours' | 'homeVisit';
}

/** What was issued last, shown until the next one. */
interface Issued {
  readonly number: string;
  readonly sentence: string;
}

/** Takes a ticket for somebody who cannot, or need not, use the kiosk. */
export function IssueDialog({
  open,
  categories,
  onClose,
}: {
  readonly open: boolean;
  readonly categories: HallQueue['categories'];
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Fields>();
  const lane = Form.useWatch('lane', form);
  const [issued, setIssued] = useState<Issued | null>(null);
  // The same until it was answered: pressed again after a lost answer, it is the same ticket.
  const [ticketId, setTicketId] = useState<string>(() => uuidv7());
  const issue = useAction(
    ({ categoryIds, lane: way, priority, serviceMode }: Fields) =>
      clerk.queue.issue({
        ...{ ticketId, categoryIds, lane: way, serviceMode },
        priority: way === 'priority' ? (priority ?? null) : null,
      }),
    ({ ticket }) => {
      setTicketId(uuidv7());
      const ahead = ticket.ahead === 0 ? '前面没有人等候。' : `前面还有${ticket.ahead}人。`;
      setIssued({ number: ticket.number, sentence: `${ahead}${ticket.remark}` });
      form.resetFields();
    },
  );
  const close = () => {
    setIssued(null);
    onClose();
  };
  return (
    <ActDialog<Fields>
      {...{ open, form }}
      onClose={close}
      title="替群众取号"
      action={issue}
      okText="取号并打印"
      leaveText={issued === null ? '取消' : '完成'}
      initialValues={{ categoryIds: [], lane: 'walkIn', serviceMode: 'counter' }}
    >
      {issued !== null && (
        <p className="issue-done" role="status">
          <strong>{issued.number}</strong> {issued.sentence}
        </p>
      )}
      <Form.Item
        name="categoryIds"
        label="业务（可多选，一张号票）"
        rules={[{ required: true, message: '请选择要办理的业务。' }]}
      >
        <Checkbox.Group options={categories.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="lane" label="通道">
        <Radio.Group
          options={[
            { value: 'walkIn', label: '现场' },
            { value: 'priority', label: '优先' },
            { value: 'returning', label: '补正返回' },
          ]}
        />
      </Form.Item>
      {lane === 'priority' && (
        <Form.Item
          name="priority"
          label="优先原因"
          rules={[{ required: true, message: '请选择优先的原因。' }]}
        >
          <Select
            placeholder="请选择"
            options={Object.entries(priorityReasons).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
      )}
      <Form.Item name="serviceMode" label="服务方式">
        <Radio.Group
          options={[
            { value: 'counter', label: '窗口' },
            { value: 'lunch', label: '午间不间断' },
            { value: 'afterHours', label: '延时' },
            { value: 'homeVisit', label: '上门' },
          ]}
        />
      </Form.Item>
    </ActDialog>
  );
}
