import { Switch } from 'antd';
import type { Tray } from '#shared/contracts/tray.ts';
import { useAction } from '../action/use-action.ts';
import { trayClient } from './tray-link.ts';

/** The cable to the district. */
export function DistrictSwitch({ district }: { readonly district: Tray['district'] }) {
  const { running, busy } = district;
  const set = useAction((to: boolean) => trayClient().setDistrict({ running: to }));
  const words = busy ? (running ? '正在断开…' : '正在连通…') : running ? '已连通' : '已断开';
  return (
    <section className="machine" aria-label="区级平台网络">
      <div className="machine-row">
        <h3>区级平台</h3>
        <span className="machine-words">{words}</span>
        <Switch checked={running} loading={busy || set.busy} onChange={set.run} aria-label="区级平台网络" />
      </div>
      <div className={running ? 'cable' : 'cable cable-cut'} aria-hidden="true">
        <i />
        <b />
        <i />
      </div>
      {set.sentence !== '' && <p className="machine-fault">{set.sentence}</p>}
    </section>
  );
}
