import { type RawBuilder, sql } from 'kysely';
import type { News } from '#shared/interfaces/news.ts';

/** A message that cannot be delivered is tried for so long, from the moment on at which it came about. */
export const giveUpAfterMs = 72 * 60 * 60_000;

/**
 * Enters news for everybody who is subscribed to them and may see what they are about, in the statement that writes the
 * steps that they come from; it waits for nobody.
 */
export const enterNews = (news: readonly Omit<News, 'id' | 'at'>[], at: Date): RawBuilder<unknown> =>
  sql`insert into webhook_message (subscription_id, body, entered_at, next_at, give_up_at)
    select subscription.id, to_jsonb(news), ${at}::timestamptz, ${at}::timestamptz,
      ${new Date(at.getTime() + giveUpAfterMs)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as news (type text, "caseNumber" text, revision int,
      "matterCode" text, "departmentId" text, state text, "stateName" text, "certificateNumber" text)
    join webhook_subscription as subscription
      on subscription.ended_at is null and news.type = any(subscription.events)
    join interface_client as client on client.id = subscription.client_id and client.ended_at is null
      and (client.departments is null or news."departmentId" = any(client.departments))
      and (client.matters is null or news."matterCode" = any(client.matters))`;
