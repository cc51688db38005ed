import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { Finding, PostingEntry, StaffRow } from '#shared/contracts/office.ts';
import { type Role, staffNumberSchema } from '#shared/organisation/staff.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office, queries } from '../desk.ts';
import { ChoiceField, DateField, ReasonField, TextField, type TypedDate } from '../fields.tsx';
import { FindingList } from './findings.tsx';
import { GrantFields } from './grant-fields.tsx';

/** The entry as it is being typed: what is still missing is null. */
interface Draft {
  staffNumber: string;
  name: string;
  role: Role | null;
  organisationId: string | null;
  unitId: string | null;
  from: TypedDate;
  to: TypedDate;
  certificateNumber: string;
  certificateUntil: TypedDate;
  experiencedSince: TypedDate;
  grants: PostingEntry['grants'];
}

const titles = {
  new: '新任职报审',
  change: '调整任职报审',
  end: '结束任职报审',
  return: '退回派出单位',
} as const;
const help = {
  new: '由所在中心的负责人审核，审核后生效，本人即可登录。',
  change: '由所在中心的负责人审核，审核后生效。',
  end: '由所在中心的负责人审核，审核后从结束日期的次日起不能再登录。',
  return:
    '由派出单位的首席代表或系统管理员审核（本机构人员由系统管理员审核），审核后从结束日期的次日起不能再登录。',
} as const;

