import { Warnings } from '../ui/action/warnings.tsx';
import { DeskDoor } from '../ui/identity/desk-door.tsx';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { EmptyHint } from '../ui/theme/empty-hint.tsx';
import { department, link, useDesk } from './desk.ts';
import { DepartmentWorkplace } from './shell/department-workplace.tsx';

/** The department's page: opening, sign-in, then the cases to be signed off. */
export function Department() {
  const desk = useDesk((state) => state.desk);
  return (
    <div className="department">
      <LinkBar link={link} />
      {desk !== null && <Warnings sentences={desk.warnings} />}
      {desk === null ? (
        <EmptyHint title="正在打开部门签批…">
          <p>如果一直停在这里，请联系管理员检查本机服务。</p>
        </EmptyHint>
      ) : (
        <DeskDoor desk={department} presence={desk} place={desk.departmentName} purpose="审核与签批">
          {(person) => <DepartmentWorkplace desk={desk} person={person} />}
        </DeskDoor>
      )}
    </div>
  );
}
