import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { paperSchema } from '../devices/paper.ts';
import { done } from './answer.ts';

/** A place in the demo hall that has a card reader and a ticket printer. */
export const placeSchema = z.enum(['kiosk', 'counter']);
export type TrayPlace = z.infer<typeof placeSchema>;

export const printerFaultSchema = z.enum([
  'none',
  'paperLow',
  'paperOut',
  'coverOpen',
  'cutter',
  'silent',
  'cutMidJob',
  'paperOutMidJob',
]);

/** The demo's device tray: virtual devices that speak the real protocols, and the district's network cable. */
export const traySchema = z.object({
  cards: z.array(z.object({ id: z.string(), label: z.string() })),
  places: z.array(
    z.object({
      place: placeSchema,
      name: z.string(),
      laidCardId: z.string().nullable(),
      printerFault: printerFaultSchema,
      /** Newest first. */
      papers: z.array(paperSchema),
    }),
  ),
  district: z.object({ running: z.boolean(), busy: z.boolean() }),
});
export type Tray = z.infer<typeof traySchema>;

/** Renderer ↔ demo: exists in a demo hall only. */
export const trayContract = {
  watch: oc.output(eventIterator(traySchema)),
  lay: oc.input(z.object({ place: placeSchema, cardId: z.string() })).output(done),
  lift: oc.input(z.object({ place: placeSchema })).output(done),
  setPrinterFault: oc.input(z.object({ place: placeSchema, fault: printerFaultSchema })).output(done),
  /** Stops or starts the district server. */
  setDistrict: oc.input(z.object({ running: z.boolean() })).output(done),
};
