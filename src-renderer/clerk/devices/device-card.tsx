import { Button } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { DeviceView } from '#shared/contracts/devices.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { stateOf } from '../../ui/devices/device-status.tsx';
import { clerk } from '../desk.ts';
import type { DeviceDraft } from './device-dialog.tsx';
import { isJudgedHere, JudgeDialog } from './judge-dialog.tsx';

const sources: Readonly<Record<DeviceView['source'], string>> = {
  program: '演示设备',
  file: '配置文件',
  page: '本页设置',
};
/** Addresses that are no place, in words. */
const addressWords: Readonly<Record<string, string>> = {
  page: '由页面使用',
  auto: '自动查找端口',
  system: '系统默认打印机',
};
const outcomes = { passed: '通过', failed: '未通过', unknown: '未确认' } as const;

/** A device: how it is in words, what troubled it last, and a test. */
export function DeviceCard({
  device,
  mayChange,
  onEdit,
  onTraffic,
}: {
  readonly device: DeviceView;
  readonly mayChange: boolean;
  readonly onEdit: (draft: DeviceDraft) => void;
  readonly onTraffic: () => void;
}) {
  const { id, profile, status, lastFault, lastTest, testing } = device;
  const [judging, setJudging] = useState(false);
  const test = useAction(() => clerk.devices.test({ id }));
  const restore = useAction(() => clerk.devices.restore({ id }));
  const [words, tone] = stateOf(status);
  const facts = [
    device.kindName,
    device.placeName,
    addressWords[device.address] ?? device.address,
    `${sources[device.source]}${device.overridden ? '（与配置文件不同）' : ''}`,
    profile?.spare === true ? '备用' : '',
  ].filter((fact) => fact !== '');
  const hasLine = ['cardReader', 'ticketPrinter', 'ledBoard', 'codeScanner'].includes(device.kind);
  return (
    <article className={`device-card device-card-${tone}`} aria-label={device.name}>
      <header>
        <h2>{device.name}</h2>
        <span className="device-state">
          <span className={`status-dot status-dot-${tone}`} />
          {words}
        </span>
      </header>
      <p className="device-place">{facts.join('　')}</p>
      <p className="device-message" role={tone === 'bad' || tone === 'off' ? 'alert' : undefined}>
        {status.message}
      </p>
      <dl>
        <div>
          <dt>最近故障</dt>
          <dd>{lastFault === null ? '没有' : `${formatBeijing(lastFault.at)}　${lastFault.message}`}</dd>
        </div>
        <div>
          <dt>最近测试</dt>
          <dd aria-live="polite">
            {testing
              ? '正在测试…'
              : lastTest === null
                ? '还没有测试'
                : `${formatBeijing(lastTest.at)}　${outcomes[lastTest.outcome]}。${lastTest.sentence}`}
          </dd>
        </div>
      </dl>
      <Refusal>{test.sentence || restore.sentence}</Refusal>
      <footer>
        <Button
          type="primary"
          ghost
          loading={testing || test.busy}
          onClick={() => (isJudgedHere(device.kind) ? setJudging(true) : test.run())}
        >
          {device.kind === 'ticketPrinter' || device.kind === 'documentPrinter' ? '打印测试页' : '测试'}
        </Button>
        {hasLine && <Button onClick={onTraffic}>通信记录</Button>}
        {mayChange && profile !== null && <Button onClick={() => onEdit(profile)}>修改</Button>}
        {mayChange && device.overridden && (
          <Button loading={restore.slow} onClick={() => restore.run()}>
            恢复为配置文件
          </Button>
        )}
      </footer>
      {judging && <JudgeDialog device={device} onClose={() => setJudging(false)} />}
    </article>
  );
}
