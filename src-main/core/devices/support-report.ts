import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatBeijing, instantOfEpoch } from '#shared/clock/beijing.ts';
import { deviceKindNames, devicePlaceNames } from '#shared/devices/device-profile.ts';
import type { DeviceRegister } from './device-register.ts';
import type { PrintRow } from './print-ledger.ts';

/**
 * What support needs to know of a machine's devices, as one text: each with its state, its last trouble, its last test
 * and its traffic, and the last prints. The traffic is masked already, and of a print only its title is said.
 */
export function supportReport(
  register: DeviceRegister,
  jobs: readonly Omit<PrintRow, 'slip'>[],
  appVersion: string,
): { name: string; text: string } {
  const now = instantOfEpoch(Date.now());
  const when = (at: number) => formatBeijing(instantOfEpoch(at));
  const devices = register
    .all()
    .flatMap(({ profile, source, device, lastFault, lastTest }) => [
      '',
      `【${profile.name}】${deviceKindNames[profile.kind]}，${devicePlaceNames[profile.place]}，地址 ${profile.address || '（演示设备）'}，` +
        `${{ program: '程序提供', file: '配置文件', page: '设备页设置' }[source]}`,
      `状态：${device.status().code}　${device.status().message}`,
      `最近故障：${lastFault === null ? '无' : `${when(lastFault.at)}　${lastFault.status.code}　${lastFault.status.message}`}`,
      `最近测试：${lastTest === null ? '未测试' : `${when(lastTest.at)}　${lastTest.outcome}　${lastTest.sentence}`}`,
      ...device
        .traffic()
        .map(
          ({ at, asked, answered, times }) =>
            `  ${when(at)}　>> ${asked}　<< ${answered}${times > 1 ? `　×${times}` : ''}`,
        ),
    ]);
  const prints = jobs.map(
    ({ id, title, state, sentence, printer, attempts, copyOf, createdAt }) =>
      `  ${createdAt}　${id}　${title}${copyOf === null ? '' : '（重打）'}　${state}　${printer || '—'}　第${attempts}次　${sentence}`,
  );
  const head = [
    `一窗 ${appVersion}　设备情况　${formatBeijing(now)}`,
    `系统：${process.platform} ${process.arch}，Node ${process.versions.node}`,
    '证件内容和凭条文字已遮盖，本文件不含个人信息。',
  ];
  const text = [...head, ...devices, '', '最近打印：', ...prints, ''].join('\n');
  return { name: `yichuang-devices-${now.slice(0, 10)}.txt`, text };
}

/** Puts a report where IT finds it; the last one of a day stays. @returns its path */
export function writeReport(folder: string, { name, text }: { name: string; text: string }): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  // With the mark by which Windows knows it as UTF-8.
  writeFileSync(file, `\ufeff${text.replaceAll('\n', '\r\n')}`);
  return file;
}
