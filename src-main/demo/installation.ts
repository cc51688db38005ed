/**
 * One installation of the demo hall as a process of its own: a counter with its kiosk, citizen screen and board on
 * virtual devices, a department's desk, or the office. Started by `demo-hall.ts`, ends when its parent does.
 */
import { join } from 'node:path';
import type { Audience } from '#shared/contracts/audience.ts';
import { faultOf } from '#shared/fault.ts';
import { openBrowserShell } from '../browser/browser-shell.ts';
import { contractServer, damagedExitCode, openCore } from '../core/core.ts';
import { openCoreLog } from '../core/core-log.ts';
import { changes } from '../core/store/changes.ts';
import { fileKeyProvider } from '../core/store/key-provider.ts';
import { keepYoungMemorySmall } from '../core/young-memory.ts';
import { proposeFirst } from './demo-proposal.ts';
import { demoStaffFor } from './demo-staff.ts';
import { demoDevices } from './devices/demo-devices.ts';
import { demoLogo } from './devices/demo-logo.ts';
import type { FromInstallation, InstallationOrder, ToInstallation } from './messages.ts';
import { type DistrictCable, startTray } from './tray.ts';

keepYoungMemorySmall();
const log = openCoreLog('installation');
const tell = (message: FromInstallation) => process.send?.(message);

/** The cable is held by the parent, which runs the district. */
function cable(): DistrictCable {
  let state = { running: true, busy: false };
  const { changed, onChange } = changes();
  process.on('message', (message: ToInstallation) => {
    if (message.kind !== 'district') return;
    state = message;
    changed();
  });
  return {
    running: () => state.running,
    busy: () => state.busy,
    onChange,
    set: (running) => tell({ kind: 'setDistrict', running }),
  };
}

/** The parent starts this process before it knows everything, so that loading the program costs no time. */
const ordered = new Promise<InstallationOrder>((resolve) => {
  process.on('message', (message: ToInstallation) => {
    if (message.kind === 'order') resolve(message.order);
  });
});

async function start(): Promise<() => Promise<void>> {
  const order = await ordered;
  // The virtual devices stand at the first counter alone.
  const tray = order.as === 'counter' ? await startTray(cable()) : null;
  const core = await openCore({
    folder: join(order.folder, 'store'),
    keys: fileKeyProvider(join(order.folder, 'store.key')),
    districtUrl: order.districtUrl,
    enrolmentCode: order.enrolmentCode,
    ...(order.hall && { hall: order.hall }),
    slipLogo: demoLogo(),
    devices: tray?.devices ?? {},
    provisioned: tray === null ? [] : demoDevices,
    appVersion: order.appVersion,
    assets: join(import.meta.dirname, '..', '..', 'assets'),
    log,
    // Whoever started this process starts it again, and the start mends what is broken.
    onDamaged: () => setTimeout(() => process.exit(damagedExitCode), 300),
    demo: { staff: demoStaffFor(order.as) },
  });
  if (order.as === 'office' && order.enrolmentCode !== null) proposeFirst(core.parts);
  const routers = tray === null ? core.routers : { ...core.routers, tray: tray.router };
  const server = contractServer(routers);
  const shell = await openBrowserShell({
    server,
    rendererFolder: order.rendererFolder,
    port: order.port,
    tokens: order.tokens,
    log,
  });
  const withTray = (audience: Audience) => {
    const url = shell.url(audience);
    const usesTray = tray !== null && (audience === 'clerk' || audience === 'kiosk');
    return usesTray ? `${url}&tray=${order.tokens.tray}` : url;
  };
  const pages = server.audiences.filter((audience) => audience !== 'tray');
  tell({
    kind: 'ready',
    addresses: Object.fromEntries(pages.map((audience) => [audience, withTray(audience)])),
  });
  return async () => {
    await shell.close();
    await core.close();
    await tray?.close();
  };
}

const stop = start().catch((error: unknown) => {
  const sentence =
    error instanceof Error && 'sentence' in error
      ? String(error.sentence)
      : error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        ? '端口已被占用：一窗可能已经在运行。请先结束它，或加 --port 0 换一个端口。'
        : null;
  if (sentence === null) log.fatal({ fault: faultOf(error) }, 'cannot start');
  tell({ kind: 'failed', sentence: sentence ?? '程序没有启动成功，请查看日志。' });
  process.exitCode = 1;
  process.disconnect?.();
  return null;
});

let stopping = false;
function end(): void {
  if (stopping) return;
  stopping = true;
  void stop.then((close) => close?.()).finally(() => process.exit());
}
process.on('SIGTERM', end);
process.on('disconnect', end);
// The terminal sends Ctrl-C to every process at once: the parent ends the others in order.
process.on('SIGINT', () => {});
