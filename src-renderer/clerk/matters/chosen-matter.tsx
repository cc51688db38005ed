import { Button } from 'antd';
import type { MatterDetail } from '#shared/contracts/matter-views.ts';
import { SunkTag } from '../../ui/cases/light.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { PublicFields } from '../../ui/matters/public-fields.tsx';
import type { Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { Materials } from './materials.tsx';
import { Situations } from './situations.tsx';
import { TellPublic } from './tell-public.tsx';
import './chosen-matter.css';

/** The matter that was chosen, with its papers to tick: they have all the room. */
export function ChosenMatter({
  draft,
  matter,
  onChange,
}: {
  readonly draft: Draft;
  readonly matter: MatterDetail;
  readonly onChange: () => void;
}) {
  return (
    <section className="intake-card chosen-matter" aria-label="事项">
      <header className="intake-card-head">
        <h2>{matter.name}</h2>
        {matter.sunk && <SunkTag />}
        <span className="intake-source">
          {matter.departmentName}　承诺{matter.promisedText}
        </span>
        <Button size="small" onClick={onChange}>
          更换事项
          <KeyHint>{keyMap.matterSearch}</KeyHint>
        </Button>
      </header>
      <Situations situations={matter.situations} applying={draft.situations} />
      <Materials draft={draft} />
    </section>
  );
}

/** What the public is told about the matter that was chosen, beside the work. */
export function MatterForPublic({ matter }: { readonly matter: MatterDetail }) {
  return (
    <section className="matter-for-public">
      <h2>事项公开信息</h2>
      <TellPublic code={matter.code} />
      <PublicFields matter={matter} />
    </section>
  );
}
