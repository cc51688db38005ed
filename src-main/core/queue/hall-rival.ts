import { connect } from 'node:tls';
import { type HallMember, mayKeepHall } from '#shared/identity/hall-member.ts';
import type { Store } from '../store/store.ts';
import type { HallHints } from './hall-hints.ts';
import type { HallTrust } from './hall-trust.ts';

/** So often it is looked for; what is heard of is asked who it is. */
const everyMs = 5_000;
/** Whoever is in the same hall answers within this time. */
const patienceMs = 2_000;

/**
 * Looks whether another machine keeps the queue of this hall as well, as happens where one that was replaced is switched
 * on again: each would give the same numbers. What is heard on the network proves nothing; whoever answers there has to
 * show a certificate of this hall.
 * @param own where the queue that is kept here can be reached
 */
export function lookForRival(
  store: Store,
  { hints, trust, own }: { hints: HallHints; trust: HallTrust; own(): string | null },
) {
  const { hallId } = store.knowledge.place();
  let warning: string | null = null;
  let closed = false;

  async function look(): Promise<void> {
    const addresses = hints.heard(hallId ?? '').filter((each) => each !== own());
    const answers = await Promise.all(
      addresses.map(async (address) => ({ address, member: await memberAt(address, trust) })),
    );
    const { installationId } = store.knowledge.place();
    const found = answers.find(
      ({ member }) => member !== null && mayKeepHall(member.kind) && member.installationId !== installationId,
    );
    const sentence = found?.member ? sentenceOf(found.address, found.member) : null;
    if (closed || sentence === warning) return;
    warning = sentence;
    store.changed();
  }
  const sentenceOf = (address: string, { counterId }: HallMember): string =>
    `大厅里还有一台电脑在排号：${store.knowledge.counter(counterId)?.name ?? '大厅后台'}（${address}），两边的号会重复。请信息人员确定用哪台排号，把另一台配置文件里的 hall.listen 改成 hall.core 后重新启动。`;

  let next: ReturnType<typeof setTimeout>;
  const goOn = () => {
    next = setTimeout(() => void look().finally(() => closed || goOn()), everyMs).unref();
  };
  goOn();
  return {
    /** What to do where there is one; null where none is known. */
    warning: () => warning,
    close(): void {
      closed = true;
      clearTimeout(next);
    },
  };
}

/** Which installation of this hall answers at an address; null where none does. */
function memberAt(address: string, trust: HallTrust): Promise<HallMember | null> {
  const pair = trust.own();
  const [host = '', port] = address.split(':');
  if (pair === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const line = connect({
      ...{ ...pair, host, port: Number(port), minVersion: 'TLSv1.3' },
      // Judged below, as every certificate of a hall is.
      rejectUnauthorized: false,
    });
    const end = (member: HallMember | null) => {
      line.destroy();
      resolve(member);
    };
    line.setTimeout(patienceMs, () => end(null));
    line.on('error', () => end(null));
    line.on('close', () => end(null));
    line.on('secureConnect', () => {
      const judged = trust.judge(line.getPeerX509Certificate());
      end(judged.kind === 'member' ? judged.member : null);
    });
  });
}
