import { ORPCError } from '@orpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { blobHashSchema } from '#shared/cases/attachments.ts';
import type { Queries } from '../database/database.ts';
import { type Installation, refuseUnlessInGoodStanding } from '../identity/installation.ts';
import type { BlobFolder } from './blob-folder.ts';
import { namedFor, noteArrival } from './manifests.ts';

const pieceType = 'application/offset+octet-stream';
const version = { 'tus-resumable': '1.0.0' };

interface Parts {
  queries: Queries;
  folder: BlobFolder;
  now: () => Date;
  /** Lets a known installation in by the head of its request; has answered where it does not. */
  admit: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

/**
 * Uploads that go on at any byte, by the core protocol, creation and checksum answers of tus 1.0.0 (https://tus.io).
 * A blob's address is its hash, so what has arrived from anywhere is not sent again; only what the manifest of a case
 * names is taken, at the length that it says, after the case itself has come.
 */
export function blobRoutes(app: FastifyInstance, { queries, folder, now, admit }: Parts): void {
  // The body is read as it comes in, so that what arrived before a cut is kept.
  app.addContentTypeParser(pieceType, (_request, payload, done) => done(null, payload));
  const onRequest = [admit, standing];
  const url = '/v1/blobs/:hash';

  /** Who asks, for which blob, and how large it is; null where it has been answered. */
  async function wanted(request: FastifyRequest, reply: FastifyReply, given: unknown) {
    const hash = blobHashSchema.safeParse(given).data;
    const installation = request.installation as Installation;
    const whole = hash === undefined ? null : await namedFor(queries, installation, hash);
    if (hash === undefined || whole === null) {
      await reply.status(404).headers(version).send();
      return null;
    }
    return { hash, sender: installation.id, whole };
  }
  type Params = { Params: { hash: string } };

  app.route<Params>({
    method: 'HEAD',
    url,
    onRequest,
    handler: async (request, reply) => {
      const blob = await wanted(request, reply, request.params.hash);
      if (blob === null) return;
      const { hash, sender, whole } = blob;
      const offset = (await folder.has(hash)) ? whole : await folder.arrived(hash, sender);
      if (offset === null) return reply.status(404).headers(version).send();
      if (offset === whole) await noteArrival(queries, hash, whole, now());
      return reply
        .headers({ ...version, 'upload-offset': offset, 'upload-length': whole, 'cache-control': 'no-store' })
        .send();
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/blobs',
    onRequest,
    handler: async (request, reply) => {
      const blob = await wanted(request, reply, metadataOf(request).sha256);
      if (blob === null) return;
      const { hash, sender, whole } = blob;
      if (Number(request.headers['upload-length']) !== whole)
        return reply.status(400).headers(version).send();
      if (!(await folder.has(hash))) await folder.announce(hash, sender);
      return reply
        .status(201)
        .headers({ ...version, location: `/v1/blobs/${hash}` })
        .send();
    },
  });

  app.route<Params>({
    method: 'PATCH',
    url,
    onRequest,
    handler: async (request, reply) => {
      const blob = await wanted(request, reply, request.params.hash);
      if (blob === null) return;
      const { hash, sender, whole } = blob;
      const head = (size: number) => ({ ...version, 'upload-offset': size });
      if (await folder.has(hash)) return reply.status(204).headers(head(whole)).send();
      const offset = await folder.arrived(hash, sender);
      if (offset === null) return reply.status(404).headers(version).send();
      if (Number(request.headers['upload-offset']) !== offset)
        return reply.status(409).headers(head(offset)).send();
      const piece = request.body as AsyncIterable<Uint8Array>;
      const appended = await folder.append(hash, sender, piece, { offset, whole });
      if (appended.kind === 'otherContent') return reply.status(460).headers(version).send();
      if (appended.kind === 'complete') await noteArrival(queries, hash, whole, now());
      return reply.status(204).headers(head(appended.size)).send();
    },
  });

  app.route<Params>({
    method: 'GET',
    url,
    exposeHeadRoute: false,
    onRequest,
    handler: async (request, reply) => {
      const blob = await wanted(request, reply, request.params.hash);
      if (blob === null) return;
      if (!(await folder.has(blob.hash))) return reply.status(404).send();
      return reply
        .headers({
          'content-type': 'application/octet-stream',
          'content-length': blob.whole,
          'content-disposition': 'attachment',
          'x-content-type-options': 'nosniff',
        })
        .send(folder.read(blob.hash));
    },
  });
}

/** Turns away an installation that the district does not work with, as its procedures do. */
async function standing(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  try {
    if (request.installation !== null) refuseUnlessInGoodStanding(request.installation);
    return undefined;
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return reply.status(error.status).header('connection', 'close').send(error.toJSON());
  }
}

/** `Upload-Metadata`: pairs of a name and a value in base64, between commas. */
function metadataOf(request: FastifyRequest): Record<string, string> {
  const pairs = String(request.headers['upload-metadata'] ?? '').split(',');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ');
      return [name, Buffer.from(value, 'base64').toString('latin1')];
    }),
  );
}
