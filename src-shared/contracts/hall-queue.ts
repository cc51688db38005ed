import { z } from 'zod';
import { serviceModes } from '../cases/commands.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { bookerSchema, bookingCodeSchema } from '../queue/booking.ts';
import { defaultWeights } from '../queue/fair-order.ts';
import { hallDayCommands, laneWeightsSchema, rosterEntrySchema } from '../queue/hall-day.ts';
import {
  categoryNamedSchema,
  chosenMattersSchema,
  counterNamedSchema,
  laneSchema,
  priorityReasonSchema,
  ticketHolderSchema,
} from '../queue/ticket-commands.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { deviceStatusSchema, ticketRowSchema } from './views.ts';

/** What a hall's queue shows and is asked: plain data, the same on a link within the hall as inside one core. */

/** The code of a phone, and whether another number is wanted although it has taken one already. */
export const prefillOrderSchema = z.object({
  codeId: z.string().regex(/^[0-9A-F]{12}$/),
  another: z.boolean(),
});

/** What somebody wants a ticket for. The touch makes the id, so that a repeated order is the same ticket. */
export const ticketOrderSchema = z.object({
  ticketId: subjectIdSchema,
  /** The first is what the number begins with; the others are done in the same visit. Of a booking its own counts. */
  categoryIds: z.array(z.string().min(1).max(64)).max(9),
  /** What of these categories was chosen beforehand. */
  matters: chosenMattersSchema.default([]),
  /** By which code of a phone; null without one. */
  prefill: prefillOrderSchema.nullable().default(null),
  lane: laneSchema.default('walkIn'),
  priority: priorityReasonSchema.nullable().default(null),
  /** The code of a booking of today, where its holder laid no card. */
  bookingCode: bookingCodeSchema.nullable().default(null),
  serviceMode: z.enum(serviceModes).default('counter'),
  holder: ticketHolderSchema.nullable().default(null),
});
export type TicketOrder = z.infer<typeof ticketOrderSchema>;

/** A ticket that was issued, with all that is on its paper. */
export const issuedTicketSchema = z.object({
  id: z.string(),
  number: z.string(),
  categoryName: z.string(),
  also: z.array(z.string()),
  /** The matters that were chosen beforehand, by name. */
  matters: z.array(z.string()).default([]),
  /** The lane in words; empty for a walk-in. */
  laneName: z.string(),
  /** How many are called before. */
  ahead: z.int(),
  /** Whole minutes; null as long as nobody can say. */
  expectedMinutes: z.int().nullable(),
  issuedAt: instantSchema,
  token: z.string().nullable(),
  /** What else to say on the paper: of a booking that came early, of a category that is closed now. */
  remark: z.string(),
  /** The person had this ticket already: it is printed once more, and no other was issued. */
  again: z.boolean(),
});
export type IssuedTicket = z.infer<typeof issuedTicketSchema>;

/** The ticket of somebody who has come to the counter. */
export const arrivedTicketSchema = z.object({
  id: z.string(),
  number: z.string(),
  holder: ticketHolderSchema.nullable(),
  serviceMode: z.enum(serviceModes),
  note: z.string().nullable(),
  /** Who answers for them from an earlier counter on (首问负责); null where this is the first. */
  firstReceiver: z.string().nullable(),
});
export type ArrivedTicket = z.infer<typeof arrivedTicketSchema>;

/** What whoever works in a hall may set for its day: the commands of `hall-day.ts`, but for the one that begins it. */
const { openHallDay: _, ...arrangements } = hallDayCommands;
type ArrangementName = keyof typeof arrangements;
const arrangement = <Name extends ArrangementName>(name: Name) =>
  z.object({ name: z.literal(name), args: arrangements[name] });
export const arrangementSchema = z.discriminatedUnion('name', [
  arrangement('setLaneWeights'),
  arrangement('closeCategory'),
  arrangement('openCategory'),
  arrangement('setNotice'),
  arrangement('setRoster'),
  arrangement('pauseCounter'),
  arrangement('resumeCounter'),
  arrangement('setAutoCall'),
  arrangement('raiseAlarm'),
  arrangement('settleAlarm'),
]);
export type Arrangement = z.infer<typeof arrangementSchema>;

/** A booking as a list shows it. */
export const bookingRowSchema = z.object({
  id: z.string(),
  at: instantSchema,
  categoryName: z.string(),
  status: z.enum(['booked', 'kept', 'cancelled']),
  bookerName: z.string(),
  code: z.string(),
});
export type BookingRow = z.infer<typeof bookingRowSchema>;

/** What somebody books. */
export const bookingOrderSchema = z.object({
  bookingId: subjectIdSchema,
  at: instantSchema,
  categoryId: z.string().min(1).max(64),
  booker: bookerSchema,
});
export type BookingOrder = z.infer<typeof bookingOrderSchema>;

