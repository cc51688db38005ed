import { Button, Table } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { InterfaceAct } from '#shared/contracts/interface-log.ts';
import type { InterfaceClientRow } from '#shared/contracts/office-interfaces.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';

type Subscription = InterfaceClientRow['subscriptions'][number];

/** What is to be done about something, and what it is called. */
export interface Steering {
  readonly act: InterfaceAct['act'];
  readonly target: InterfaceAct['target'];
  readonly name: string;
}

const tones: Readonly<Record<InterfaceClientRow['state'], string>> = {
  active: 'office-tag-good',
  paused: 'office-tag-warn',
  ended: '',
};

/** Who connects, with what they may see and what they are told. */
export function ClientsTable({
  clients,
  loading,
  onSteer,
}: {
  readonly clients: readonly InterfaceClientRow[];
  readonly loading: boolean;
  /** Null for whoever only watches. */
  readonly onSteer: ((steering: Steering) => void) | null;
}) {
  return (
    <Table<InterfaceClientRow>
      rowKey="id"
      sticky
      loading={loading}
      dataSource={[...clients]}
      pagination={false}
      locale={{
        emptyText: (
          <EmptyHint title="还没有对接单位">
            <p>由系统管理员在服务器上用 --interface-client 开通，凭据当面交给对方。</p>
          </EmptyHint>
        ),
      }}
      columns={[
        {
          title: '对接单位',
          width: 260,
          render: (_, { name, scopeText, clear, lastCallAt }) => (
            <>
              <strong>{name}</strong>{' '}
              {clear && <span className="office-tag office-tag-warn">个人信息不遮盖</span>}
              <div className="office-faint">{scopeText}</div>
              <div className="office-faint">
                {lastCallAt === null ? '30天内没有调用' : `最近调用 ${formatBeijing(lastCallAt)}`}
              </div>
            </>
          ),
        },
        {
          title: '推送订阅',
          render: (_, client) =>
            client.subscriptions.length === 0 ? (
              <span className="office-faint">没有订阅</span>
            ) : (
              client.subscriptions.map((each) => (
                <SubscriptionLine
                  key={each.id}
                  subscription={each}
                  clientName={client.name}
                  onSteer={onSteer}
                />
              ))
            ),
        },
        {
          title: '状态',
          width: 100,
          render: (_, { state, stateName }) => (
            <span className={`office-tag ${tones[state]}`}>{stateName}</span>
          ),
        },
        ...(onSteer === null
          ? []
          : [
              {
                title: '操作',
                width: 100,
                render: (_: unknown, { id, name, state }: InterfaceClientRow) =>
                  state !== 'ended' && (
                    <PauseButton
                      paused={state === 'paused'}
                      what=""
                      of={name}
                      onPress={(act) => onSteer({ act, target: { kind: 'client', id }, name })}
                    />
                  ),
              },
            ]),
      ]}
    />
  );
}

function SubscriptionLine({
  subscription: { id, url, eventsText, paused, waiting, givenUp },
  clientName,
  onSteer,
}: {
  readonly subscription: Subscription;
  readonly clientName: string;
  readonly onSteer: ((steering: Steering) => void) | null;
}) {
  const target = { kind: 'subscription', id } as const;
  const name = `${clientName}的订阅`;
  return (
    <div className="interface-subscription">
      <div>
        <span className="interface-url">{url}</span>
        <div className="office-tags">
          <span className="office-faint">{eventsText}</span>
          {paused && <span className="office-tag office-tag-warn">已暂停</span>}
          {waiting > 0 && <span className="office-tag">待送 {waiting}</span>}
          {givenUp > 0 && <span className="office-tag office-tag-bad">放弃 {givenUp}</span>}
        </div>
      </div>
      {onSteer !== null && (
        <span className="office-actions">
          {givenUp > 0 && (
            <Button size="small" onClick={() => onSteer({ act: 'redeliver', target, name })}>
              重发放弃的
            </Button>
          )}
          <PauseButton
            paused={paused}
            what="推送"
            of={clientName}
            onPress={(act) => onSteer({ act, target, name })}
          />
        </span>
      )}
    </div>
  );
}

function PauseButton({
  paused,
  what,
  of,
  onPress,
}: {
  readonly paused: boolean;
  /** What rests, where it is not everything. */
  readonly what: string;
  readonly of: string;
  readonly onPress: (act: 'pause' | 'resume') => void;
}) {
  const word = `${paused ? '恢复' : '暂停'}${what}`;
  return (
    <Button
      size="small"
      aria-label={`${word}：${of}`}
      danger={!paused}
      onClick={() => onPress(paused ? 'resume' : 'pause')}
    >
      {word}
    </Button>
  );
}
