import { Button, Modal } from 'antd';
import { formatDate } from '#shared/clock/beijing.ts';
import type { MatterChangeRow } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office } from '../desk.ts';
import { useReviewOpinion } from '../review-opinion.tsx';
import { ChangeHistory } from './change-history.tsx';

const phrases = [
  '合法有据，同意发布。',
  '与权责清单一致，同意。',
  '收费依据核对无误，同意。',
  '依据不足，退回补充。',
];

/** What a change comes to, matter by matter; and the opinion of an office that keeps the lists, where it may give one. */
export function MatterReviewDialog({
  changes,
  onClose,
}: {
  readonly changes: readonly MatterChangeRow[];
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const may = changes.every(({ mayReview }) => mayReview);
  const opinion = useReviewOpinion({
    call: (outcome, reason) =>
      office.matters.review({ changeIds: changes.map(({ id }) => id), outcome, reason }),
    phrases,
    approveText: '同意',
    onClose,
  });
  const matters = changes.flatMap((change) => change.matters);
  const faults = changes.flatMap((change) => change.faults);
  const [only] = changes;
  return (
    <Modal
      open
      style={{ top: 36 }}
      width={820}
      title={may ? `审核清单调整：${matters.length}项` : `清单调整：${matters.length}项`}
      onCancel={onClose}
      footer={
        may ? (
          opinion.footer
        ) : (
          <Button type="primary" autoFocus onClick={onClose}>
            返回
          </Button>
        )
      }
    >
      <div className="office-form">
        <ul className="review-many">
          {matters.map(({ code, name, version, kindName, departmentName, effectiveFrom, differences }) => (
            <li key={code}>
              <strong>{name}</strong>　{kindName}　第{version}版，{formatDate(effectiveFrom)}起
              <span className="office-faint">　{departmentName}</span>
              {differences.map((each) => (
                <div key={each}>{each}</div>
              ))}
            </li>
          ))}
        </ul>
        {changes.length === 1 && only !== undefined && <ChangeHistory change={only} />}
        {faults.length > 0 && <Refusal>{`现在还不能发布：${faults.join('')}`}</Refusal>}
        {may ? opinion.field : <p className="office-faint">{only?.reviewSentence}</p>}
        {opinion.refusal}
      </div>
    </Modal>
  );
}