/** A slot of a day, and how many more may book it. Who comes without a booking is not counted and never refused. */
export const slotSchema = z.object({ at: instantSchema, booked: z.int(), free: z.int() });
export type Slot = z.infer<typeof slotSchema>;

export const counterStates = ['free', 'calling', 'serving', 'paused'] as const;

/** How a kiosk is that takes part in a hall; a device that works says so whether or not it is at it just now. */
export const kioskReportSchema = z.object({ name: z.string().max(40), devices: z.array(deviceStatusSchema) });
export type KioskReport = z.infer<typeof kioskReportSchema>;

/** A kiosk as its hall sees it; one that is not connected gives numbers of its own. */
export const kioskSchema = kioskReportSchema.extend({ connected: z.boolean() });
export type Kiosk = z.infer<typeof kioskSchema>;

/** The last number of each prefix that was given on a day. */
export const givenNumbersSchema = z.object({
  day: beijingDateSchema,
  last: z.record(z.string().regex(/^[A-Z]$/), z.int().min(0).max(999_999)),
});
export type GivenNumbers = z.infer<typeof givenNumbersSchema>;

/** The whole queue of a hall, as every screen of it may show it: nothing personal but masked names. */
export const hallQueueSchema = z.object({
  hallName: z.string(),
  /** The first of those who wait, in the order in which they are called; `waitingCount` counts all. */
  waiting: z.array(ticketRowSchema),
  waitingCount: z.int(),
  missed: z.array(ticketRowSchema),
  parked: z.array(ticketRowSchema),
  /** Called and not come yet, the newest call first. */
  called: z.array(ticketRowSchema),
  serving: z.array(ticketRowSchema),
  categories: z.array(
    categoryNamedSchema.extend({
      prefix: z.string(),
      description: z.string(),
      waiting: z.int(),
      /** Why it is closed for now; null where it is open. Whoever comes for it is given a ticket all the same. */
      closedReason: z.string().nullable(),
    }),
  ),
  counters: z.array(
    counterNamedSchema.extend({
      number: z.int(),
      state: z.enum(counterStates),
      /** The number that is there; null where nobody is. */
      ticketNumber: z.string().nullable(),
      /** Why it rests, in words, and since when. */
      pausedFor: z.string().nullable(),
      pausedSince: instantSchema.nullable(),
      autoCall: z.boolean(),
    }),
  ),
  kiosks: z.array(kioskSchema),
  given: givenNumbersSchema.nullable(),
  notice: z.string(),
  /** Counters where somebody needs help at once. */
  alarms: z.array(z.object({ counter: counterNamedSchema, at: instantSchema })),
  weights: laneWeightsSchema,
  roster: z.array(rosterEntrySchema),
});
export type HallQueue = z.infer<typeof hallQueueSchema>;

/** The day in figures, from all its tickets. Seconds are whole; an average is null where there is nothing to average. */
export const dayFiguresSchema = z.object({
  issued: z.int(),
  served: z.int(),
  missed: z.int(),
  averageWait: z.int().nullable(),
  longestWait: z.int().nullable(),
  averageService: z.int().nullable(),
  /** By quarter of an hour from the first ticket on: issued, called, and how many waited at its end. */
  curve: z.array(z.object({ from: instantSchema, issued: z.int(), called: z.int(), waiting: z.int() })),
  byCounter: z.array(
    z.object({ counterName: z.string(), served: z.int(), averageService: z.int().nullable() }),
  ),
  /** After-hours and lunch service are counted (M7), and so are bookings. */
  byServiceMode: z.array(z.object({ serviceMode: z.string(), issued: z.int() })),
});
export type DayFigures = z.infer<typeof dayFiguresSchema>;

/** What a screen shows of the queue where nothing may be shown. */
export const noQueue: HallQueue = {
  ...{ hallName: '', waiting: [], waitingCount: 0, missed: [], parked: [], called: [], serving: [] },
  ...{
    categories: [],
    counters: [],
    kiosks: [],
    given: null,
    notice: '',
    alarms: [],
    weights: defaultWeights,
    roster: [],
  },
};

/** How a machine stands to the core that keeps its hall's queue; `own` where that is itself. */
export const hallLinkSchema = z.object({
  mode: z.enum(['own', 'joining', 'connected', 'alone']),
  /** In words; empty where there is nothing to say. */
  sentence: z.string(),
});
export type HallLink = z.infer<typeof hallLinkSchema>;

const sentences: Readonly<Record<HallLink['mode'], string>> = {
  own: '',
  joining: '正在连接大厅',
  connected: '大厅已连接',
  alone: '大厅中断，本窗口单独叫号',
};
export const hallLinkOf = (mode: HallLink['mode'], isBackOffice: boolean): HallLink => ({
  mode,
  sentence: mode === 'alone' && isBackOffice ? '大厅中断，各窗口单独叫号' : sentences[mode],
});
