import { Button } from 'antd';
import { useState } from 'react';
import type { PostingEntry } from '#shared/contracts/office.ts';
import {
  grantNames,
  grantText,
  type SigningGrant,
  signingGrantSchema,
} from '#shared/organisation/signing-grant.ts';
import type { Role } from '#shared/organisation/staff.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { ChoiceField, DateField, TextField, type TypedDate } from '../fields.tsx';

type Grants = PostingEntry['grants'];

const kindOf: Partial<Record<Role, SigningGrant['kind']>> = {
  chiefRepresentative: 'chief',
  reviewer: 'substitute',
  clerk: 'onTheSpot',
};

/** A grant as it is being typed. */
interface Draft {
  document: string;
  matters: string;
  from: TypedDate;
  to: TypedDate;
  departmentId: string | null;
}
const empty: Draft = { document: '', matters: '', from: null, to: null, departmentId: null };

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
  const [draft, setDraft] = useState(empty);
  const [complaint, setComplaint] = useState('');
  if (kind === undefined && grants.length === 0) return null;
  const set = (change: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...change }));
    setComplaint('');
  };
  const add = (): void => {
    const codes = draft.matters.split(/[\s，,、]+/).filter((code) => code !== '');
    const parsed = signingGrantSchema.safeParse({
      ...{ kind, document: draft.document, from: draft.from, to: draft.to },
      departmentId: kind === 'onTheSpot' ? draft.departmentId : organisationId,
      matters: codes.length === 0 ? null : codes,
    });
    if (kind === 'onTheSpot' && draft.departmentId === null) setComplaint('请选择授权的部门。');
    else if (draft.from === null || draft.from === 'unreadable')
      setComplaint('授权开始请写成 2026-01-31 这样的格式。');
    else if (draft.to === 'unreadable')
      setComplaint('授权结束请写成 2026-12-31 这样的格式，长期有效的不填。');
    else if (!parsed.success) setComplaint(`${parsed.error.issues[0]?.message ?? '请把授权填写完整'}。`);
    else {
      onChange([...grants, parsed.data]);
      setDraft(empty);
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
            <ChoiceField
              label="授权的部门*"
              value={draft.departmentId}
              options={departments.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(departmentId) => set({ departmentId })}
            />
          )}
          {/* Begun anew with each grant that was added, since a date keeps what was typed. */}
          <div className="office-pair" key={grants.length}>
            <TextField
              label="授权书文号*"
              value={draft.document}
              maxLength={120}
              placeholder="例如 管政授〔2026〕1号"
              onChange={(text) => set({ document: text })}
            />
            <TextField
              label={
                kind === 'onTheSpot' ? '事项实施编码（多个用逗号分开）*' : '事项实施编码（多个用逗号分开）'
              }
              value={draft.matters}
              maxLength={82_000}
              onChange={(matters) => set({ matters })}
            />
            <DateField label="授权开始*" value={draft.from} onChange={(from) => set({ from })} />
            <DateField label="授权结束（长期有效的不填）" value={draft.to} onChange={(to) => set({ to })} />
          </div>
          <Refusal>{complaint}</Refusal>
          <Button onClick={add}>加入授权</Button>
        </>
      )}
    </fieldset>
  );
}
