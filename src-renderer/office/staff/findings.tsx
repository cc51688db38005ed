import { Alert } from 'antd';
import type { Finding } from '#shared/contracts/office.ts';

const tones: Readonly<Record<Finding['level'], string>> = {
  contradiction: 'office-tag-bad',
  conflict: 'office-tag-bad',
  warning: 'office-tag-warn',
  hint: 'office-tag-hint',
};

/** What a finding is about, short enough for a row; the whole sentence is read on hovering and in the details. */
const short: Readonly<Record<string, string>> = {
  numberOfAnother: '工号重复',
  postedTwice: '任职重叠',
  secondChief: '首席代表重复',
  servedTooShort: '服务期不满2年',
  experienceUnknown: '未填从业起始',
  tooLittleExperience: '经验不满1年',
  noCertificate: '无执法证',
  certificateExpired: '执法证过期',
  certificateExpiring: '执法证将到期',
  chiefWithOtherDuty: '首席代表兼任',
  overlapping: '同时另有任职',
  twoNumbers: '工号不一',
  roleElsewhere: '岗位与机构不符',
  oneLine: '派出单位有误',
};

/** Findings as tags in a row. */
export function FindingTags({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <span className="office-tags">
      {findings.map(({ level, code, message }) => (
        <span key={code + message} className={`office-tag ${tones[level]}`} title={message}>
          {short[code] ?? message}
        </span>
      ))}
    </span>
  );
}

/** Findings in full, the gravest first, for whoever has to decide. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const grave = findings.filter(({ level }) => level === 'contradiction' || level === 'conflict');
  const warnings = findings.filter(({ level }) => level === 'warning');
  const hints = findings.filter(({ level }) => level === 'hint');
  return (
    <>
      {grave.length > 0 && <Alert type="error" showIcon title={<Sentences of={grave} />} />}
      {warnings.length > 0 && <Alert type="warning" showIcon title={<Sentences of={warnings} />} />}
      {hints.length > 0 && (
        <div className="office-hint">
          <Sentences of={hints} />
        </div>
      )}
    </>
  );
}

function Sentences({ of }: { readonly of: readonly Finding[] }) {
  return (
    <ul className="finding-list">
      {of.map(({ code, message }) => (
        <li key={code + message}>{message}</li>
      ))}
    </ul>
  );
}
