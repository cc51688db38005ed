import type { MatterDetail } from '#shared/contracts/matter-views.ts';
import './public-fields.css';

/** The eleven public fields of a matter, in the policy's order, and what this office says of its own. */
export function PublicFields({
  matter,
}: {
  readonly matter: Pick<MatterDetail, 'publicFields'> & Partial<Pick<MatterDetail, 'localFields'>>;
}) {
  return (
    <dl className="public-fields" aria-label="事项公开信息">
      {[...(matter.localFields ?? []), ...matter.publicFields].map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
