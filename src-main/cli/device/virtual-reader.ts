import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCard, demoCards } from '../../demo/devices/cards.ts';
import { createVirtualCardReader } from '../../demo/devices/virtual-card-reader.ts';
import { BadQuestion } from './question.ts';

interface Asked {
  readonly pty?: string | undefined;
  readonly card?: string[] | undefined;
  readonly stay: boolean;
}

/**
 * A reader on a pseudo-terminal, by socat. Its cards are laid one after another: a second after a card was read it is
 * taken away, and a second later the next one lies there; with `--stay` it stays until somebody types `lift`.
 */
export async function virtualReader({ pty, card = ['yuxiaoman'], stay }: Asked): Promise<number> {
  if (pty === undefined) throw new BadQuestion('请用 --pty 写明读卡器的位置，例如 --pty /tmp/reader。');
  const cards = card.flatMap(cardsNamed);
  const socat = spawn('socat', [`pty,raw,echo=0,link=${pty}`, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const missing = await Promise.race([
    new Promise<boolean>((resolve) => socat.once('error', () => resolve(true))),
    sleep(50).then(() => false),
  ]);
  if (missing) {
    console.error('这台电脑没有 socat，不能模拟串口读卡器。请先安装 socat；演示大厅里的读卡器不需要它。');
    return 1;
  }
  const ended = new Promise<number>((resolve) => socat.once('exit', (code) => resolve(code === 0 ? 0 : 1)));
  const reader = createVirtualCardReader();
  reader.serve(Duplex.from({ readable: socat.stdout, writable: socat.stdin }));
  for (let waited = 0; !existsSync(pty) && waited < 2000; waited += 20) await sleep(20);
  let next = 0;
  const layNext = (): void => {
    const laid = cards[next++ % cards.length] as DemoCard;
    reader.lay(laid.card);
    console.log(`已放上：${laid.label}`);
  };
  console.log(`读卡器在 ${pty}。可以输入 lay <证件>、lift、list，Ctrl-C 结束。`);
  layNext();
  listen(reader);
  if (!stay) void takeTurns(reader, layNext);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => socat.kill());
  return ended;
}

async function takeTurns(
  reader: ReturnType<typeof createVirtualCardReader>,
  layNext: () => void,
): Promise<void> {
  for (;;) {
    await sleep(100);
    if (!reader.wasRead()) continue;
    await sleep(1000);
    reader.lift();
    await sleep(1000);
    layNext();
  }
}

function listen(reader: ReturnType<typeof createVirtualCardReader>): void {
  createInterface(process.stdin).on('line', (line) => {
    const [word, id = ''] = line.trim().split(/\s+/);
    const found = demoCards.find((each) => each.id === id);
    if (word === 'lay' && found) reader.lay(found.card);
    else if (word === 'lift') reader.lift();
    else console.log(demoCards.map((each) => `${each.id}　${each.label}`).join('\n'));
  });
}

function cardsNamed(id: string): readonly DemoCard[] {
  if (id === 'all') return demoCards;
  const found = demoCards.find((each) => each.id === id);
  if (found === undefined)
    throw new BadQuestion(`没有证件 ${id}，可用：all、${demoCards.map((each) => each.id).join('、')}。`);
  return [found];
}
