import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { hallFileSchema } from '#shared/identity/enrolment.ts';
import { type CoreOptions, openCore } from './core.ts';
import { photoDecoderSchema } from './devices/card-reader/photo-decoder.ts';
import { provisionedDevicesSchema } from './devices/device-register.ts';
import { largestLogo, readSlipLogo, type SlipLogo } from './devices/ticket-printer/slip-logo.ts';
import type { EnrolmentGrant } from './identity/enrolment.ts';
import { hallHints } from './queue/hall-hints.ts';
import { keepRecoveryCopy, readRecoveryKey } from './store/recovery-key.ts';

/** Cases and passwords travel on it: never in clear. */
const districtUrlSchema = z.url({ protocol: /^https$/ });

const hallAddressSchema = z.string().regex(/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/);

/**
 * What IT writes for a machine, or for all machines of a hall at once (see docs/enrolment.md). How it enrols: by a
 * one-time code, or by the file of its hall and the counter that it stands at.
 */
const provisioningSchema = z
  .strictObject({
    /** May be left out beside a hall's file, which says it. */
    districtUrl: districtUrlSchema.optional(),
    enrolmentCode: z.string().nullable().default(null),
    /** The path of the hall's file, from this file's folder. */
    hallFile: z.string().min(1).optional(),
    /** Where this machine stands. */
    counterId: z.string().min(1).optional(),
    /** Where each machine of the hall stands, by its name: then one file does for all of them. */
    counters: z.record(z.string(), z.string().min(1)).default({}),
    /** This machine is a ticket kiosk and stands at no counter. */
    kiosk: z.boolean().default(false),
    /** This machine is the hall's back office and stands at no counter. */
    backOffice: z.boolean().default(false),
    /** Where the hall's queue is kept: here, open to the others at this address, or by the machine at that one. */
    hall: z
      .union([z.strictObject({ listen: hallAddressSchema }), z.strictObject({ core: hallAddressSchema })])
      .optional(),
    /** Whether the hall's core is told of, and heard of, on the hall's network. */
    hallHints: z.boolean().default(true),
    /** Takes the place of the machine that stands at that counter now. */
    replace: z.boolean().default(false),
    devices: provisionedDevicesSchema.default([]),
    /** The hall's mark at the head of every slip: a bitmap of two colours, its path from this file's folder. */
    slipLogo: z.string().min(1).nullable().default(null),
    /** The vendor's program that makes pictures of the photos on identity cards. */
    photoDecoder: photoDecoderSchema.nullable().default(null),
    /** A desk that nobody touches locks itself after so many minutes. */
    idleMinutes: z.int().min(1).max(60).default(10),
    appVersion: z.string().default('0.0.0'),
  })
  .refine(({ districtUrl, hallFile }) => districtUrl !== undefined || hallFile !== undefined, {
    path: ['districtUrl'],
  })
  .refine(({ kiosk, backOffice }) => !(kiosk && backOffice), { path: ['backOffice'] });
type Provisioning = z.infer<typeof provisioningSchema>;

/** What a machine was given cannot be worked with; `sentence` is for whoever wrote it. */
export class ProvisioningUnusable extends Error {
  readonly sentence: string;
  constructor(sentence: string) {
    super('provisioning unusable');
    this.sentence = sentence;
  }
}

/** Where a machine's files are, and how its core tells what happens. */
export interface ProvisionedOptions
  extends Pick<CoreOptions, 'assets' | 'keys' | 'log' | 'onWaiting' | 'signal' | 'onDamaged'> {
  /** The machine's own folder: store, keys, recovery copy. */
  data: string;
  provisioning: string;
  /** The district's public recovery key; the store's key is sealed to it as well. */
  recoveryKey: string | undefined;
}

/**
 * Opens the core of a machine as its provisioning file says.
 * @throws ProvisioningUnusable, and what `openCore` throws
 */
export async function openProvisioned(options: ProvisionedOptions): ReturnType<typeof openCore> {
  const { data, provisioning: file, recoveryKey: recoveryFile, keys, ...rest } = options;
  const given = readProvisioning(file);
  const recoveryKey = recoveryFile === undefined ? null : readRecoveryKey(readText(recoveryFile) ?? '');
  const { devices, photoDecoder, appVersion, idleMinutes, hall, hallHints: hinted } = given.provisioning;
  const core = await openCore({
    folder: join(data, 'store'),
    keys,
    districtUrl: given.districtUrl,
    enrolmentCode: null,
    ...(given.enrolment && { enrolment: given.enrolment }),
    ...(hall && { hall }),
    ...(hinted && { hallHints: (name: string) => hallHints({ name, log: options.log }) }),
    provisioned: devices,
    photoDecoder,
    slipLogo: given.slipLogo,
    appVersion,
    idleMinutes,
    ...rest,
  });
  // Only of a key that has opened the store: the copy of the right one must not be written over.
  if (recoveryKey !== null) keepRecoveryCopy(join(data, 'recovery-key'), keys.key(false), recoveryKey);
  return core;
}

