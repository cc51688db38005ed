import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import type { InterfaceFailureRow } from '#shared/contracts/office-interfaces.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { office, queries } from '../desk.ts';
import { ReasonDialog } from '../machines/reason-dialog.tsx';
import { ClientsTable, type Steering } from './clients-table.tsx';
import { HoursChart } from './hours-chart.tsx';
import './interfaces.css';

/** What goes on at the district is looked for anew so often. */
const everyMs = 15_000;

/** Who connects to the district, how it goes, and what to do where it does not. */
export function InterfacesPage({ desk }: { readonly desk: OfficeDesk }) {
  const { data, error, isPending, refetch } = useQuery(
    queries.interfaces.overview.queryOptions({ refetchInterval: everyMs }),
  );
  const [pausing, setPausing] = useState<Steering | null>(null);
  const steer = useAction(
    ({ act, target }: Steering, reason: string) => office.interfaces.act({ act, target, reason }),
    () => {
      setPausing(null);
      void refetch();
    },
  );
  const log = data?.kind === 'done' ? data : null;
  const sentence = error !== null ? sentenceOf(error) : data?.kind === 'refused' ? data.refusal.message : '';
  // Pausing keeps somebody from working: it wants a reason. The rest only lets things go on.
  const onSteer = desk.may.steerInterfaces
    ? (steering: Steering) => (steering.act === 'pause' ? setPausing(steering) : steer.run(steering, ''))
    : null;
  return (
    <section className="desk-page" aria-label="对接">
      <header className="desk-page-head">
        <div>
          <h1>对接</h1>
          <p>
            省级平台和部门业务系统的接口：谁在用、每小时多少次、哪里不通、怎么办。每次调用和推送都有记录。
          </p>
        </div>
      </header>
      <Refusal>{sentence || (pausing === null ? steer.sentence : '')}</Refusal>
      {log !== null && (
        <div className="interface-top">
          <HoursChart hours={log.hours} />
          <section aria-label="最近处理">
            <h2>最近处理</h2>
            {log.acts.length === 0 ? (
              <p className="office-faint">还没有暂停、恢复或重发过。</p>
            ) : (
              <ul className="interface-acts">
                {log.acts.map(({ at, sentence: what }) => (
                  <li key={`${at} ${what}`}>
                    <span className="office-faint">{formatBeijing(at)}</span> {what}
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
      <div className="desk-page-body">
        <ClientsTable clients={log?.clients ?? []} loading={isPending} onSteer={onSteer} />
        {log !== null && log.clients.length + log.failures.length > 0 && (
          <section className="interface-failures" aria-label="最近失败">
            <h2>最近失败</h2>
            <FailuresTable
              failures={log.failures}
              onSendAgain={
                onSteer === null
                  ? null
                  : (id) => onSteer({ act: 'redeliver', target: { kind: 'message', id }, name: '' })
              }
            />
          </section>
        )}
      </div>
      {pausing !== null && (
        <ReasonDialog
          title={`暂停：${pausing.name}`}
          okText="确认暂停"
          danger
          busy={steer.busy}
          sentence={steer.sentence}
          onCancel={() => setPausing(null)}
          onDecide={(reason) => steer.run(pausing, reason)}
        >
          <p>暂停后：</p>
          <ul className="consequences">
            {pausing.target.kind === 'client' && <li>对方读取办件和证照会被拒绝，并请对方联系您。</li>}
            <li>推送不再发出，期间的事件都留着，恢复后补送。</li>
          </ul>
        </ReasonDialog>
      )}
    </section>
  );
}

function FailuresTable({
  failures,
  onSendAgain,
}: {
  readonly failures: readonly InterfaceFailureRow[];
  readonly onSendAgain: ((messageId: string) => void) | null;
}) {
  return (
    <Table<InterfaceFailureRow>
      rowKey="id"
      dataSource={[...failures]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{
        emptyText: (
          <EmptyHint title="7天内没有失败">
            <p>调用被拒绝、推送没有送到的，会出现在这里，并说明怎么办。</p>
          </EmptyHint>
        ),
      }}
      columns={[
        {
          title: '时间',
          width: 180,
          render: (_, { at, clientName }) => (
            <>
              {formatBeijing(at)}
              <div className="office-faint">{clientName}</div>
            </>
          ),
        },
        {
          title: '内容',
          width: 380,
          render: (_, { directionName, what, outcome }) => (
            <>
              <span className="office-tag">{directionName}</span> {what}
              <div className="office-faint">{outcome}</div>
            </>
          ),
        },
        {
          title: '怎么办',
          render: (_, { advice, standing }) => (
            <>
              {advice}
              {standing !== '' && <div className="office-faint">{standing}</div>}
            </>
          ),
        },
        ...(onSendAgain === null
          ? []
          : [
              {
                title: '操作',
                width: 90,
                render: (_: unknown, { messageId }: InterfaceFailureRow) =>
                  messageId !== null && (
                    <Button size="small" onClick={() => onSendAgain(messageId)}>
                      重发
                    </Button>
                  ),
              },
            ]),
      ]}
    />
  );
}
