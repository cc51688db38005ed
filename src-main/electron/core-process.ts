import type { MessagePortMain, ParentPort } from 'electron';
import type { ContractServer } from '../core/contract-server.ts';
import { type FromCore, readToCore } from './messages.ts';

/** Only there inside a utility process. */
function parentPort(): ParentPort {
  const port = process.parentPort as ParentPort | null | undefined;
  if (port === null || port === undefined) throw new Error('this is not a utility process');
  return port;
}

const tell = (message: FromCore): void => parentPort().postMessage(message);

/**
 * Inside the core's utility process: serves every port that the shell hands over, and says that the core is
 * ready. To be called once, when the core can answer.
 *
 * `stop` is awaited when the shell quits; the process exits after it, whatever came of it.
 */
export function servePorts(server: ContractServer, stop: () => Promise<void> = async () => {}): void {
  parentPort().on('message', (event) => {
    const message = readToCore(event.data);
    const port: MessagePortMain | undefined = event.ports[0];
    if (message?.kind === 'stop') {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error('the core did not stop cleanly', error);
          process.exit(1);
        },
      );
      return;
    }
    if (message === null || port === undefined) return;
    if (!server.audiences.includes(message.audience)) {
      port.close();
      return;
    }
    server.servePort(message.audience, port);
    port.start();
  });
  tell({ kind: 'ready', audiences: server.audiences });
}

/**
 * Inside the core's utility process, instead of `servePorts`: the core cannot work here and another start would
 * not help (a store of a newer version, no key). The sentence is shown in the windows.
 */
export function refuseToStart(sentence: string): void {
  parentPort().on('message', (event) => {
    if (readToCore(event.data)?.kind === 'stop') process.exit(1);
  });
  tell({ kind: 'refused', sentence });
}
