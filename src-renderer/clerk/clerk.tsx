import { useAction } from '../ui/action/use-action.ts';
import { SignInPage } from '../ui/identity/sign-in-page.tsx';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { EmptyHint } from '../ui/theme/empty-hint.tsx';
import { TrayDock } from '../ui/tray/tray-dock.tsx';
import { clerk, link, useDesk } from './desk.ts';
import { Workplace } from './shell/workplace.tsx';

/** The clerk's page: opening, sign-in, then the workplace. */
export function Clerk() {
  const desk = useDesk((state) => state.desk);
  const signIn = useAction(clerk.signIn);
  return (
    <TrayDock place="counter">
      <LinkBar link={link} />
      {desk === null ? (
        <EmptyHint title="正在打开综合窗口…">
          <p>如果一直停在这里，请联系管理员检查本机服务。</p>
        </EmptyHint>
      ) : desk.person === null ? (
        <SignInPage
          place={desk.organisationName}
          purpose={desk.counterName}
          demoStaff={desk.demoStaff}
          signIn={signIn}
        />
      ) : (
        <Workplace desk={desk} person={desk.person} />
      )}
    </TrayDock>
  );
}
