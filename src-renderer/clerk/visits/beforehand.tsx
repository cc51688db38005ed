import { Button } from 'antd';
import type { TicketRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

/** What the person chose on their phone before they came: a touch or Enter takes one up, and a search is spared. */
export function Beforehand({ matters }: { readonly matters: TicketRow['matters'] }) {
  const choose = useAction((code: string) => clerk.draft.setMatter({ code }));
  if (matters.length === 0) return null;
  return (
    <section className="intake-card beforehand" aria-label="手机预选">
      <h2>手机预选</h2>
      {matters.map(({ code, name }) => (
        <Button key={code} onClick={() => choose.run(code)}>
          {name}
        </Button>
      ))}
      <Refusal>{choose.sentence}</Refusal>
    </section>
  );
}
