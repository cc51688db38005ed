import { randomBytes } from 'node:crypto';

/** A salt for one personal field: 128 random bits. */
export const newSalt = (): string => randomBytes(16).toString('base64url');
