import { oc } from '@orpc/contract';
import { z } from 'zod';
import { answer, done } from './answer.ts';
import { outboxRowSchema } from './views.ts';

/** A sealed file as a page hands it over: its text, and the name that it is kept under. */
const fileSchema = z.object({ name: z.string(), text: z.string() });
const picked = z.strictObject({ text: z.string().max(8_000_000) });

/** What still has to reach the district, at any desk: the list, and the ways by which it gets there. */
export const outboxContract = {
  list: oc.output(z.array(outboxRowSchema)),
  /** A step that the district refused leaves the list once somebody has read why. */
  acknowledge: oc.input(z.object({ commandId: z.uuid() })).output(done),
  /**
   * A step that the district refused is given once more, as it was given then, behind the refused steps that it rests
   * upon: all of them or none.
   */
  giveAgain: oc.input(z.object({ commandId: z.uuid() })).output(done),
  /** Tries to send now instead of at the next turn. */
  sendNow: oc.output(done),
  /**
   * Makes the sealed file of this desk: all that waits, or as much as one file holds (`left` did not fit). It may be made
   * again; nothing is marked as sent by it.
   */
  seal: oc.output(answer({ file: fileSchema, steps: z.int(), left: z.int() })),
  /** Hands somebody else's file in at the district, now; gives the file to take back. */
  carry: oc.input(picked).output(answer({ file: fileSchema })),
  /** Takes in what came back for this desk. */
  open: oc.input(picked).output(done),
};
