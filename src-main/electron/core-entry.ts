/**
 * The core of the packaged program, in a utility process: `--data <folder> --provisioning <file>`. The provisioning
 * file says which district, which devices, and at the first start the one-time code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { contractServer, deviceWiringSchema, fileKeyProvider, openCore, openDevices } from '../core/core.ts';
import { refuseToStart, servePorts } from './core-process.ts';

const provisioningSchema = z.strictObject({
  districtUrl: z.url({ protocol: /^https$/ }),
  enrolmentCode: z.string().nullable().default(null),
  devices: deviceWiringSchema.default({}),
  appVersion: z.string().default('0.0.0'),
});

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'data' },
    provisioning: { type: 'string', default: 'provisioning.json' },
  },
});

async function start(): Promise<void> {
  const provisioning = provisioningSchema.safeParse(read(options.provisioning));
  if (!provisioning.success) {
    const fields = provisioning.error.issues
      .map((issue) => issue.path.join('.') || '（整个文件）')
      .join('、');
    refuseToStart(`配置文件 ${options.provisioning} 不能使用，请检查：${fields}。`);
    return;
  }
  const { districtUrl, enrolmentCode, devices, appVersion } = provisioning.data;
  const core = await openCore({
    folder: join(options.data, 'store'),
    keys: fileKeyProvider(join(options.data, 'store.key')),
    districtUrl,
    enrolmentCode,
    devices: openDevices(devices),
    appVersion,
    log: pino(pino.destination({ dest: 2, sync: true })),
  });
  servePorts(contractServer(core.routers), core.close);
}

/** The file's content, or null where it is not there or is no JSON. */
function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

start().catch((error: unknown) => {
  // A store of a newer program, a damaged journal, no enrolment: another start would not help, a person has to act.
  if (error instanceof Error && 'sentence' in error) refuseToStart(String(error.sentence));
  else throw error;
});
