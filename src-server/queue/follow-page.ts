import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { formatBeijing, type Instant } from '#shared/clock/beijing.ts';
import { fairOrder } from '#shared/queue/fair-order.ts';
import { type Ticket, ticketBeginning, waitingOf } from '#shared/queue/ticket.ts';
import type { Queries } from '../database/database.ts';
import { escaped, sendPublicPage } from '../public-page.ts';

/** So long a hall's list is good enough for whoever follows a ticket from afar. */
const goodForMs = 5_000;
/** Many halls at most are remembered; the district has fewer. */
const mostHalls = 500;

/**
 * The page behind the code on a ticket: whoever has the paper sees how far the hall has come. It knows a number and
 * nothing of anybody; what the hall has not uploaded yet it cannot know, and says as of when it speaks.
 */
export function followPage(
  app: FastifyInstance,
  { queries, now }: { queries: Queries; now: () => Instant },
): void {
  const lists = new Map<string, { until: number; ids: readonly string[] }>();

  async function waitingIn({ hallId, businessDay }: Ticket): Promise<readonly string[]> {
    const key = `${hallId} ${businessDay}`;
    const held = lists.get(key);
    if (held !== undefined && held.until > performance.now()) return held.ids;
    const rows = await queries
      .selectFrom('ticket')
      .select('state')
      .where(sql`state ->> 'hallId'`, '=', hallId)
      .where(sql`state ->> 'businessDay'`, '=', businessDay)
      .where(sql`state ->> 'status'`, '=', 'waiting')
      .orderBy(sql`state #>> '{issued,capturedAt}'`)
      .orderBy('id')
      .execute();
    const waiting = rows.map(({ state }) => {
      const ticket = ticketBeginning(state as unknown as Ticket);
      return { id: ticket.id, ...waitingOf(ticket) };
    });
    const ids = fairOrder(waiting, now()).map(({ id }) => id);
    if (lists.size >= mostHalls) lists.clear();
    lists.set(key, { until: performance.now() + goodForMs, ids });
    return ids;
  }

  app.get<{ Params: { token: string } }>('/t/:token', async (request, reply) => {
    const { token } = request.params;
    const row = /^[A-Za-z0-9_-]{22}$/.test(token)
      ? await queries
          .selectFrom('ticket')
          .select('state')
          .where(sql`state ->> 'token'`, '=', token)
          .executeTakeFirst()
      : undefined;
    const ticket = row === undefined ? null : ticketBeginning(row.state as unknown as Ticket);
    const told =
      ticket === null
        ? { number: '', lines: ['没有找到这张号票。大厅网络中断时，请看大厅屏幕、听广播叫号。'] }
        : {
            number: ticket.number,
            lines: [ticket.categoryName, sentenceOf(ticket, (await waitingIn(ticket)).indexOf(ticket.id))],
          };
    return sendPublicPage(reply, ticket === null ? 404 : 200, {
      ...{ title: '排队进度', style, refreshSeconds: 30 },
      body: bodyOf(told, now()),
    });
  });
}

function sentenceOf({ status, counter }: Ticket, ahead: number): string {
  switch (status) {
    case 'waiting':
      return ahead <= 0 ? '前面没有人等候，请留意叫号' : `前面还有 ${ahead} 人`;
    case 'called':
      return `正在叫号，请到${counter?.name ?? '窗口'}`;
    case 'missed':
      return '已过号，请到窗口或咨询台，可重新叫号';
    case 'parked':
      return `已挂起，请回到${counter?.name ?? '原窗口'}继续办理`;
    case 'serving':
      return `正在${counter?.name ?? '窗口'}办理`;
    default:
      return '已办完';
  }
}

const bodyOf = ({ number, lines }: { number: string; lines: readonly string[] }, at: Instant): string =>
  `<strong>${escaped(number)}</strong>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}
<small>截至${escaped(formatBeijing(at).slice(-5))}，每半分钟更新，以大厅叫号为准</small>`;

const style = `body{margin:0;padding:12vh 6vw;font-family:sans-serif;text-align:center;color:#1c2628;background:#f4f3ef}
strong{display:block;font-size:22vw;color:#0c4f52}p{font-size:6vw;margin:.5em 0}small{color:#47565a;font-size:4vw}`;
