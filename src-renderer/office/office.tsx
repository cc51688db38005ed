import { DeskDoor } from '../ui/identity/desk-door.tsx';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { EmptyHint } from '../ui/theme/empty-hint.tsx';
import { link, office, useDesk } from './desk.ts';
import { OfficeWorkplace } from './shell/office-workplace.tsx';

/** The office's page: opening, sign-in, then the people and machines that it watches over. */
export function Office() {
  const desk = useDesk((state) => state.desk);
  return (
    <div className="office">
      <LinkBar link={link} />
      {desk === null ? (
        <EmptyHint title="正在打开管理端…">
          <p>如果一直停在这里，请联系管理员检查本机服务。</p>
        </EmptyHint>
      ) : (
        <DeskDoor
          desk={office}
          presence={desk}
          place={desk.officeName}
          purpose="管理端：人员、设备、事项清单、隔离记录"
        >
          {/* Whoever comes next starts at the beginning. */}
          {(person) => <OfficeWorkplace key={person.personId} desk={desk} person={person} />}
        </DeskDoor>
      )}
    </div>
  );
}