/**
 * Reads a provisioning file, with the hall's file where it names one. A hall's file that is not there is no fault by
 * itself: it travels on a stick, and an enrolled machine works without it.
 * @throws ProvisioningUnusable
 */
export function readProvisioning(
  file: string,
  machineName: string = hostname(),
): {
  provisioning: Provisioning;
  districtUrl: string;
  enrolment: EnrolmentGrant | { unavailable: string } | null;
  slipLogo: SlipLogo | null;
} {
  const read = provisioningSchema.safeParse(readJson(file));
  if (!read.success) {
    const fields = new Set(read.error.issues.map((issue) => issue.path.join('.') || '（整个文件）'));
    throw new ProvisioningUnusable(`配置文件 ${file} 不能使用，请检查：${[...fields].join('、')}。`);
  }
  const provisioning = read.data;
  const { enrolmentCode } = provisioning;
  const hall = provisioning.hallFile === undefined ? null : hallGrant(file, provisioning, machineName);
  const districtUrl = provisioning.districtUrl ?? hall?.districtUrl;
  if (districtUrl === undefined)
    throw new ProvisioningUnusable(
      `大厅登记文件 ${provisioning.hallFile} 读不到，请插好U盘后重新启动；本机登记过的，请在配置文件的 districtUrl 写明区级平台地址。`,
    );
  const enrolment = enrolmentCode !== null ? { code: enrolmentCode } : (hall?.grant ?? null);
  return { provisioning, districtUrl, enrolment, slipLogo: logoOf(file, provisioning.slipLogo) };
}

function logoOf(file: string, path: string | null): SlipLogo | null {
  if (path === null) return null;
  const logo = readSlipLogo(readBytes(resolve(dirname(file), path)) ?? Buffer.alloc(0));
  if (logo === null)
    throw new ProvisioningUnusable(
      `小票标志 ${path} 不能使用，请用“画图”另存为单色位图（.bmp），宽不超过${largestLogo.width}点、高不超过${largestLogo.height}点。`,
    );
  return logo;
}

function hallGrant(
  file: string,
  { hallFile: path = '', counterId, counters, replace, kiosk, backOffice }: Provisioning,
  machineName: string,
): { districtUrl?: string; grant: EnrolmentGrant | { unavailable: string } } {
  const text = readText(resolve(dirname(file), path));
  if (text === null) return { grant: { unavailable: `大厅登记文件 ${path} 读不到，请插好U盘后重新启动。` } };
  const hallFile = hallFileSchema.safeParse(parsed(text)).data;
  const districtUrl = districtUrlSchema.safeParse(hallFile?.districtUrl).data;
  if (hallFile === undefined || districtUrl === undefined)
    throw new ProvisioningUnusable(`大厅登记文件 ${path} 不完整或被改动过，请向系统管理员索取新的文件。`);
  const own = machineName.trim().toUpperCase();
  const listed = Object.entries(counters).find(([name]) => name.trim().toUpperCase() === own)?.[1];
  if (kiosk || backOffice) return { districtUrl, grant: { hallFile, counterId: null, backOffice } };
  const seat = counterId ?? listed;
  if (seat === undefined) {
    const seats = hallFile.seats.map((each) => `${each.counterId}（${each.name}）`).join('、');
    const unavailable = `请在配置文件的 counterId 写明本机（${machineName}）所在窗口，或在 counters 按计算机名写明；可选：${seats}。`;
    return { districtUrl, grant: { unavailable } };
  }
  return { districtUrl, grant: { hallFile, counterId: seat, replace } };
}

const readJson = (file: string): unknown => parsed(readText(file) ?? '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The file's text, without the mark that Windows' editor puts in front of it; null where it cannot be read. */
function readText(file: string): string | null {
  return (
    readBytes(file)
      ?.toString('utf8')
      .replace(/^\uFEFF/, '') ?? null
  );
}

function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
