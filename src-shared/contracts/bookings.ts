import { oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { bookingCodeSchema } from '../queue/booking.ts';
import { bookingOrderSchema, slotSchema } from './hall-queue.ts';

export const slotsQuestionSchema = z.object({
  hallId: z.string().min(1).max(64),
  day: beijingDateSchema,
});
export const publicOrderSchema = bookingOrderSchema.extend({ hallId: z.string().min(1).max(64) });
export const cancellationSchema = z.object({ id: z.uuidv7(), reason: z.string().max(120).default('') });

/**
 * Bookings for the public, by whoever keeps them for it (政务服务网), with the token that the district has given them.
 * What is refused is answered 400, 404 or 409 with a code and a sentence for whoever books.
 */
export const bookingsContract = {
  slots: oc
    .route({ method: 'GET', path: '/v1/halls/{hallId}/slots', summary: '查询一天的预约时段' })
    .input(slotsQuestionSchema)
    .output(z.object({ slots: z.array(slotSchema) })),
  book: oc
    .route({
      ...{ method: 'POST', path: '/v1/bookings', successStatus: 201 },
      summary: '预约；用同一个编号再问得到同一个预约',
    })
    .input(publicOrderSchema)
    .output(
      z.object({
        bookingId: z.string(),
        at: instantSchema,
        code: bookingCodeSchema,
        categoryName: z.string(),
        status: z.enum(['booked', 'kept', 'cancelled']),
      }),
    ),
  cancelBooking: oc
    .route({ method: 'POST', path: '/v1/bookings/{id}/cancel', summary: '取消预约' })
    .input(cancellationSchema)
    .output(z.object({ kind: z.literal('done') })),
};
