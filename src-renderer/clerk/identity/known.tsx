import { formatDate } from '#shared/clock/beijing.ts';
import type { Known as KnownView } from '#shared/contracts/case-views.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import type { Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { openCase } from '../shell/place.ts';
import './known.css';

/** From so many visits for one matter on, somebody should ask why. */
const tooMany = 3;

/** What is known of the applicant as soon as it is known who they are; nothing where there is nothing. */
export function Known({ draft }: { readonly draft: Draft }) {
  const { known, matter } = draft;
  const first = known?.duplicate ?? known?.open[0];
  useKeys({ [keyMap.openKnown]: first === undefined ? undefined : () => openCase(first.id) });
  if (known === null) return null;
  const { duplicate, onFile, open, visits } = known;
  const often = matter !== null && visits > 1;
  if (!often && open.length === 0 && onFile.length === 0) return null;
  return (
    <section className="known" aria-label="申请人情况">
      {often && (
        <p
          className={visits >= tooMany ? 'known-often' : undefined}
          {...(visits >= tooMany && { role: 'alert' })}
        >
          第{visits}次为“{matter.name}”来窗口
          {visits >= tooMany && '，请弄清前几次没有办成的原因，一次办好'}
        </p>
      )}
      {duplicate !== null && (
        <p className="known-duplicate" role="alert">
          同一事项已有在办件（{duplicate.statusName}），可能重复。
          {duplicate.status === 'supplementing'
            ? `是来补正的，请打开该件办理补正收件；确属另一件事，再另行收件。`
            : `请先核对；确属另一件事，再另行收件。`}
        </p>
      )}
      {open.length > 0 && (
        <p className="known-line">
          在办
          {open.map(({ id, matterName, statusName, owing }) => (
            <button key={id} type="button" className="known-case" onClick={() => openCase(id)}>
              {matterName}（{owing?.text ?? statusName}）
              {id === first?.id && <KeyHint>{keyMap.openKnown}</KeyHint>}
            </button>
          ))}
        </p>
      )}
      {onFile.length > 0 && <OnFile papers={onFile} asked={matter?.materials.map(({ id }) => id) ?? []} />}
    </section>
  );
}

/** Papers that earlier cases left behind: those that this matter asks for first. */
function OnFile({
  papers,
  asked,
}: {
  readonly papers: KnownView['onFile'];
  readonly asked: readonly string[];
}) {
  const isAsked = ({ materialId }: { materialId: string }) => asked.includes(materialId);
  const sorted = [...papers.filter(isAsked), ...papers.filter((paper) => !isAsked(paper))].slice(0, 8);
  return (
    <p className="known-line" title={sorted.map(({ name }) => name).join('、')}>
      存档{papers.length}项
      {sorted.map((paper) => (
        <span
          key={paper.materialId}
          className={isAsked(paper) ? 'known-paper known-paper-asked' : 'known-paper'}
          title={`${formatDate(paper.at)} ${paper.matterName} ${paper.caseNumber}`}
        >
          {paper.name}
        </span>
      ))}
    </p>
  );
}
