import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { MaterialTable } from '../ui/matters/material-table.tsx';
import { PublicFields } from '../ui/matters/public-fields.tsx';
import './matter-told.css';

/** What the public is told about a matter: its eleven fields, and what to bring. */
export function MatterTold({ screen }: { readonly screen: Extract<CitizenScreen, { kind: 'matter' }> }) {
  return (
    <section className="matter-told">
      <h1>{screen.matterName}</h1>
      {screen.elsewhere !== '' && <p className="matter-told-elsewhere">{screen.elsewhere}</p>}
      <div className="matter-told-columns">
        <div>
          <h2>需要带的材料</h2>
          <MaterialTable materials={screen.materials} />
        </div>
        <div>
          <h2>事项公开信息</h2>
          <PublicFields matter={screen} />
        </div>
      </div>
    </section>
  );
}
