import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { beijingDateSchema } from '#shared/clock/beijing.ts';
import type { PostingEntry } from '#shared/contracts/office.ts';
import {
  grantNames,
  grantText,
  type SigningGrant,
  signingGrantSchema,
} from '#shared/organisation/signing-grant.ts';
import type { Role } from '#shared/organisation/staff.ts';

type Grants = PostingEntry['grants'];

const kindOf: Partial<Record<Role, SigningGrant['kind']>> = {
  chiefRepresentative: 'chief',
  reviewer: 'substitute',
  clerk: 'onTheSpot',
};

/** What a posting may sign (签批授权): dated, in a document, of all matters or of those that are named. */
export function GrantFields({
  role,
  organisationId,
  departments,
  grants,
  onChange,
}: {
  readonly role: Role | null;
  readonly organisationId: string | null;
  readonly departments: readonly { id: string; name: string }[];
  readonly grants: Grants;
  readonly onChange: (grants: Grants) => void;
}) {
  const kind = role === null ? undefined : kindOf[role];
  const [draft, setDraft] = useState({ document: '', from: '', to: '', matters: '', departmentId: '' });
  const [complaint, setComplaint] = useState('');
  if (kind === undefined && grants.length === 0) return null;
  const set = (change: Partial<typeof draft>): void => {
    setDraft((before) => ({ ...before, ...change }));
    setComplaint('');
  };
  const add = (): void => {
    const codes = draft.matters.split(/[\s，,、]+/).filter((code) => code !== '');
    const parsed = signingGrantSchema.safeParse({
      kind,
      departmentId: kind === 'onTheSpot' ? draft.departmentId : organisationId,
      matters: codes.length === 0 ? null : codes,
      document: draft.document,
      from: draft.from,
      to: draft.to === '' ? null : draft.to,
    });
    if (!beijingDateSchema.safeParse(draft.from).success)
      setComplaint('授权开始请写成 2026-01-31 这样的格式。');
    else if (draft.to !== '' && !beijingDateSchema.safeParse(draft.to).success)
      setComplaint('授权结束请写成 2026-12-31 这样的格式，长期不填。');
    else if (!parsed.success) setComplaint(parsed.error.issues[0]?.message ?? '请把授权填写完整。');
    else {
      onChange([...grants, parsed.data]);
      setDraft({ document: '', from: '', to: '', matters: '', departmentId: '' });
    }
  };
  return (
    <fieldset className="office-grants" aria-label="签批授权">
      <legend>签批授权</legend>
      {grants.map((grant) => (
        <p key={`${grant.document} ${grant.from}`}>
          {grantText(grant)}
          <Button size="small" type="text" onClick={() => onChange(grants.filter((each) => each !== grant))}>
            去掉
          </Button>
        </p>
      ))}
      {kind !== undefined && (
        <>
          <p className="office-faint">
            {kind === 'onTheSpot'
              ? '窗口当场签批：只限即办件，要逐项写明实施编码。'
              : `${grantNames[kind]}：不写实施编码的，为本部门全部事项。`}
          </p>
          {kind === 'onTheSpot' && (
            <Select
              aria-label="授权的部门"
              placeholder="授权的部门"
              showSearch
              optionFilterProp="label"
              value={draft.departmentId === '' ? null : draft.departmentId}
              options={departments.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(departmentId) => set({ departmentId: departmentId ?? '' })}
            />
          )}
          <div className="office-pair">
            <Input
              aria-label="授权书文号"
              placeholder="授权书文号，例如 管政授〔2026〕1号"
              maxLength={120}
              value={draft.document}
              onChange={(event) => set({ document: event.target.value })}
            />
            <Input
              aria-label="事项实施编码"
              placeholder="事项实施编码，多个用逗号分开"
              value={draft.matters}
              onChange={(event) => set({ matters: event.target.value })}
            />
          </div>
          <div className="office-pair">
            <Input
              aria-label="授权开始"
              placeholder="授权开始，例如 2026-01-01"
              maxLength={10}
              value={draft.from}
              onChange={(event) => set({ from: event.target.value })}
            />
            <Input
              aria-label="授权结束"
              placeholder="授权结束，长期不填"
              maxLength={10}
              value={draft.to}
              onChange={(event) => set({ to: event.target.value })}
            />
          </div>
          <p role="alert">{complaint}</p>
          <Button onClick={add}>加入授权</Button>
        </>
      )}
    </fieldset>
  );
}
