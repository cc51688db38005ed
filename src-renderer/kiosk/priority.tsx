import { type PriorityReason, priorityReasons } from '#shared/queue/ticket-commands.ts';
import { useTouch } from './use-touch.ts';
import { because } from './way.ts';

/** Why somebody has priority: it is taken at their word here, and seen at the counter. */
export function Priority() {
  return (
    <>
      <h2>请选择优先的原因</h2>
      <ul className="kiosk-categories kiosk-reasons">
        {(Object.keys(priorityReasons) as PriorityReason[]).map((reason) => (
          <li key={reason}>
            <Reason reason={reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Reason({ reason }: { readonly reason: PriorityReason }) {
  const touch = useTouch(() => because(reason));
  return (
    <button type="button" className="kiosk-category" {...touch}>
      <span>
        <strong>{priorityReasons[reason]}</strong>
      </span>
    </button>
  );
}
