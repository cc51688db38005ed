import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import './timeline.css';

/** The whole life of a case on one page: who, when, why, with which document. */
export function Timeline({ detail }: { readonly detail: CaseDetail }) {
  return (
    <section aria-label="办理经过">
      <h3>办理经过</h3>
      <ol className="timeline">
        {detail.timeline.map(({ at, title, by, detail: said, document }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be one moment's, and none changes its place
          <li key={`${at} ${index}`}>
            <time>{formatBeijing(at)}</time>
            <div>
              <strong>{title}</strong>
              {by !== '' && <span>　{by}</span>}
              {document !== '' && <span className="timeline-document">{document}</span>}
              {said !== '' && <p>{said}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
