import { writeFileSync } from 'node:fs';
import { contractServer } from '../../../src-main/core/contract-server.ts';
import { servePorts } from '../../../src-main/electron/core-process.ts';
import { boardRouter } from './board.ts';

/** Where to write that it has stopped in good order. */
const note = process.argv[2];

servePorts(contractServer({ board: boardRouter }), async () => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (note !== undefined) writeFileSync(note, 'the store is closed');
});
