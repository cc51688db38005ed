/**
 * The devices of a machine, for whoever installs or mends them:
 *
 *   npm run -s device -- list [--json]
 *   npm run -s device -- read-card [--port <path>] [--baud <n>] [--timeout <seconds>] [--photo-decoder <program>]
 *     [--json]
 *   npm run -s device -- print-test --printer tcp://host:port|file:/dev/usb/lp0|serial:/dev/ttyS1|spooler:<name>
 *     [--width 58|80] [--timeout <seconds>] [--json]
 *   npm run -s device -- virtual-reader --pty <link> [--card <id>…] [--stay]
 *   npm run -s device -- virtual-printer [--port <n>] [--width 58|80] [--png <folder>] [--fault <name>]
 *
 * The packaged program takes the same words behind `device`. Exits 0 where it went well, 1 where it did not, 2 with a
 * sentence where the question cannot be read.
 */
import { parseArgs } from 'node:util';
import { listDevices } from './device/list.ts';
import { printTest } from './device/print-test.ts';
import { BadQuestion } from './device/question.ts';
import { readCard } from './device/read-card.ts';
import { virtualPrinter } from './device/virtual-printer.ts';
import { virtualReader } from './device/virtual-reader.ts';
import { answerHelp, optionComplaint } from './options.ts';

const usage = `用法：device list | read-card | print-test | virtual-reader | virtual-printer
  list [--json]                            列出端口和打印机
  read-card [--port COM3] [--baud 115200] [--timeout 30] [--photo-decoder <程序>] [--json]
  print-test --printer tcp://192.0.2.7:9100 | file:/dev/usb/lp0 | serial:/dev/ttyS1 | spooler:打印机名 [--width 58] [--json]
  virtual-reader --pty <链接> [--card yuxiaoman] [--stay]
  virtual-printer [--port 9100] [--png <文件夹>] [--fault paperOut]`;

async function run(words: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string' },
      baud: { type: 'string' },
      timeout: { type: 'string' },
      'photo-decoder': { type: 'string' },
      printer: { type: 'string' },
      width: { type: 'string' },
      pty: { type: 'string' },
      card: { type: 'string', multiple: true },
      stay: { type: 'boolean', default: false },
      png: { type: 'string' },
      fault: { type: 'string' },
    },
  });
  switch (positionals.join(' ')) {
    case 'list':
      return listDevices(values);
    case 'read-card':
      return readCard(values);
    case 'print-test':
      return printTest(values);
    case 'virtual-reader':
      return virtualReader(values);
    case 'virtual-printer':
      return virtualPrinter(values);
    default:
      throw new BadQuestion(usage);
  }
}

answerHelp(usage);
run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const complaint = optionComplaint(error);
    if (!(error instanceof BadQuestion) && complaint === null) throw error;
    console.error(complaint === null ? (error as Error).message : `${complaint}\n${usage}`);
    process.exit(2);
  },
);
