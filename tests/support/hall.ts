import { createRouterClient } from '@orpc/server';
import { afterAll } from 'vitest';
import { counterRouters, done, type Given, openInstallation } from './counter.ts';
import { screenOf } from './screen.ts';
import { signedIn } from './sign-in.ts';

const open = new Set<{ close(): Promise<void> }>();

/** Keeps something until the test file ends, unless it was closed before. */
function kept<Opened extends { close(): Promise<void> }>(opened: Opened): Opened {
  const { close } = opened;
  opened.close = () => {
    open.delete(opened);
    return close();
  };
  open.add(opened);
  return opened;
}
afterAll(async () => {
  for (const each of [...open].reverse()) await each.close();
});

/** A counter with its four screens, and somebody in front of each. Clients call the routers that a shell serves. */
export async function startCounter(given: Given) {
  const core = await openInstallation(given);
  const routers = counterRouters(core);
  const clerk = createRouterClient(routers.clerk);
  const citizen = createRouterClient(routers.citizen);
  const kiosk = createRouterClient(routers.kiosk);
  const board = createRouterClient(routers.board);
  const onDesk = screenOf(clerk.watch);
  const onCitizen = screenOf(citizen.watch);
  const onKiosk = screenOf(kiosk.watch);
  const onBoard = screenOf(board.watch);
  return kept({
    ...{ core, routers, store: core.parts.store },
    ...{ clerk, citizen, kiosk, board, onDesk, onCitizen, onKiosk, onBoard },
    signIn: (number = 'G1001') =>
      done(signedIn(() => clerk.signIn({ staffNumber: number, password: `demo-${number}` }))),
    close: () => core.close(),
  });
}
export type Counter = Awaited<ReturnType<typeof startCounter>>;

/** A department's desk, and the chief representative in front of it. */
export async function startDepartment(given: Given) {
  const core = await openInstallation(given);
  const { routers } = core;
  if (routers.department === undefined) throw new Error('this installation is no department');
  const desk = createRouterClient(routers.department);
  const onDesk = screenOf(desk.watch);
  return kept({
    ...{ core, routers, store: core.parts.store, desk, onDesk },
    signIn: (number = 'G2001') =>
      done(signedIn(() => desk.signIn({ staffNumber: number, password: `demo-${number}` }))),
    close: () => core.close(),
  });
}
export type Department = Awaited<ReturnType<typeof startDepartment>>;

/** The office's desk, and whoever watches over people and machines in front of it. */
export async function startOffice(given: Given) {
  const core = await openInstallation(given);
  const { routers } = core;
  if (routers.office === undefined) throw new Error('this installation is no office');
  const desk = createRouterClient(routers.office);
  const onDesk = screenOf(desk.watch);
  return kept({
    ...{ core, routers, store: core.parts.store, desk, onDesk },
    signIn: (number: string) =>
      done(signedIn(() => desk.signIn({ staffNumber: number, password: `demo-${number}` }))),
    close: () => core.close(),
  });
}
export type Office = Awaited<ReturnType<typeof startOffice>>;