/** Proposes a posting, a change of one, or its end; the rules are read while it is typed. */
export function PostingDialog({
  kind,
  posting,
  onClose,
}: {
  readonly kind: keyof typeof titles;
  readonly posting?: StaffRow;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const { data: choices } = useQuery(queries.staff.choices.queryOptions());
  const ownUnitId = choices?.ownUnitId ?? null;
  const [draft, setDraft] = useState<Draft>(() => draftOf(posting));
  const [reason, setReason] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [complaint, setComplaint] = useState('');
  const entry = entryOf(draft, posting?.postingId ?? null, kind === 'new' ? ownUnitId : null);
  const typed = entry === null ? null : JSON.stringify(entry);
  // Asked again a moment after the last key: the answer is about what stands there now.
  useEffect(() => {
    if (typed === null) {
      setFindings([]);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      office.staff.check(JSON.parse(typed)).then(
        (found) => current && setFindings(found),
        () => {},
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed]);
  const propose = useAction(
    (given: PostingEntry) =>
      office.staff.propose({ entry: given, reason: reason.trim(), seen: findings.map(({ code }) => code) }),
    onClose,
  );
  const set = <Key extends keyof Draft>(key: Key, value: Draft[Key]): void => {
    setDraft((before) => ({ ...before, [key]: value }));
    setComplaint('');
  };
  const submit = (): void => {
    const missing = missingIn(draft, kind);
    if (missing !== null) setComplaint(missing);
    else if (entry === null) setComplaint('请把带*的各项填写完整。');
    else if (reason.trim() === '') setComplaint('请写明理由，审核人会看到。');
    else propose.run(entry);
  };
  const ending = kind === 'end' || kind === 'return';
  return (
    <Modal
      open
      style={{ top: 36 }}
      title={titles[kind === 'return' && posting?.unitId === null ? 'end' : kind]}
      width={720}
      okText="提交报审"
      cancelText="取消"
      confirmLoading={propose.slow}
      onCancel={onClose}
      onOk={submit}
    >
      <div className="office-form">
        <p className="office-faint">{help[kind]}</p>
        {ending ? (
          <>
            <p>{[draft.name, draft.staffNumber, posting?.roleName, posting?.organisationName].join('　')}</p>
            <DateField
              label="任职结束（最后一天）*"
              value={draft.to}
              autoFocus
              onChange={(value) => set('to', value)}
            />
          </>
        ) : (
          <>
            <div className="office-pair">
              <TextField
                label="工号*"
                autoFocus={kind === 'new'}
                disabled={kind === 'change'}
                value={draft.staffNumber}
                maxLength={9}
                placeholder="例如 G1012"
                onChange={(value) => set('staffNumber', value.normalize('NFKC').trim().toUpperCase())}
              />
              <TextField
                label="姓名*"
                autoFocus={kind === 'change'}
                value={draft.name}
                maxLength={40}
                onChange={(value) => set('name', value)}
              />
            </div>
            <div className="office-pair">
              <ChoiceField
                label="岗位*"
                value={draft.role}
                options={choices?.roles.map(({ role, name }) => ({ value: role, label: name })) ?? []}
                onChange={(value) => set('role', value as Role | null)}
              />
              <ChoiceField
                label="所在机构*"
                value={draft.organisationId}
                options={choices?.organisations.map(({ id, name }) => ({ value: id, label: name })) ?? []}
                onChange={(value) => set('organisationId', value)}
              />
            </div>
            <div className="office-pair">
              <ChoiceField
                label={ownUnitId === null ? '派出单位（本机构人员不选）' : '派出单位'}
                value={draft.unitId ?? (kind === 'new' ? ownUnitId : null)}
                disabled={ownUnitId !== null}
                options={
                  choices?.organisations
                    .filter(({ id, department }) => department || id === draft.unitId)
                    .map(({ id, name }) => ({ value: id, label: name })) ?? []
                }
                onChange={(value) => set('unitId', value)}
              />
              <DateField
                label="从业起始（核对1年以上经验）"
                value={draft.experiencedSince}
                onChange={(value) => set('experiencedSince', value)}
              />
            </div>
            <div className="office-pair">
              <DateField label="任职开始*" value={draft.from} onChange={(value) => set('from', value)} />
              <DateField
                label="任职结束（长期不填）"
                value={draft.to}
                onChange={(value) => set('to', value)}
              />
            </div>
            <div className="office-pair">
              <TextField
                label="河南省行政执法证编号"
                value={draft.certificateNumber}
                maxLength={40}
                onChange={(value) => set('certificateNumber', value)}
              />
              <DateField
                label="执法证有效期至"
                value={draft.certificateUntil}
                onChange={(value) => set('certificateUntil', value)}
              />
            </div>
          </>
        )}
        {!ending && (
          <GrantFields
            role={draft.role}
            organisationId={draft.organisationId}
            departments={choices?.organisations.filter(({ department }) => department) ?? []}
            grants={draft.grants}
            onChange={(grants) => set('grants', grants)}
          />
        )}
        <FindingList findings={findings} />
        <ReasonField
          label="理由*"
          value={reason}
          placeholder="审核人会看到，例如：按2026年派驻计划，派驻综合窗口。"
          onChange={(value) => {
            setReason(value);
            setComplaint('');
          }}
        />
        <Refusal>{complaint || propose.sentence}</Refusal>
      </div>
    </Modal>
  );
}

function draftOf(posting: StaffRow | undefined): Draft {
  if (posting !== undefined) {
    const { staffNumber, name, role, organisationId, unitId, from, to } = posting;
    const { certificateNumber, certificateUntil, experiencedSince, grants } = posting;
    return {
      ...{ staffNumber, name, role, organisationId, unitId, from, to },
      ...{ certificateNumber, certificateUntil, experiencedSince, grants },
    };
  }
  return {
    ...{ staffNumber: '', name: '', role: null, organisationId: null, unitId: null, from: null, to: null },
    ...{ certificateNumber: '', certificateUntil: null, experiencedSince: null, grants: [] },
  };
}

/** What is typed as the contract takes it; null while something that has to be there is missing. */
function entryOf(draft: Draft, postingId: string | null, ownUnitId: string | null): PostingEntry | null {
  const { name, role, organisationId, from, to, certificateUntil, experiencedSince, ...rest } = draft;
  const number = staffNumberSchema.safeParse(draft.staffNumber);
  if (!number.success || name.trim() === '' || role === null || organisationId === null || from === null)
    return null;
  if (
    from === 'unreadable' ||
    to === 'unreadable' ||
    certificateUntil === 'unreadable' ||
    experiencedSince === 'unreadable'
  )
    return null;
  const unitId = draft.unitId ?? (ownUnitId === organisationId ? null : ownUnitId);
  const staffNumber = number.data;
  return {
    ...rest,
    ...{ staffNumber, name, role, organisationId, unitId, postingId },
    ...{ from, to, certificateUntil, experiencedSince },
  };
}

function missingIn(draft: Draft, kind: keyof typeof titles): string | null {
  if ((kind === 'end' || kind === 'return') && draft.to === null) return '请填写任职结束的日期。';
  if (!staffNumberSchema.safeParse(draft.staffNumber).success) return '工号应为一个大写字母加4至8位数字。';
  if (draft.name.trim() === '') return '请填写姓名。';
  if (draft.role === null) return '请选择岗位。';
  if (draft.organisationId === null) return '请选择所在机构。';
  if (draft.from === null) return '请填写任职开始。';
  const dates = [draft.from, draft.to, draft.certificateUntil, draft.experiencedSince];
  if (dates.includes('unreadable')) return '标红的日期认不出来，请写成 2026-01-31 这样的格式。';
  return null;
}
