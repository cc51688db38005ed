import type { MatterDetail } from '#shared/contracts/views.ts';
import './public-fields.css';

/** The eleven public fields of a matter, in the policy's order. */
export function PublicFields({ matter }: { readonly matter: MatterDetail }) {
  return (
    <dl className="public-fields" aria-label="事项公开信息">
      {matter.publicFields.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
