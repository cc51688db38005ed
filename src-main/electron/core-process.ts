import type { MessagePortMain, ParentPort } from 'electron';
import { faultOf } from '#shared/fault.ts';
import type { ContractServer } from '../core/contract-server.ts';
import type { KeyAnswer } from './key-store.ts';
import { type FromCore, readToCore } from './messages.ts';

/** Only there inside a utility process. */
function parentPort(): ParentPort {
  const port = process.parentPort as ParentPort | null | undefined;
  if (port === null || port === undefined) throw new Error('this is not a utility process');
  return port;
}

const tell = (message: FromCore): void => parentPort().postMessage(message);

/**
 * Inside the core's utility process: asks the main process for the key of the store in a data folder. It comes over
 * the process's own port, never in an argument or the environment, which others on the machine could read.
 */
export function askForKey(folder: string): Promise<KeyAnswer> {
  return new Promise((resolve) => {
    const listen = (event: { readonly data: unknown }): void => {
      const message = readToCore(event.data);
      if (message === null || message.kind === 'link' || message.kind === 'stop') return;
      parentPort().off('message', listen);
      resolve(message);
    };
    parentPort().on('message', listen);
    tell({ kind: 'keyWanted', folder });
  });
}

/** Inside the core's utility process: aborted when the shell asks the core to stop, from now on. */
export function stopAsked(): AbortSignal {
  const asked = new AbortController();
  parentPort().on('message', (event) => {
    if (readToCore(event.data)?.kind === 'stop') asked.abort();
  });
  return asked.signal;
}

/** Inside the core's utility process: which A4 printer the windows print on without a dialog. */
export const sayDocumentPrinter = (printer: string | null): void =>
  tell({ kind: 'documentPrinter', printer });

/** Inside the core's utility process: the core cannot work yet and goes on by itself; the windows show the sentence. */
export const sayWaiting = (sentence: string): void => tell({ kind: 'waiting', sentence });

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
          console.error(JSON.stringify({ fault: faultOf(error), msg: 'the core did not stop cleanly' }));
          process.exit(1);
        },
      );
      return;
    }
    if (message?.kind !== 'link' || port === undefined) return;
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
