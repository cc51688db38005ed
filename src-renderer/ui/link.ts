import { type ClientContext, type ClientLink, createORPCClient, type NestedClient } from '@orpc/client';
import { create } from 'zustand';
import type { Audience } from '#shared/contracts/audience.ts';
import type { Channel } from './link/channel.ts';
import { keepEntryTokens } from './link/entry-tokens.ts';
import { answerWithin, NoAnswer } from './link/no-answer.ts';
import { openPortChannels } from './link/port-channel.ts';
import { openSocketChannels } from './link/socket-channel.ts';

export interface LinkState {
  readonly phase: 'connecting' | 'connected' | 'lost';
  /** What to show while it is not connected. */
  readonly sentence: string;
}

/** A page's link to its core. Connections come and go beneath it; the client stays the same. */
export interface Link<Client> {
  readonly client: Client;
  readonly useState: ReturnType<typeof createLinkState>;
  /** Hands over each snapshot, and subscribes again after each reconnection. One watch for each link. */
  watch<Snapshot>(
    subscribe: (client: Client) => Promise<AsyncIterable<Snapshot>>,
    each: (snapshot: Snapshot) => void,
  ): void;
}

const pauseBeforeResubscribing = 1_000;
const createLinkState = () =>
  create<LinkState>(() => ({ phase: 'connecting', sentence: '正在连接本机服务，请稍候。' }));

/** Opens the link of an audience, in whichever shell the page is. */
export function openLink<Client extends NestedClient<ClientContext>>(audience: Audience): Link<Client> {
  const useState = createLinkState();
  let current: Channel | null = null;
  let waiting: Array<(channel: Channel) => void> = [];

  const lose = (sentence: string): void => {
    const { phase } = useState.getState();
    useState.setState({ phase: phase === 'connecting' ? 'connecting' : 'lost', sentence });
  };
  const events = {
    opened(channel: Channel): void {
      current = channel;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake(channel);
    },
    told(sentence: string): void {
      // A sentence about a restart may come while the old connection still answers.
      if (current === null || current.ended.aborted) lose(sentence);
    },
  };
  const channel = (): Promise<Channel> =>
    current !== null && !current.ended.aborted
      ? Promise.resolve(current)
      : new Promise((resolve) => waiting.push(resolve));

  const link: ClientLink<ClientContext> = {
    call: (path, input, { context }) =>
      answered(channel(), (opened) => opened.link.call(path, input, { context })),
  };
  const client: Client = createORPCClient(link);

  if (window.yichuang?.shell === 'electron') openPortChannels(audience, events);
  else {
    keepEntryTokens(audience);
    openSocketChannels(audience, events);
  }

  return {
    client,
    useState,
    watch(subscribe, each) {
      const follow = async (): Promise<never> => {
        for (;;) {
          const { ended } = await channel();
          try {
            for await (const snapshot of await subscribe(client)) {
              useState.setState({ phase: 'connected', sentence: '' });
              each(snapshot);
            }
          } catch {
            // Whatever ended the subscription, the next one starts from a full snapshot.
          }
          if (ended.aborted) continue;
          lose('本机服务暂时没有回应，正在重试。');
          await new Promise((resolve) => setTimeout(resolve, pauseBeforeResubscribing));
        }
      };
      void follow();
    },
  };
}

/**
 * Hands a call to the channel once there is one, and settles in time in any case. What comes after the person has
 * been told is dropped; what has not been sent by then is never sent.
 */
function answered(opening: Promise<Channel>, send: (channel: Channel) => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let told = false;
    const tell = (settle: () => void): void => {
      if (told) return;
      told = true;
      clearTimeout(timer);
      settle();
    };
    const timer = setTimeout(() => tell(() => reject(new NoAnswer(sent ? 'late' : 'unsent'))), answerWithin);
    void opening.then(async (channel) => {
      if (told) return;
      sent = true;
      const cut = (): void => tell(() => reject(new NoAnswer('cut')));
      channel.ended.addEventListener('abort', cut, { once: true });
      try {
        const answer = await send(channel);
        // A subscription that nobody waits for any more would be served for ever.
        if (told && isIterator(answer)) await answer.return?.();
        tell(() => resolve(answer));
      } catch (error) {
        tell(() => reject(error));
      } finally {
        channel.ended.removeEventListener('abort', cut);
      }
    });
  });
}

const isIterator = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer && 'next' in answer;
