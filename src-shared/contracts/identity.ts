import { oc } from '@orpc/contract';
import { z } from 'zod';
import { answer, done } from './answer.ts';

const staffNumber = z.string().max(32);
const password = z.string().max(200);
const pin = z.string().max(12);

/** What a desk shows of who is there, at every moment. */
export const presenceSchema = z.object({
  /** Set while the desk is locked; then it shows nothing of anybody else. */
  lock: z.object({ personName: z.string(), staffNumber: z.string(), hasPin: z.boolean() }).nullable(),
  /** Colleagues who can come in by their PIN here. */
  pinHolders: z.array(z.object({ staffNumber: z.string(), name: z.string() })),
  /** Whether the signed-in person has a PIN here. */
  hasPin: z.boolean(),
});

/** Who sits at a desk: the same at every desk. */
export const identityContract = {
  /** In by the PIN that was set here: the locked person again, or a quick change to another. */
  enterByPin: oc.input(z.object({ staffNumber, pin })).output(done),
  /** The screens go blank at once; what has been entered stays. */
  lock: oc.output(done),
  /** Somebody touches keyboard, mouse or screen: the idle lock waits from now. */
  active: oc.output(done),
  /** Sets one's own PIN here, by one's password. */
  setPin: oc.input(z.object({ password, pin })).output(done),
  erasePin: oc.output(done),
  /** One's own pass, as the text of a file to be carried to a place without a network. */
  exportPass: oc.output(answer({ fileName: z.string(), text: z.string() })),
  /** Takes such a file in; its person can then sign in here with their password. */
  importPass: oc
    .input(z.object({ text: z.string().max(10_000) }))
    .output(answer({ staffNumber: z.string(), name: z.string() })),
};
