/**
 * The version of the wire between a core and the district, with its history. A server takes every version from
 * `oldestSupported` on and raises old commands to the newest form; a client only ever speaks `protocolVersion`.
 *
 * 1  enrolment, sign-in, push with hash chain and batch signature, pull by cookie, wake-ups
 */
export const protocolVersion = 1;
export const oldestSupported = 1;

/** The version of the commands' arguments (`src-shared/subjects.ts`); raised when one of them changes. */
export const schemaVersion = 1;
