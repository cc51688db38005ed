import { Modal } from 'antd';
import type { StaffChangeRow } from '#shared/contracts/office.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office } from '../desk.ts';
import { useReviewOpinion } from '../review-opinion.tsx';
import { FindingList, FindingTags } from './findings.tsx';
import { PostingFacts } from './posting-facts.tsx';

const phrases = [
  '情况属实，同意。',
  '经核对符合派驻条件，同意。',
  '材料不全，请补充后重新报审。',
  '与岗位要求不符，退回。',
];

/** Approves or returns one change, or several that were read together. */
export function ReviewDialog({
  changes,
  onClose,
}: {
  readonly changes: readonly StaffChangeRow[];
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const findings = changes.flatMap(({ posting }) => posting.findings);
  const opinion = useReviewOpinion({
    call: (outcome, reason) =>
      office.staff.review({
        changeIds: changes.map(({ id }) => id),
        outcome,
        reason,
        seen: [...new Set(findings.map(({ code }) => code))],
      }),
    phrases,
    approveText: '批准',
    onClose,
  });
  const [only] = changes;
  return (
    <Modal
      open
      style={{ top: 36 }}
      width={680}
      title={changes.length === 1 ? `审核：${only?.kindName ?? ''}` : `一起审核${changes.length}项调整`}
      onCancel={onClose}
      footer={opinion.footer}
    >
      <div className="office-form">
        {changes.length === 1 && only !== undefined ? (
          <>
            <PostingFacts posting={only.posting} />
            {only.differences.map((each) => (
              <p key={each}>{each}</p>
            ))}
            <p>
              {only.proposed.name}提出：{only.proposed.reason}
            </p>
            <FindingList findings={findings} />
          </>
        ) : (
          <ul className="review-many">
            {changes.map(({ id, kindName, posting }) => (
              <li key={id}>
                {kindName}　{posting.name}　{posting.roleName}　{posting.organisationName}{' '}
                <FindingTags findings={posting.findings} />
              </li>
            ))}
          </ul>
        )}
        {opinion.field}
        {opinion.refusal}
      </div>
    </Modal>
  );
}
