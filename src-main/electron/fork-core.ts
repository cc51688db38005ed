import { kill } from 'node:process';
import { type MessagePortMain, utilityProcess } from 'electron';
import type { CoreProcess } from './core-supervisor.ts';

/**
 * Forks a core's entry file into a utility process: a process of Electron's own with Node and without windows,
 * so that a crash of the core takes no window with it. It ends by itself when the main process is gone.
 */
export function forkCore(entry: string, args: readonly string[]): CoreProcess<MessagePortMain> {
  const child = utilityProcess.fork(entry, [...args], { serviceName: 'yichuang-core', stdio: 'inherit' });
  return {
    get pid() {
      return child.pid;
    },
    post: (message, ports) => child.postMessage(message, [...ports]),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    terminate: () => void child.kill(),
    kill: () => {
      if (child.pid !== undefined) kill(child.pid, 'SIGKILL');
    },
  };
}
