import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { epochOf, type Instant } from '#shared/clock/beijing.ts';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import { type Lane, lanes } from '#shared/queue/fair-order.ts';
import { type PriorityReason, priorityReasons } from '#shared/queue/ticket-commands.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { clerk } from '../desk.ts';
import { MissedTickets } from '../queue/missed-tickets.tsx';

const states = { free: '空闲', calling: '正在叫号', serving: '正在办理', paused: '暂停' } as const;

/** Seconds as people read them: 4分05秒. */
export function durationText(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest}秒` : `${minutes}分${String(rest).padStart(2, '0')}秒`;
}

/** The hall as it is now: lanes, counters, and everybody who waits, in the order in which they are called. */
export function HallNow({
  hall,
  now,
  runsHall,
}: {
  readonly hall: HallQueue;
  readonly now: Instant;
  readonly runsHall: boolean;
}) {
  const [first, setFirst] = useState<TicketRow | null>(null);
  const putFirst = useAction(
    ({ reason }: { reason: string }) => clerk.queue.putFirst({ ticketId: first?.id ?? '', reason }),
    () => setFirst(null),
  );
  const changeLane = useAction((ticketId: string, priority: PriorityReason) =>
    clerk.queue.changeLane({ ticketId, lane: 'priority', priority }),
  );
  const waited = ({ issuedAt }: TicketRow) =>
    Math.max(0, Math.round((epochOf(now) - epochOf(issuedAt)) / 1_000));
  const inLane = (lane: Lane) => hall.waiting.filter((each) => each.lane === lane);
  return (
    <div className="hall-now">
      <ul className="hall-lanes" aria-label="通道">
        {(Object.keys(lanes) as Lane[]).map((lane) => {
          const list = inLane(lane);
          return (
            <li key={lane}>
              <span>{lanes[lane]}</span>
              <strong>{list.length}</strong>
              <em>
                {list.length === 0 ? '没有人等候' : `最长 ${durationText(Math.max(...list.map(waited)))}`}
              </em>
            </li>
          );
        })}
        <li>
          <span>过号</span>
          <strong>{hall.missed.length}</strong>
          <em>挂起 {hall.parked.length}</em>
        </li>
      </ul>
      <ul className="hall-counters" aria-label="窗口">
        {hall.counters.map(({ id, name, state, ticketNumber, pausedFor, pausedSince }) => (
          <li key={id} className={`hall-counter-${state}`}>
            <strong>{name}</strong>
            <span>
              {pausedFor === null
                ? states[state]
                : `${pausedFor}${pausedSince === null ? '' : ` ${timeText(pausedSince)}起`}`}
            </span>
            <b>{ticketNumber ?? '—'}</b>
          </li>
        ))}
      </ul>
      <Table<TicketRow>
        size="small"
        rowKey="id"
        dataSource={[...hall.waiting]}
        pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '现在没有人等候' }}
        columns={[
          { title: '顺序', width: 60, render: (_, __, index) => index + 1 },
          { title: '号码', dataIndex: 'number', width: 90 },
          { title: '业务', render: (_, row) => [row.categoryName, ...row.also].join('、') },
          { title: '通道', render: (_, row) => row.laneText || lanes.walkIn },
          { title: '已等候', width: 110, render: (_, row) => durationText(waited(row)) },
          { title: '指定窗口', width: 130, render: (_, row) => row.waitsFor ?? '' },
          {
            title: '',
            width: 220,
            render: (_, row) => (
              <span className="hall-row-acts">
                {runsHall && (
                  <Button size="small" onClick={() => setFirst(row)}>
                    提前叫号
                  </Button>
                )}
                {row.lane === 'walkIn' && (
                  <Select<PriorityReason>
                    size="small"
                    value={null}
                    placeholder="改为优先"
                    aria-label={`${row.number}号改为优先`}
                    popupMatchSelectWidth={false}
                    options={Object.entries(priorityReasons).map(([value, label]) => ({
                      value: value as PriorityReason,
                      label,
                    }))}
                    onChange={(reason) => changeLane.run(row.id, reason)}
                  />
                )}
              </span>
            ),
          },
        ]}
      />
      <Refusal>{changeLane.sentence}</Refusal>
      <MissedTickets tickets={hall.missed} />
      <ActDialog<{ reason: string }>
        open={first !== null}
        onClose={() => setFirst(null)}
        title={`提前叫${first?.number ?? ''}号`}
        action={putFirst}
        okText="提前叫号"
        initialValues={{ reason: '' }}
      >
        <p className="act-dialog-note">下一个就叫这个号。原因会记录在号票上，可以查到是谁提前的。</p>
        <ReasonItem
          label="原因"
          phrases={['身体不适', '孕产妇', '带婴幼儿', '现役军人', '等候过久']}
          autoFocus
        />
      </ActDialog>
    </div>
  );
}
