import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { deviceKinds, devicePlaces, deviceProfileSchema } from '../devices/device-profile.ts';
import { answer, done } from './answer.ts';
import { deviceStatusSchema, printStateSchema } from './views.ts';

const testResultSchema = z.object({ outcome: z.enum(['passed', 'failed', 'unknown']), sentence: z.string() });

/** A device as IT sees it. Nothing of it is about a citizen. */
export const deviceViewSchema = z.object({
  /** As it is named; null for what a demo brings along, which is reached by no address. */
  profile: deviceProfileSchema.nullable(),
  id: z.string(),
  name: z.string(),
  place: z.enum(devicePlaces),
  placeName: z.string(),
  kind: z.enum(deviceKinds),
  kindName: z.string(),
  address: z.string(),
  /** Who named it: the program (a demo), the provisioning file, or somebody on this page. */
  source: z.enum(['program', 'file', 'page']),
  /** The page says something else of it than the provisioning file. */
  overridden: z.boolean(),
  status: deviceStatusSchema,
  /** Its last trouble, and when. */
  lastFault: z.object({ at: instantSchema, message: z.string() }).nullable(),
  testing: z.boolean(),
  lastTest: testResultSchema.extend({ at: instantSchema }).nullable(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

export const trafficSchema = z.object({
  at: instantSchema,
  asked: z.string(),
  answered: z.string(),
  times: z.int(),
});

export const printJobViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: printStateSchema,
  sentence: z.string(),
  placeName: z.string(),
  printer: z.string(),
  attempts: z.int(),
  /** A copy of an earlier job, marked 重打. */
  copy: z.boolean(),
  createdAt: instantSchema,
});
export type PrintJobView = z.infer<typeof printJobViewSchema>;

const deviceId = z.object({ id: z.string().max(40) });
const jobId = z.object({ jobId: z.uuid() });

/** The device page of a machine: looking, testing and the export are open to whoever stands there. */
export const devicesContract = {
  list: oc.output(
    z.object({
      devices: z.array(deviceViewSchema),
      /** Named in the provisioning file and taken out on this page. */
      removed: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
  /** Begins a test; what comes of it is in the list. A slow printer takes longer than a call may. */
  test: oc.input(deviceId).output(done),
  /** What a person judged at a device that only a person can judge. */
  judge: oc.input(deviceId.extend({ good: z.boolean() })).output(done),
  /** A page tells how a device is that it drives. */
  report: oc
    .input(z.object({ kind: z.enum(['camera', 'signaturePad', 'speaker']), code: z.string().max(20) }))
    .output(done),
  traffic: oc.input(deviceId).output(z.array(trafficSchema)),
  /** Writes everything about the devices into a file for support, and says where it is; no personal data. */
  exportReport: oc.output(answer({ file: z.string() })),
  save: oc.input(z.object({ profile: deviceProfileSchema })).output(done),
  remove: oc.input(deviceId).output(done),
  /** As the provisioning file has it. */
  restore: oc.input(deviceId).output(done),
  jobs: oc.output(z.array(printJobViewSchema)),
  retry: oc.input(jobId).output(done),
  reprint: oc.input(jobId).output(done),
};
