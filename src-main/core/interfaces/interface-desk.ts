import type { ContractRouterClient } from '@orpc/contract';
import { formatBeijing } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { InterfaceAct, InterfaceHour, interfaceLogContract } from '#shared/contracts/interface-log.ts';
import { type InterfaceOperation, interfaceOperationNames } from '#shared/contracts/interfaces.ts';
import type { InterfaceClientRow, InterfaceFailureRow } from '#shared/contracts/office-interfaces.ts';
import { callAdvice, transferAdvice } from '#shared/interfaces/advice.ts';
import { type NewsKind, newsKindNames } from '#shared/interfaces/news.ts';
import { answerOf, TurnedAway } from '../identity/district-answer.ts';
import type { Store } from '../store/store.ts';

type District = Pick<ContractRouterClient<typeof interfaceLogContract>, 'interfaceLog' | 'steerInterface'>;
type Log = Extract<Awaited<ReturnType<District['interfaceLog']>>, { kind: 'done' }>;
type Failure = Log['failures'][number];
interface Overview {
  kind: 'done';
  clients: InterfaceClientRow[];
  failures: InterfaceFailureRow[];
  hours: InterfaceHour[];
  acts: { at: Log['acts'][number]['at']; sentence: string }[];
}

const stateNames = { active: '正常', paused: '已暂停', ended: '已撤销' } as const;
const actNames: Readonly<Record<InterfaceAct['act'], string>> = {
  pause: '暂停',
  resume: '恢复',
  redeliver: '重发',
};

/** The district's interface log in words, and what is done about it. Asked for each time; nothing of it is kept here. */
export function interfaceDesk(store: Store, district: District) {
  async function asked<Answer>(answer: Promise<Answer>): Promise<Answer | Refused> {
    try {
      return await answerOf(answer);
    } catch (error) {
      if (error instanceof TurnedAway) return refused('turnedAway', error.standing.message);
      return refused('outOfReach', '区级平台现在连不上，接口日志要联网才能查看和处理，请稍后再试。');
    }
  }
  const soon = () => ({ signal: AbortSignal.timeout(4_000) });

  async function overview(postingId: string): Promise<Overview | Refused> {
    const log = await asked(district.interfaceLog({ postingId }, soon()));
    if (log.kind === 'refused') return log;
    const nameOf = new Map(log.clients.map(({ id, name }) => [id, name]));
    const ofSubscription = new Map(log.subscriptions.map(({ id, clientId }) => [id, clientId]));
    return {
      kind: 'done',
      hours: log.hours,
      clients: log.clients.map((client) => ({
        ...{ id: client.id, name: client.name, clear: client.clear, state: client.state },
        ...{ since: client.since, lastCallAt: client.lastCallAt, stateName: stateNames[client.state] },
        scopeText: `${departmentsText(client.departments)}，${mattersText(client.matters)}`,
        subscriptions: log.subscriptions
          .filter(({ clientId }) => clientId === client.id)
          .map(({ id, url, events, paused, waiting, givenUp }) => ({
            ...{ id, url, paused, waiting, givenUp },
            eventsText: events.map((kind) => newsKindNames[kind]).join('、'),
          })),
      })),
      failures: log.failures.map((failure) =>
        rowOf(failure, nameOf.get(failure.clientId ?? '') ?? '不明来源'),
      ),
      acts: log.acts.map(({ at, by, act, target, reason }) => ({
        at,
        sentence: `${personOf(by)}${actNames[act]}了${nameOf.get(target) ?? subscriptionName(target)}${reason === '' ? '' : `：${reason}`}`,
      })),
    };

    function subscriptionName(target: string): string {
      const client = nameOf.get(ofSubscription.get(target) ?? '');
      return client === undefined ? '一条推送' : `${client}的订阅`;
    }
  }

  const personOf = (postingId: string): string =>
    store.knowledge.staff().find((each) => String(each.postingId) === postingId)?.name ?? '';
  const departmentsText = (ids: string[] | null): string =>
    ids === null ? '全部部门' : ids.map((id) => store.knowledge.organisation(id)?.name ?? id).join('、');

  return {
    overview,
    act: (postingId: string, act: InterfaceAct) =>
      asked(district.steerInterface({ ...act, postingId }, soon())),
  };
}

const mattersText = (codes: string[] | null): string =>
  codes === null ? '全部事项' : `${codes.length}个事项`;

function rowOf(failure: Failure, clientName: string): InterfaceFailureRow {
  const { direction, id, at, what, subject, status, fault, ms, message } = failure;
  const took = ms === null ? '' : `，用时${ms < 1_000 ? `${ms}毫秒` : `${(ms / 1_000).toFixed(1)}秒`}`;
  const name =
    direction === 'in'
      ? (interfaceOperationNames[what as InterfaceOperation] ?? what)
      : (newsKindNames[what as NewsKind] ?? what);
  return {
    ...{ id: `${direction} ${id}`, at, clientName },
    directionName: direction === 'in' ? '调用' : '推送',
    what: subject === null ? name : `${name} ${subject}`,
    outcome:
      (status === null ? '没有答复' : `${direction === 'in' ? '答' : '对方答'}${status}`) +
      took +
      (message === null ? '' : `，已试${message.tries}次`),
    advice: direction === 'in' ? callAdvice(status ?? 500) : transferAdvice(fault, status),
    standing: message === null ? '' : standingOf(message),
    messageId: message !== null && ['waiting', 'givenUp'].includes(message.state) ? message.id : null,
  };
}

function standingOf({ state, nextAt, paused }: NonNullable<Failure['message']>): string {
  switch (state) {
    case 'waiting':
      return paused ? '暂停中，恢复后再发' : `${formatBeijing(nextAt)}再发`;
    case 'delivered':
      return '后来送到了';
    case 'givenUp':
      return '72小时没有送到，已放弃';
    case 'dropped':
      return '对方已退订';
  }
}
