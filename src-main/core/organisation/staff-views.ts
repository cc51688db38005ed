import { type BeijingDate, beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { StaffChangeRow, StaffRow } from '#shared/contracts/office.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { grantText } from '#shared/organisation/signing-grant.ts';
import { isActivePosting, roleNames, type StaffPosting } from '#shared/organisation/staff.ts';
import { notTheirsToReview, type StaffChange } from '#shared/organisation/staff-change.ts';
import { type StaffRegister, staffFindings } from '#shared/organisation/staff-rules.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

/** What the views of one answer have in common: the register as it is held, the day, and who asks. */
export interface Reading {
  register: StaffRegister;
  today: BeijingDate;
  actor: Actor;
  /** The change that waits for review, by posting. */
  waiting: ReadonlyMap<string, string>;
  nameOf(personId: string): string;
  placeName(organisationId: string | null): string;
}

export function readingOf(store: Store, actor: Actor): Reading {
  const { organisations, postings } = store.knowledge.facts();
  const names = new Map(postings.map(({ personId, name }) => [String(personId), name]));
  const places = new Map(organisations.map(({ id, name }) => [String(id), name]));
  return {
    register: { postings, organisations },
    today: beijingDateOf(store.now()),
    actor,
    waiting: new Map(
      store.staffChanges
        .where(`status = 'proposed'`)
        .map(({ id, state }) => [String(state.posting.postingId), id]),
    ),
    nameOf: (personId) => names.get(personId) ?? personId,
    placeName: (organisationId) =>
      organisationId === null ? '' : (places.get(organisationId) ?? organisationId),
  };
}

export function staffRow(posting: StaffPosting, reading: Reading): StaffRow {
  const { register, today, waiting, placeName } = reading;
  const { postingId, staffNumber, name, role, organisationId, unitId, from, to, certificate } = posting;
  return {
    ...{ postingId, staffNumber, name, role, organisationId, unitId, from, to },
    experiencedSince: posting.experiencedSince,
    grants: [...posting.grants],
    certificateNumber: certificate?.number ?? '',
    certificateUntil: certificate?.validUntil ?? null,
    roleName: roleNames[role],
    organisationName: placeName(organisationId),
    unitName: placeName(unitId),
    state: today < from ? 'upcoming' : isActivePosting(posting, today) ? 'active' : 'ended',
    findings: staffFindings(posting, register, today).map(({ level, code, message }) => ({
      level,
      code,
      message,
    })),
    pendingChangeId: waiting.get(postingId) ?? null,
  };
}

export const kindNames: Readonly<Record<StaffChangeRow['kind'], string>> = {
  new: '新任职',
  change: '调整任职',
  end: '结束任职',
  return: '中心退回',
};
const statusNames: Readonly<Record<StaffChange['status'], string>> = {
  proposed: '待审核',
  approved: '已批准',
  returned: '已退回',
};

export function staffChangeRow(
  { id, state, base, attention }: StoredSubject<StaffChange>,
  reading: Reading,
): StaffChangeRow {
  const { actor, register, nameOf } = reading;
  const { status, line, posting, before, proposed, review } = state;
  const differences = before === null ? [] : differencesOf(before, posting, reading.placeName);
  const kind =
    before === null
      ? 'new'
      : line === 'centre'
        ? 'return'
        : posting.to !== null && before.to !== posting.to && differences.length === 1
          ? 'end'
          : 'change';
  const refusal = status === 'proposed' ? notTheirsToReview(state, { ...register, actor }) : null;
  return {
    id,
    kind,
    kindName: kindNames[kind],
    status,
    statusName: statusNames[status],
    posting: staffRow(posting, reading),
    differences,
    proposed: { name: nameOf(proposed.by), at: momentOf(proposed.at), reason: state.reason },
    review: review && {
      name: nameOf(review.by),
      at: momentOf(review.at),
      outcomeName: review.outcome === 'approved' ? '批准' : '退回',
      reason: review.reason,
    },
    reviewer:
      line === 'unit'
        ? `${reading.placeName(posting.organisationId)}或上级中心的大厅负责人`
        : posting.unitId === null
          ? '系统管理员'
          : `${reading.placeName(posting.unitId)}的首席代表或系统管理员`,
    mayReview: status === 'proposed' && refusal === null,
    reviewSentence: refusal?.message ?? '',
    pending: (base as StaffChange | null)?.revision !== state.revision,
    attention: attention?.message ?? null,
  };
}

function differencesOf(before: StaffPosting, after: StaffPosting, placeName: Reading['placeName']): string[] {
  const words = (posting: StaffPosting): readonly (readonly [string, string])[] => [
    ['工号', posting.staffNumber],
    ['姓名', posting.name],
    ['岗位', roleNames[posting.role]],
    ['所在机构', placeName(posting.organisationId)],
    ['派出单位', placeName(posting.unitId) || '无'],
    ['任职开始', formatDate(posting.from)],
    ['任职结束', posting.to === null ? '长期' : formatDate(posting.to)],
    ['执法证号', posting.certificate?.number ?? '无'],
    ['执法证有效期', posting.certificate === null ? '无' : formatDate(posting.certificate.validUntil)],
    ['从业起始', posting.experiencedSince === null ? '未填' : formatDate(posting.experiencedSince)],
    ['签批授权', posting.grants.map(grantText).join('；') || '没有'],
  ];
  const now = words(after);
  return words(before).flatMap(([label, was], index) => {
    const is = now[index]?.[1] ?? '';
    return was === is ? [] : [`${label}：${was} → ${is}`];
  });
}
