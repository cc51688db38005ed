import type { ColumnType, Generated } from 'kysely';
import type { NewsKind } from '#shared/interfaces/news.ts';

type Unset<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;

/** A platform or department beyond the district that may connect (对接单位), and what it may see. */
export interface InterfaceClientTable {
  id: string;
  name: string;
  /** Whose cases and certificates; null for every department's. */
  departments: string[] | null;
  /** Of which matters, by code; null for every one. */
  matters: string[] | null;
  /** It may see who an applicant is; masked otherwise. */
  clear: boolean;
  since: Date;
  ended_at: Unset<Date>;
  paused_at: Unset<Date>;
}

/** By its hash alone. A client may have two for as long as it takes to change from one to the other. */
interface InterfaceCredentialTable {
  hash: string;
  client_id: string;
  since: Date;
  until: Unset<Date>;
}

/** Every call that came in. */
interface InterfaceCallTable {
  id: Generated<string>;
  /** Null where the credential was nobody's. */
  client_id: string | null;
  operation: string;
  /** The number that was asked for, or the cookie. */
  subject: string | null;
  at: Date;
  status: number;
  ms: number;
}

/** What an administrator did about a client, a subscription or a message. */
interface InterfaceActTable {
  id: Generated<string>;
  at: Date;
  /** Posting id. */
  by: string;
  act: string;
  target: string;
  reason: string;
}

interface WebhookSubscriptionTable {
  id: string;
  client_id: string;
  url: string;
  events: NewsKind[];
  /** The key of the signature in the clear, as a node of an older version writes it until a newer one seals it. */
  secret: Unset<string>;
  /** The same, sealed by a key that is not in the database: `sealing.ts`. */
  sealed_secret: Unset<string>;
  /** Id of the key that opens it. */
  sealing_key: Unset<string>;
  since: Date;
  ended_at: Unset<Date>;
  paused_at: Unset<Date>;
}

/** One piece of news for one subscription: the outbox, written in the transaction that took the step in. */
export interface WebhookMessageTable {
  id: Generated<string>;
  subscription_id: string;
  /** `News` without its id and time. */
  body: ColumnType<Record<string, unknown>, string, string>;
  entered_at: Date;
  /** givenUp: its time was over. dropped: nobody is subscribed any more. */
  state: Generated<'waiting' | 'delivered' | 'givenUp' | 'dropped'>;
  attempts: Generated<number>;
  /** Not before then; while it is being sent, when another node may take it to be lost. */
  next_at: Date;
  give_up_at: Date;
  settled_at: Unset<Date>;
}

/** Every attempt at sending one, entered before it goes out. */
interface WebhookAttemptTable {
  id: Generated<string>;
  message_id: string;
  at: Date;
  /** What was answered; null where nothing was. */
  status: number | null;
  /** Null of one that succeeded, and of one whose node ended before it heard of it. */
  fault: string | null;
  ms: number | null;
}

/** How far the transactions had come at a time, so that a time can be read as a place in the order of changes. */
interface ChangeMarkTable {
  at: Date;
  epoch: string;
  xid: string;
}

export interface InterfaceTables {
  interface_client: InterfaceClientTable;
  interface_credential: InterfaceCredentialTable;
  interface_call: InterfaceCallTable;
  interface_act: InterfaceActTable;
  webhook_subscription: WebhookSubscriptionTable;
  webhook_message: WebhookMessageTable;
  webhook_attempt: WebhookAttemptTable;
  change_mark: ChangeMarkTable;
}
