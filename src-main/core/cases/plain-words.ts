import type { CaseFile } from '#shared/cases/case-file.ts';
import { owedPapers } from '#shared/cases/owed.ts';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import type { Store } from '../store/store.ts';

type Words = Pick<Extract<CitizenScreen, { kind: 'taken' }>, 'tone' | 'sentences' | 'toBring'>;

/** What has become of their case, as the citizen reads it on their own screen. */
export function plainWords(store: Store, state: CaseFile): Words {
  const notice = state.notices.at(-1);
  const { nonAcceptance } = state;
  if (state.status === 'supplementing' && notice !== undefined) {
    const left = new Set(state.missing.map(({ materialId }) => materialId));
    return {
      tone: 'bring',
      sentences: [
        '您的申请还需要补齐下面的材料，这是全部内容，不会再要其他材料。',
        notice.papersKept ? '已交的材料由窗口保管，不用再带。' : '已带来的材料请先带回，补齐后一起交来。',
        '备齐后到本中心任一综合窗口交来即可，不用重新申请。',
      ],
      toBring: notice.missing
        .filter(({ materialId }) => left.has(materialId))
        .map(({ name, why }) => ({ name, note: why })),
    };
  }
  if (state.status === 'notAccepted' && nonAcceptance !== null) {
    const { reason, authority } = nonAcceptance;
    return {
      tone: 'refused',
      sentences: [
        `这件事不能在这里受理：${reason}`,
        ...(authority === null ? [] : [`请到${authority}办理。`]),
        '决定已打印给您。如果不同意，可以在60日内申请行政复议，或在6个月内提起行政诉讼。',
      ],
      toBring: [],
    };
  }
  const owed = owedPapers(state, store.knowledge.calendar(), beijingDateOf(store.now())).filter(
    ({ supplied }) => supplied === null,
  );
  return {
    tone: owed.length === 0 ? 'good' : 'bring',
    sentences: owed.length === 0 ? [] : ['已先行受理。下面的材料请在期限前补交，补齐后才能作出准予决定。'],
    toBring: owed.map(({ name, due }) => ({ name, note: `${formatDate(due)}前` })),
  };
}
