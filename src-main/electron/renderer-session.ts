import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { contentSecurity, rendererFile, scheme } from './renderer-files.ts';

const allowedSchemes = new Set([`${scheme}:`, 'devtools:', 'data:', 'blob:']);
const prepared = new WeakSet<Session>();

/** Tells Chromium about the program's own scheme. Has to happen before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Makes a session in which pages of the program run, and nothing else: its files come out of `rendererFolder`, no
 * request leaves the machine, no permission is ever given, nothing is downloaded.
 */
export function prepareSession(session: Session, rendererFolder: string): void {
  if (prepared.has(session)) return;
  prepared.add(session);
  session.protocol.handle(scheme, (request) => answer(rendererFolder, request));
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !allowedSchemes.has(new URL(url).protocol) });
  });
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

async function answer(folder: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? rendererFile(folder, request.url) : null;
  const headers = {
    'content-security-policy': contentSecurity,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  const missing = () => new Response('没有这个页面。', { status: 404, headers });
  if (file === null) return missing();
  try {
    const bytes = new Uint8Array(await readFile(file.path));
    return new Response(bytes, { headers: { ...headers, 'content-type': file.type } });
  } catch {
    return missing();
  }
}
