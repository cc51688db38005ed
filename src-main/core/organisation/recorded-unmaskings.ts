import type { ContractRouterClient } from '@orpc/contract';
import { formatBeijing } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { UnmaskingRow } from '#shared/contracts/office-unmaskings.ts';
import type { unmaskingsContract } from '#shared/contracts/unmaskings.ts';
import type { Unmasking } from '#shared/sync/unmasking.ts';
import { answerOf, TurnedAway } from '../identity/district-answer.ts';
import type { Store } from '../store/store.ts';
import { namesIn, placesIn } from './machines.ts';

const placeNames: Readonly<Record<Unmasking['place'], string>> = {
  desk: '窗口工作台',
  citizenScreen: '申请人屏',
  department: '部门工作台',
};

interface Page {
  kind: 'done';
  rows: UnmaskingRow[];
  more: boolean;
  alarms: { at: UnmaskingRow['at']; sentence: string }[];
}

/** The district's record of what was shown unmasked, in words. It is asked for each time; nothing of it is kept here. */
export function recordedUnmaskings(
  store: Store,
  district: Pick<ContractRouterClient<typeof unmaskingsContract>, 'unmaskings'>,
) {
  /** Whom or which case a text means: a whole case number, or the people whose number it is or whose name has it. */
  function meant(text: string): { actorIds: string[] | null; caseNumber: string | null } {
    if (text === '') return { actorIds: null, caseNumber: null };
    if (/^\d{25}$/.test(text)) return { actorIds: null, caseNumber: text };
    const people = store.knowledge
      .staff()
      .filter(({ name, staffNumber }) => name.includes(text) || staffNumber === text.toUpperCase());
    const actorIds = [...new Set(people.map(({ personId }) => String(personId)))];
    return { actorIds: actorIds.slice(0, 50), caseNumber: null };
  }

  return async (
    postingId: string,
    { text, before }: { text: string; before: string | null },
  ): Promise<Page | Refused> => {
    try {
      const question = { postingId, before, ...meant(text.trim()) };
      const answer = await answerOf(district.unmaskings(question, { signal: AbortSignal.timeout(4_000) }));
      if (answer.kind === 'refused') return answer;
      const { knowledge } = store;
      const nameOf = namesIn(store);
      const placeOf = placesIn(store);
      const offices = new Map(
        knowledge.staff().map((each) => [String(each.personId), String(each.organisationId)]),
      );
      return {
        kind: 'done',
        more: answer.more,
        rows: answer.rows.map((row) => ({
          ...{ id: row.id, at: row.at, arrivedAt: row.arrivedAt },
          actorName: nameOf(row.actorId),
          actorOffice: knowledge.organisation(offices.get(row.actorId) ?? '')?.name ?? '',
          subject: row.caseNumber ?? (row.kind === 'visit' ? '来访登记' : '办件（区级平台还没有）'),
          placeName: placeNames[row.place],
          machineName: placeOf(row.installationId),
        })),
        alarms: answer.alarms.map(({ installationId, seq, noticedAt }) => ({
          at: noticedAt,
          sentence: `${formatBeijing(noticedAt)}，${placeOf(installationId)}的查阅记录从第 ${seq} 条起与区级平台已有的记录不衔接，可能被改动、删除或还原过，请核查这台设备。`,
        })),
      };
    } catch (error) {
      if (error instanceof TurnedAway) return refused('turnedAway', error.standing.message);
      return refused('outOfReach', '区级平台现在连不上，查阅记录要联网才能查看，请稍后再试。');
    }
  };
}
