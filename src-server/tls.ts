import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';

/** Where the certificate and its key lie, both as PEM: named by the environment, read by the process alone. */
export interface TlsFiles {
  certificate: string;
  key: string;
}

/** The files that `TLS_CERTIFICATE` and `TLS_KEY` name; null where neither is set. @throws where only one is */
export function tlsFilesOf(environment: NodeJS.ProcessEnv): TlsFiles | null {
  const { TLS_CERTIFICATE: certificate, TLS_KEY: key } = environment;
  if (!certificate && !key) return null;
  if (!certificate || !key) throw new Error('TLS_CERTIFICATE and TLS_KEY belong together');
  return { certificate, key };
}

/** A server that speaks TLS 1.2 and 1.3, and reads its certificate anew at SIGHUP: renewing one costs nobody a line. */
export function tlsServer(files: TlsFiles, options: ServerOptions, handler: RequestListener): Server {
  const read = () => ({ cert: readFileSync(files.certificate), key: readFileSync(files.key) });
  const server = createServer({ minVersion: 'TLSv1.2', ...options, ...read() }, handler);
  const renew = () => server.setSecureContext({ minVersion: 'TLSv1.2', ...read() });
  process.on('SIGHUP', renew);
  server.once('close', () => process.off('SIGHUP', renew));
  return server;
}
