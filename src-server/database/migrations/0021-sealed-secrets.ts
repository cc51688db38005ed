import { type Kysely, sql } from 'kysely';

/**
 * The keys of subscriptions may lie there sealed. A node of the version before goes on writing them in the clear, and
 * what it finds sealed it cannot sign: it sends nothing, and a newer node takes the message some seconds later.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `alter table webhook_subscription
       alter column secret drop not null,
       add column sealed_secret text,
       add column sealing_key text`,
    `update webhook_subscription set secret = null where ended_at is not null`,
  ])
    await sql.raw(statement).execute(db);
}
