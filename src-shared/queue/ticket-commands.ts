import { z } from 'zod';
import { serviceModes } from '../cases/commands.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { matterCodeSchema } from '../matters/matter.ts';
import { personalSchema } from '../sync/personal.ts';
import { lineSchema } from '../text.ts';
import { type Lane, lanes } from './fair-order.ts';
import { hallTicketCommands } from './hall-ticket-commands.ts';
import { mostPrefilled } from './prefill-code.ts';

/** What the kiosk reads from a card; it fills the form at the counter (预登记). */
export const ticketHolderSchema = z.strictObject({
  name: lineSchema(120),
  idNumber: lineSchema(32),
  address: lineSchema(200),
  /** Read by a reader that only imitates one: refused outside a demo. */
  virtual: z.literal(true).optional(),
});
export type TicketHolder = z.infer<typeof ticketHolderSchema>;

/**
 * As it is called: prefix and serial, `A007`. What stands before the prefix names a series of its own, given where the
 * hall could not be reached: the number of the counter (`3A007`), or K and the number of a kiosk (`K12A007`).
 */
export const ticketNumberSchema = z.string().regex(/^(?:\d{1,3}|[A-Z]\d{1,3})?[A-Z]\d{3,6}$/);

/** The two parts of a number: its series, and its serial in it. */
export function seriesOf(number: string): { series: string; serial: number } {
  const serial = /\d+$/.exec(number)?.[0] ?? '';
  return { series: number.slice(0, number.length - serial.length), serial: Number(serial) };
}

/** The number of a ticket; serials have three digits until they need more, so that they never run out. */
export const ticketNumber = (series: string, serial: number): string =>
  ticketNumberSchema.parse(`${series}${String(serial).padStart(3, '0')}`);

/** A counter as a ticket names it: by id, and by the name that is called out. */
export const counterNamedSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(40),
});
export type CounterNamed = z.infer<typeof counterNamedSchema>;

export const categoryNamedSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(40),
});

/** A matter that somebody chose on their phone before they took the ticket. */
export const matterNamedSchema = z.strictObject({ code: matterCodeSchema, name: lineSchema(200) });
export type MatterNamed = z.infer<typeof matterNamedSchema>;
export const chosenMattersSchema = z.array(matterNamedSchema).max(mostPrefilled);

/** Why somebody has priority (优先). */
export const priorityReasons = {
  elderly: '老年人',
  disabled: '残疾人',
  pregnant: '孕妇或携带婴幼儿',
  military: '军人和优抚对象',
  other: '其他需要照顾的',
} as const;
export type PriorityReason = keyof typeof priorityReasons;
const keys = <Key extends string>(table: Readonly<Record<Key, string>>) =>
  Object.keys(table) as [Key, ...Key[]];
export const laneSchema = z.enum(keys<Lane>(lanes));
export const priorityReasonSchema = z.enum(keys<PriorityReason>(priorityReasons));

/** Whom a ticket is passed on to: one counter, or whoever calls next in a category. */
export const transferTargetSchema = z.discriminatedUnion('kind', [
  counterNamedSchema.extend({ kind: z.literal('counter') }),
  categoryNamedSchema.extend({ kind: z.literal('category') }),
]);
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/**
 * The counter for which a command is given. The core that keeps the hall's queue gives commands for all its counters; a
 * program before version 4 names none, and means its own.
 */
const acting = { counter: counterNamedSchema.optional() };

/** What a ticket begins with. */
const issueSchema = z.strictObject({
  number: ticketNumberSchema,
  categoryId: z.string().min(1).max(64),
  categoryName: z.string().min(1).max(40),
  /** What else its holder comes for, in the same visit. */
  also: z.array(categoryNamedSchema).max(8).default([]),
  matters: chosenMattersSchema.default([]),
  businessDay: beijingDateSchema,
  hallId: z.string().min(1).max(64),
  lane: laneSchema.default('walkIn'),
  /** In the lane of priority, why. */
  priority: priorityReasonSchema.nullable().default(null),
  booking: z.strictObject({ id: z.uuidv7(), at: instantSchema }).nullable().default(null),
  serviceMode: z.enum(serviceModes).default('counter'),
  /** Whoever knows it may follow the ticket from afar; it tells nothing of anybody. */
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .nullable()
    .default(null),
  /** Whoever laid their card on the kiosk's reader; null without a card. */
  holder: personalSchema(ticketHolderSchema).nullable(),
});

/** The commands of a ticket. */
export const ticketCommands = {
  issueTicket: issueSchema,
  ...hallTicketCommands(issueSchema),
  callTicket: z.strictObject({ ...acting, counterName: z.string().min(1).max(40).optional() }),
  recallTicket: z.strictObject(acting),
  missTicket: z.strictObject(acting),
  /** Whoever missed their number is back (过号返回). */
  returnTicket: z.strictObject({}),
  arriveTicket: z.strictObject({ ...acting, visitId: z.uuidv7() }),
  /** Puts somebody aside who has to fetch or fill in something, and keeps their place at this counter (挂起). */
  parkTicket: z.strictObject({ ...acting, reason: lineSchema(60) }),
  transferTicket: z.strictObject({ ...acting, to: transferTargetSchema, note: lineSchema(120) }),
  /** The visit has ended. */
  finishTicket: z.strictObject(acting),
  changeLane: z.strictObject({ lane: laneSchema, priority: priorityReasonSchema.nullable() }),
  putTicketFirst: z.strictObject({ reason: lineSchema(120).min(1) }),
} as const;
