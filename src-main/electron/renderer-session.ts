import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { protocol, type Session } from 'electron';
import type { Audience } from '#shared/contracts/audience.ts';
import {
  contentSecurity,
  pageAddress,
  pageOrigin,
  permissionsPolicy,
  rendererFile,
  scheme,
} from './renderer-files.ts';

const allowedSchemes = new Set([`${scheme}:`, 'devtools:', 'data:', 'blob:']);
/** Nothing listens there: what passes by the rules for requests still reaches nobody. */
const nowhere = 'socks5://127.0.0.1:0';
const prepared = new WeakSet<Session>();

/** Tells Chromium about the program's own scheme. Has to happen before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Makes a session in which pages of the program run, and nothing else: its files come out of `rendererFolder`, no
 * request leaves the machine, nothing is downloaded, and no permission is given but one: the clerk's own page may look
 * through the document camera, without sound.
 */
export function prepareSession(session: Session, audience: Audience, rendererFolder: string): void {
  if (prepared.has(session)) return;
  prepared.add(session);
  session.protocol.handle(scheme, (request) => answer(audience, rendererFolder, request));
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !allowedSchemes.has(new URL(url).protocol) });
  });
  const own = pageAddress(audience);
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const { mediaTypes, requestingUrl, isMainFrame } = { mediaTypes: undefined, ...details };
    const video = mediaTypes?.length === 1 && mediaTypes[0] === 'video';
    decide(
      audience === 'clerk' &&
        permission === 'media' &&
        video &&
        isMainFrame &&
        requestingUrl.split('#')[0] === own,
    );
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { mediaType }) =>
      audience === 'clerk' &&
      permission === 'media' &&
      mediaType === 'video' &&
      origin.replace(/\/$/, '') === pageOrigin,
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  void session.setProxy({ mode: 'fixed_servers', proxyRules: nowhere, proxyBypassRules: '<-loopback>' });
  session.on('will-download', (event) => event.preventDefault());
}

async function answer(audience: Audience, folder: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? rendererFile(folder, request.url) : null;
  const headers = {
    'content-security-policy': contentSecurity,
    'permissions-policy': permissionsPolicy(audience),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  const missing = () => new Response('没有这个页面。', { status: 404, headers });
  if (file === null) return missing();
  try {
    const path = await realpath(file.path);
    // A link inside the folder may lead out of it.
    if (!path.startsWith((await realpath(folder)) + sep)) return missing();
    const bytes = new Uint8Array(await readFile(path));
    return new Response(bytes, { headers: { ...headers, 'content-type': file.type } });
  } catch {
    return missing();
  }
}
