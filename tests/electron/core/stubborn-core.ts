import { contractServer } from '../../../src-main/core/contract-server.ts';
import { servePorts } from '../../../src-main/electron/core-process.ts';
import { boardRouter } from './board.ts';

// Neither a request to stop nor a polite signal ends it.
process.on('SIGTERM', () => {});
servePorts(contractServer({ board: boardRouter }), () => new Promise(() => {}));
