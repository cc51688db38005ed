import { randomInt, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { cancellationSchema, publicOrderSchema, slotsQuestionSchema } from '#shared/contracts/bookings.ts';
import type { Slot } from '#shared/contracts/hall-queue.ts';
import type { Facts } from '#shared/decider.ts';
import type { Hall } from '#shared/organisation/organisation.ts';
import {
  type BookableHall,
  type Booking,
  bookingDecider,
  bookingSlots,
  newBookingCode,
} from '#shared/queue/booking.ts';
import type { Queries } from '../database/database.ts';
import type { PublishedReference } from '../organisation/published.ts';
import { announce } from '../sync/wake-ups.ts';

/**
 * Bookings by whoever keeps them for the public (政务服务网), with the token that this district has given them. A booking
 * is a place in its own lane: however full the slots are, whoever comes without one is received.
 * @param token null where nobody books from outside
 */
export function bookingRoutes(
  app: FastifyInstance,
  {
    queries,
    published,
    now,
    token,
  }: { queries: Queries; published: PublishedReference; now: () => Instant; token: string | null },
): void {
  const known = async (request: FastifyRequest, reply: FastifyReply) => {
    if (token === null || request.headers.authorization !== `Bearer ${token}`)
      return reply.status(404).send({ code: 'NOT_FOUND' });
  };

  async function hallOf(hallId: string): Promise<(BookableHall & { hall: Hall }) | null> {
    const reference = (await published(queries))?.reference;
    const hall = reference?.halls.find(({ id }) => String(id) === hallId);
    if (reference === undefined || hall === undefined) return null;
    const { calendar, counters } = reference;
    return {
      ...{ hall, calendar },
      counters: counters.filter(({ organisationId }) => organisationId === hall.organisationId).length,
    };
  }

  const bookingsOf = async (trx: Queries, hallId: string, day: string): Promise<Booking[]> => {
    const rows = await trx
      .selectFrom('booking')
      .select('state')
      .where(sql`state ->> 'hallId'`, '=', hallId)
      .where(sql`state ->> 'day'`, '=', day)
      .execute();
    return rows.map(({ state }) => state as unknown as Booking);
  };

  app.get<{ Params: { hallId: string } }>(
    '/v1/halls/:hallId/slots',
    { onRequest: known },
    async (request, reply) => {
      const asked = slotsQuestionSchema.safeParse({ ...(request.query as object), ...request.params });
      if (!asked.success)
        return reply.status(400).send(refusal('dayWrong', '请写明日期，如 day=2026-09-22。'));
      const { hallId, day } = asked.data;
      const found = await hallOf(hallId);
      if (found === null) return reply.status(404).send(unknownHall);
      const slots: readonly Slot[] = bookingSlots(day, await bookingsOf(queries, hallId, day), found);
      return { slots };
    },
  );

  app.post('/v1/bookings', { onRequest: known }, async (request, reply) => {
    const order = publicOrderSchema.safeParse(request.body);
    if (!order.success) return reply.status(400).send(refusal('orderWrong', '预约内容不完整或格式不对。'));
    const { hallId, bookingId, at, categoryId, booker } = order.data;
    const found = await hallOf(hallId);
    if (found === null) return reply.status(404).send(unknownHall);
    const category = found.hall.categories.find(({ id }) => String(id) === categoryId);
    if (category === undefined)
      return reply.status(404).send(refusal('categoryUnknown', '没有这一类业务，请重新选择。'));
    const day = beijingDateOf(at);
    return queries.transaction().execute(async (trx) => {
      // One booking of a hall's day at a time: the last place is given once.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`booking ${hallId} ${day}`}, 0))`.execute(
        trx,
      );
      const before = await trx
        .selectFrom('booking')
        .select('state')
        .where('id', '=', bookingId)
        .executeTakeFirst();
      if (before !== undefined) return told(before.state as unknown as Booking);
      const others = await bookingsOf(trx, hallId, day);
      const slot = bookingSlots(day, others, found).find((each) => each.at === at);
      if (slot === undefined || at <= now())
        return reply.status(409).send(refusal('slotUnknown', '没有这个时段，请选择列出的、还没有过的时段。'));
      if (slot.free === 0)
        return reply
          .status(409)
          .send(refusal('slotTaken', '这个时段的预约已约满，请选其他时段；不预约也可以随时到大厅取号办理。'));
      const decision = bookingDecider.decide(
        null,
        {
          name: 'makeBooking',
          id: bookingId,
          args: {
            ...{ hallId, at, categoryId, categoryName: category.name },
            code: newBookingCode(others, randomInt),
            booker: { salt: randomUUID(), personal: booker },
          },
        },
        factsAt(now(), hallId, found.hall.organisationId),
      );
      if (decision.kind === 'refusal') return reply.status(409).send(decision.refusal);
      const booking = decision.events.reduce<Booking | null>(bookingDecider.evolve, null);
      if (booking === null) throw new Error('a booking that was decided made no event');
      await keep(trx, booking);
      return reply.status(201).send(told(booking));
    });
  });

  app.post<{ Params: { id: string } }>(
    '/v1/bookings/:id/cancel',
    { onRequest: known },
    async (request, reply) => {
      const asked = cancellationSchema.safeParse({ ...(request.body as object | null), ...request.params });
      if (!asked.success) return reply.status(400).send(refusal('orderWrong', '内容格式不对。'));
      const { id, reason } = asked.data;
      return queries.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('booking')
          .select('state')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        const booking = (row?.state ?? null) as unknown as Booking | null;
        const decision = bookingDecider.decide(
          booking,
          { name: 'cancelBooking', id, args: { reason } },
          factsAt(now(), booking?.hallId ?? '', booking?.organisationId ?? ''),
        );
        if (decision.kind === 'refusal') return reply.status(409).send(decision.refusal);
        const after = decision.events.reduce<Booking | null>(bookingDecider.evolve, booking);
        if (after !== null) await keep(trx, after);
        return { kind: 'done' };
      });
    },
  );
}

const refusal = (code: string, message: string) => ({ code, message });
const unknownHall = refusal('hallUnknown', '没有这个大厅。');
/** What whoever booked is told; who they are they know. */
const told = ({ id, at, code, categoryName, status }: Booking) => ({
  ...{ bookingId: id, at, code, categoryName, status },
});

/** What the rules of a booking ask for, by the district's own clock. */
const factsAt = (now: Instant, hallId: string, organisationId: string): Pick<Facts, 'place' | 'stamp'> => ({
  stamp: { capturedAt: now, notBefore: now, notAfter: now, uploadedAt: now },
  place: {
    ...{ installationId: 'district', kind: 'office', counterId: null, organisationId, hallId },
    ...{ areaCode: '', series: '' },
  },
});

async function keep(trx: Queries, booking: Booking): Promise<void> {
  const { id, revision, organisationId } = booking;
  const changed = {
    revision,
    state: JSON.stringify(booking),
    changed_xid: sql<string>`pg_current_xact_id()`,
  };
  await trx
    .insertInto('booking')
    .values({
      id,
      ...changed,
      receiving_counter: null,
      receiving_organisation: organisationId,
      deciding_department: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
  await announce(trx, [organisationId]);
}
