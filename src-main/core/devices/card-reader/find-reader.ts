/** Opening the line to a card reader whose port, or speed, nobody has written down: every port is asked. */
import type { Duplex } from 'node:stream';
import { LineUnavailable, type OpenLine } from '../line.ts';
import { openSerialLine, serialPorts } from '../serial-line.ts';
import { samCommands, samLink } from './sam-link.ts';

/** From the usual one to the slowest that a reader can be set to. */
export const baudRates = [115_200, 57_600, 38_400, 19_200, 9600] as const;

export interface PortChoice {
  /** Null: every port of the machine. */
  readonly path: string | null;
  /** Null: every speed. */
  readonly baud: number | null;
}

export interface PortSource {
  open(path: string, baud: number): Promise<Duplex>;
  paths(): Promise<string[]>;
}

const machine: PortSource = {
  open: openSerialLine,
  paths: async () => (await serialPorts()).map(({ path }) => path),
};

/** A reader says how it is within milliseconds; at 9600 baud the question alone takes 10 of them. */
const askMs = 250;

/**
 * How to open the reader's line. What answered last is asked first, so that a reader is back soon after its cable.
 * @param taken ports that other devices are wired to: nobody else's device is spoken to
 */
export function readerLine(
  { path, baud }: PortChoice,
  ports: PortSource = machine,
  taken: () => readonly string[] = () => [],
): OpenLine {
  if (path !== null && baud !== null) return () => ports.open(path, baud);
  let last: { path: string; baud: number } | null = null;

  return async () => {
    const paths = path === null ? (await ports.paths()).filter((each) => !taken().includes(each)) : [path];
    const choices = paths.flatMap((each) =>
      (baud === null ? baudRates : [baud]).map((rate) => ({ path: each, baud: rate })),
    );
    const known = last;
    const isKnown = (each: (typeof choices)[number]) => each.path === known?.path && each.baud === known.baud;
    const inTurn = [...choices.filter(isKnown), ...choices.filter((each) => !isKnown(each))];
    const shut = new Map<string, LineUnavailable['why']>();
    for (const choice of inTurn) {
      if (shut.has(choice.path)) continue;
      try {
        if (!(await answers(() => ports.open(choice.path, choice.baud)))) continue;
        last = choice;
        return await ports.open(choice.path, choice.baud);
      } catch (error) {
        shut.set(choice.path, error instanceof LineUnavailable ? error.why : 'unplugged');
      }
    }
    const reasons = [...shut.values()];
    if (reasons.includes('portBusy')) throw new LineUnavailable('portBusy');
    throw new LineUnavailable(path !== null && reasons.length > 0 ? 'unplugged' : 'notFound');
  };
}

/** Whether a SAM module answers there. The line is closed again: the next question starts clean. */
async function answers(open: OpenLine): Promise<boolean> {
  const link = samLink(await open(), { command: askMs, header: askMs, body: askMs });
  const answer = await link.exchange(samCommands.status);
  await link.close();
  return answer.kind === 'answered';
}
