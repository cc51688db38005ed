import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import {
  beijingDateOf,
  beijingDateSchema,
  formatBeijing,
  formatDate,
  type Instant,
} from '#shared/clock/beijing.ts';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import { bookableDays } from '#shared/queue/booking.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { clerk, queries } from '../desk.ts';
import './issue-dialog.css';

interface Fields {
  readonly day: string;
  readonly at: Instant;
  readonly categoryId: string;
  readonly name: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

const words = { booked: '已预约', kept: '已取号', cancelled: '已取消' } as const;

/** Books a time for somebody, and shows who has booked that day. */
export function BookDialog({
  open,
  now,
  categories,
  onClose,
}: {
  readonly open: boolean;
  readonly now: Instant;
  readonly categories: HallQueue['categories'];
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Fields>();
  const today = beijingDateOf(now);
  const day = beijingDateSchema.parse(Form.useWatch('day', form) ?? today);
  const { data: slots } = useQuery({
    ...queries.queue.slots.queryOptions({ input: { day } }),
    enabled: open,
  });
  const { data: bookings = [] } = useQuery({
    ...queries.queue.bookings.queryOptions({ input: { day } }),
    enabled: open,
  });
  const [told, setTold] = useState('');
  // The same until it was answered: pressed again after a lost answer, it is the same booking.
  const [bookingId, setBookingId] = useState<string>(() => uuidv7());
  const book = useAction(
    ({ at, categoryId, name, idNumber = '', phone = '' }: Fields) =>
      clerk.queue.book({ bookingId, at, categoryId, booker: { name, idNumber, phone } }),
    ({ booking }) => {
      setBookingId(uuidv7());
      setTold(
        `预约码 ${booking.code}，${formatBeijing(booking.at)}。请告诉群众：凭预约码或身份证在取号机取号。`,
      );
      form.resetFields(['at', 'name', 'idNumber', 'phone']);
    },
  );
  const cancel = useAction((id: string) => clerk.queue.cancelBooking({ bookingId: id, reason: '' }));
  const close = () => {
    setTold('');
    onClose();
  };
  return (
    <ActDialog<Fields>
      {...{ open, form }}
      onClose={close}
      title="登记预约"
      width={680}
      action={book}
      okText="登记预约"
      leaveText={told === '' ? '取消' : '完成'}
      initialValues={{ day: today }}
    >
      <p className="act-dialog-note">预约有自己的通道，不占现场的号；约满的时段也可以随时来现场取号。</p>
      {told !== '' && (
        <p className="issue-done" role="status">
          {told}
        </p>
      )}
      <div className="act-dialog-pair">
        <Form.Item name="day" label="日期">
          <Select
            options={bookableDays(today).map((value) => ({
              value,
              label: formatDate(beijingDateSchema.parse(value)),
            }))}
          />
        </Form.Item>
        <Form.Item name="at" label="时段" rules={[{ required: true, message: '请选择时段。' }]}>
          <Select
            placeholder={slots?.length === 0 ? '这天不办公，请选其他日期' : '请选择'}
            options={(slots ?? []).map(({ at, free }) => ({
              value: at,
              label: `${timeText(at)}　${at < now ? '已过' : free === 0 ? '已约满' : `还可约${free}人`}`,
              disabled: free === 0 || at < now,
            }))}
          />
        </Form.Item>
        <Form.Item name="categoryId" label="业务" rules={[{ required: true, message: '请选择业务。' }]}>
          <Select
            placeholder="请选择"
            options={categories.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请填写姓名。' }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="idNumber" label="身份证号（可不填，填了可刷证取号）">
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="phone" label="手机号（可不填）">
          <Input maxLength={32} />
        </Form.Item>
      </div>
      {bookings.length > 0 && (
        <ul className="book-list" aria-label="这天的预约">
          {bookings.map(({ id, at, bookerName, categoryName, status, code }) => (
            <li key={id}>
              <span>
                {timeText(at)}　{bookerName}　{categoryName}　{words[status]}
                {status === 'booked' && `　预约码 ${code}`}
              </span>
              {status === 'booked' && (
                <Button size="small" onClick={() => cancel.run(id)}>
                  取消预约
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Refusal>{cancel.sentence}</Refusal>
    </ActDialog>
  );
}
