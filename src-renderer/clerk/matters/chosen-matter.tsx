import { Button } from 'antd';
import type { MatterDetail } from '#shared/contracts/views.ts';
import { SunkTag } from '../../ui/cases/light.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { PublicFields } from '../../ui/matters/public-fields.tsx';
import type { Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { Materials } from './materials.tsx';
import './chosen-matter.css';

/** The matter that was chosen: its papers to tick, and what the public is told about it. */
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
      <div className="chosen-matter-columns">
        <Materials materials={matter.materials} ticked={draft.tickedMaterialIds} />
        <div className="chosen-matter-fields">
          <h3>事项公开信息</h3>
          <PublicFields matter={matter} />
        </div>
      </div>
    </section>
  );
}
