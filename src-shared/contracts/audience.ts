/** Whom a screen is for. Each has its own contract, and its own link. `tray` exists in a demo hall only. */
export const audiences = ['clerk', 'citizen', 'kiosk', 'board', 'department', 'office', 'tray'] as const;
export type Audience = (typeof audiences)[number];

/** The WebSocket subprotocol of a link; the second subprotocol that a client offers is its token. */
export const linkProtocol = 'yichuang.v1';
/** Where a link is opened: `/link/clerk`. */
export const linkPath = (audience: Audience): string => `/link/${audience}`;
