import { implement } from '@orpc/server';
import { instantOfEpoch, instantSchema } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import { type DeviceView, devicesContract } from '#shared/contracts/devices.ts';
import { deviceKindNames, devicePlaceNames } from '#shared/devices/device-profile.ts';
import { needsSomebody } from '#shared/devices/device-status.ts';
import type { Registered } from '../devices/device-register.ts';
import { supportReport, writeReport } from '../devices/support-report.ts';
import type { Parts } from './parts.ts';

/** So many of the last prints are listed. */
const jobsShown = 100;
const done = { kind: 'done' } as const;
const unknown = refused('deviceUnknown', '没有这台设备，请刷新后再试。');

/** The device page, the same at every desk that has devices. */
export function deviceHandlersOf({
  devices,
  appVersion,
  supportFolder,
}: Pick<Parts, 'devices' | 'appVersion' | 'supportFolder'>) {
  const os = implement(devicesContract);
  const { register, ledger } = devices;

  const view = (registered: Registered): DeviceView => {
    const { profile, source, device, lastFault, lastTest, testing } = registered;
    const { id, name, place, kind, address } = profile;
    return {
      ...{ id, name, place, kind, address, source },
      profile: source === 'program' ? null : profile,
      placeName: devicePlaceNames[place],
      kindName: deviceKindNames[kind],
      overridden: register.isOverridden(id),
      status: device.status(),
      lastFault:
        lastFault === null ? null : { at: instantOfEpoch(lastFault.at), message: lastFault.status.message },
      testing,
      lastTest: lastTest === null ? null : { ...lastTest, at: instantOfEpoch(lastTest.at) },
    };
  };
  /** Changes a device that is there; what the program brings along stays as it is. */
  const ofOthers = async (id: string, act: () => Promise<void>) => {
    if (register.get(id)?.source === 'program')
      return refused('deviceGiven', '演示设备由程序提供，不能修改。可以另外添加设备。');
    await act();
    return done;
  };

  return {
    /** How many devices need somebody. */
    troubles: (): number => register.all().filter(({ device }) => needsSomebody(device.status())).length,

    handlers: {
      list: os.list.handler(() => ({
        devices: register.all().map(view),
        removed: register.removed().map(({ id, name }) => ({ id, name })),
      })),
      test: os.test.handler(({ input }) => (register.test(input.id) ? done : unknown)),
      judge: os.judge.handler(({ input }) => {
        if (register.get(input.id) === undefined) return unknown;
        register.tested(
          input.id,
          input.good
            ? { outcome: 'passed', sentence: '已由人工确认可以使用。' }
            : { outcome: 'failed', sentence: '人工确认不能使用，请检查连接线和设置后再测。' },
        );
        return done;
      }),
      report: os.report.handler(({ input }) => {
        for (const { profile } of register.all()) {
          if (profile.kind === input.kind && profile.place === 'counter')
            register.report(profile.id, input.code);
        }
        return done;
      }),
      traffic: os.traffic.handler(({ input }) =>
        (register.get(input.id)?.device.traffic() ?? [])
          .map((line) => ({ ...line, at: instantOfEpoch(line.at) }))
          .toReversed(),
      ),
      exportReport: os.exportReport.handler(() => ({
        ...done,
        file: writeReport(supportFolder, supportReport(register, ledger.lately(jobsShown), appVersion)),
      })),
      save: os.save.handler(({ input }) => ofOthers(input.profile.id, () => register.save(input.profile))),
      remove: os.remove.handler(({ input }) =>
        register.get(input.id) === undefined ? unknown : ofOthers(input.id, () => register.remove(input.id)),
      ),
      restore: os.restore.handler(({ input }) => ofOthers(input.id, () => register.restore(input.id))),
      jobs: os.jobs.handler(() =>
        ledger
          .lately(jobsShown)
          .map(({ id, title, state, sentence, place, printer, attempts, copyOf, createdAt }) => ({
            ...{ id, title, state, sentence, printer, attempts },
            placeName: devicePlaceNames[place],
            copy: copyOf !== null,
            createdAt: instantSchema.parse(createdAt),
          })),
      ),
      retry: os.retry.handler(({ input }) => devices.retry(input.jobId)),
      reprint: os.reprint.handler(({ input }) => devices.reprint(input.jobId)),
    },
  };
}
