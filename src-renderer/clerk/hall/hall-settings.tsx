import { Button, Form, Input, InputNumber, Select, TimePicker } from 'antd';
import { useState } from 'react';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import { type Lane, type LaneWeights, lanes } from '#shared/queue/fair-order.ts';
import { type RosterEntry, rosterKinds } from '#shared/queue/hall-day.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

/** What whoever runs the hall can set: categories, weights, the notice, and the roster. */
export function HallSettings({ hall }: { readonly hall: HallQueue }) {
  return (
    <div className="hall-settings">
      <Categories categories={hall.categories} />
      <Weights weights={hall.weights} />
      <Notice notice={hall.notice} />
      <Roster roster={hall.roster} counters={hall.counters} />
    </div>
  );
}

function Categories({ categories }: { readonly categories: HallQueue['categories'] }) {
  const [closing, setClosing] = useState<{ id: string; name: string } | null>(null);
  const close = useAction(
    ({ reason }: { reason: string }) =>
      clerk.queue.arrange({
        name: 'closeCategory',
        args: { category: closing ?? { id: '', name: '' }, reason: endWithStop(reason) },
      }),
    () => setClosing(null),
  );
  const open = useAction((category: { id: string; name: string }) =>
    clerk.queue.arrange({ name: 'openCategory', args: { category } }),
  );
  return (
    <section>
      <h3>取号类别</h3>
      <p className="hall-note">关闭后取号机上注明原因，来的人仍可取号，由咨询台安排，不会被拒绝。</p>
      <ul className="hall-categories">
        {categories.map(({ id, name, prefix, waiting, closedReason }) => (
          <li key={id}>
            <strong>
              {prefix} {name}
            </strong>
            <span>{closedReason === null ? `开放，等候${waiting}人` : `已关闭：${closedReason}`}</span>
            {closedReason === null ? (
              <Button size="small" onClick={() => setClosing({ id, name })}>
                关闭
              </Button>
            ) : (
              <Button size="small" type="primary" loading={open.slow} onClick={() => open.run({ id, name })}>
                开放
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Refusal>{open.sentence}</Refusal>
      <ActDialog<{ reason: string }>
        open={closing !== null}
        onClose={() => setClosing(null)}
        title={`关闭“${closing?.name ?? ''}”`}
        action={close}
        okText="关闭"
        initialValues={{ reason: '' }}
      >
        <ReasonItem label="原因" phrases={['系统升级，下午恢复。', '设备检修，一小时后恢复。']} autoFocus />
      </ActDialog>
    </section>
  );
}

const endWithStop = (text: string): string => (/[。！]$/.test(text) ? text : `${text}。`);

type WeightFields = LaneWeights & { readonly reason: string };

function Weights({ weights }: { readonly weights: LaneWeights }) {
  const set = useAction(({ reason, ...given }: WeightFields) =>
    clerk.queue.arrange({ name: 'setLaneWeights', args: { weights: given, reason } }),
  );
  return (
    <section>
      <h3>叫号权重</h3>
      <p className="hall-note">等一分钟算几分钟。数越大，这个通道的人等得越短；每个通道都会轮到。</p>
      <Form<WeightFields>
        key={JSON.stringify(weights)}
        layout="inline"
        initialValues={{ ...weights, reason: '' }}
        onFinish={set.run}
      >
        {(Object.keys(lanes) as Lane[]).map((lane) => (
          <Form.Item key={lane} name={lane} label={lanes[lane]} rules={[{ required: true }]}>
            <InputNumber min={1} max={20} step={0.5} style={{ width: 76 }} />
          </Form.Item>
        ))}
        <Form.Item
          name="reason"
          label="原因"
          rules={[{ required: true, whitespace: true, message: '请写明原因。' }]}
        >
          <Input maxLength={120} style={{ width: 200 }} placeholder="如：今天老年人多" />
        </Form.Item>
        <Button htmlType="submit" loading={set.slow}>
          保存权重
        </Button>
      </Form>
      <Refusal>{set.sentence}</Refusal>
    </section>
  );
}

function Notice({ notice }: { readonly notice: string }) {
  const set = useAction(({ text }: { text?: string }) =>
    clerk.queue.arrange({ name: 'setNotice', args: { text: text ?? '' } }),
  );
  return (
    <section>
      <h3>大厅公告</h3>
      <p className="hall-note">显示在叫号大屏和取号机上；清空后保存即撤下。</p>
      <Form<{ text?: string }>
        key={notice}
        layout="inline"
        initialValues={{ text: notice }}
        onFinish={set.run}
      >
        <Form.Item name="text">
          <Input maxLength={120} allowClear style={{ width: 520 }} aria-label="公告内容" />
        </Form.Item>
        <Button htmlType="submit" loading={set.slow}>
          保存公告
        </Button>
      </Form>
      <Refusal>{set.sentence}</Refusal>
    </section>
  );
}

interface RosterFields {
  readonly counterId: string;
  readonly kind: RosterEntry['kind'];
  readonly times: readonly { format(pattern: string): string }[];
  readonly personName: string;
}

function Roster({
  roster,
  counters,
}: {
  readonly roster: readonly RosterEntry[];
  readonly counters: HallQueue['counters'];
}) {
  const [form] = Form.useForm<RosterFields>();
  const set = useAction(
    (next: readonly RosterEntry[]) => clerk.queue.arrange({ name: 'setRoster', args: { roster: [...next] } }),
    () => form.resetFields(),
  );
  const add = ({ counterId, kind, times, personName }: RosterFields) => {
    const counter = counters.find(({ id }) => id === counterId);
    const [from, to] = times;
    if (counter === undefined || from === undefined || to === undefined) return;
    const entry = {
      counter: { id: counter.id, name: counter.name },
      ...{ kind, personName, from: from.format('HH:mm'), to: to.format('HH:mm') },
    };
    set.run([...roster, entry]);
  };
  return (
    <section>
      <h3>午间值守和延时服务</h3>
      <ul className="hall-categories">
        {roster.map((entry, index) => (
          <li key={`${entry.counter.id} ${entry.kind} ${entry.from}`}>
            <strong>{entry.counter.name}</strong>
            <span>
              {rosterKinds[entry.kind]}　{entry.from}–{entry.to}　{entry.personName}
            </span>
            <Button size="small" onClick={() => set.run(roster.filter((_, at) => at !== index))}>
              移除
            </Button>
          </li>
        ))}
      </ul>
      <Form<RosterFields> form={form} layout="inline" initialValues={{ kind: 'lunch' }} onFinish={add}>
        <Form.Item name="counterId" rules={[{ required: true, message: '请选择窗口。' }]}>
          <Select
            style={{ width: 150 }}
            placeholder="窗口"
            options={counters.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="kind">
          <Select
            style={{ width: 120 }}
            options={Object.entries(rosterKinds).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="times" rules={[{ required: true, message: '请选择时间。' }]}>
          <TimePicker.RangePicker format="HH:mm" minuteStep={5} needConfirm={false} />
        </Form.Item>
        <Form.Item
          name="personName"
          rules={[{ required: true, whitespace: true, message: '请填写值守人员。' }]}
        >
          <Input maxLength={40} style={{ width: 120 }} placeholder="值守人员" />
        </Form.Item>
        <Button htmlType="submit" loading={set.slow}>
          排班
        </Button>
      </Form>
      <Refusal>{set.sentence}</Refusal>
    </section>
  );
}
