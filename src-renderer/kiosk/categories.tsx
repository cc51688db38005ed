import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { Booked } from './booked.tsx';
import { CardPlace } from './card-place.tsx';
import { Prefilled, PrefillPlace } from './prefilled.tsx';
import { Priority } from './priority.tsx';
import { takeTicket, useTaking } from './taking.ts';
import { useTouch } from './use-touch.ts';
import { choose, useWay } from './way.ts';
import { Ways } from './ways.tsx';

type Category = KioskScreen['categories'][number];

const headings = {
  walkIn: '请选择要办理的业务',
  several: '请选择要一起办理的业务，再按“取号”',
  priority: '优先取号：请选择要办理的业务',
  returning: '带补正材料回来：请选择原来办理的业务',
} as const;

/** What one can take a ticket for, and in which way. */
export function Categories({ screen }: { readonly screen: KioskScreen }) {
  const { sentence } = useTaking();
  const way = useWay();
  const printer = screen.devices.find(({ kind }) => kind === 'ticketPrinter');
  const printerWarns = printer !== undefined && ['fault', 'offline', 'unknown'].includes(printer.state);
  return (
    <div className={way.large ? 'kiosk-choose kiosk-choose-large' : 'kiosk-choose'}>
      {screen.prefilled === null && <Ways />}
      {screen.prefilled !== null ? (
        <Prefilled prefilled={screen.prefilled} />
      ) : way.kind === 'booked' ? (
        <Booked />
      ) : way.kind === 'priority' && way.reason === null ? (
        <Priority />
      ) : (
        <>
          <h2>{headings[way.kind]}</h2>
          <CategoryList categories={screen.categories} />
          {way.kind === 'several' && <TakeSeveral chosen={way.chosen} />}
        </>
      )}
      <p className="kiosk-sentence" role="alert">
        {sentence ||
          screen.scanSentence ||
          (printerWarns ? `${printer.message}仍可取号，请记住屏幕上的号码。` : '')}
      </p>
      {screen.notice !== '' && <p className="kiosk-notice">{screen.notice}</p>}
      <div className="kiosk-places">
        <CardPlace screen={screen} />
        {screen.prefilled === null && screen.prefillUrl !== null && <PrefillPlace url={screen.prefillUrl} />}
      </div>
    </div>
  );
}

function CategoryList({ categories }: { readonly categories: readonly Category[] }) {
  if (categories.length === 0)
    return <p className="kiosk-opening">取号业务还没有设置，请到咨询台找工作人员。</p>;
  return (
    <ul className="kiosk-categories">
      {categories.map((category) => (
        <li key={category.id}>
          <CategoryButton category={category} />
        </li>
      ))}
    </ul>
  );
}

function CategoryButton({ category }: { readonly category: Category }) {
  const { asking, touch: taken } = useTaking();
  const way = useWay();
  const several = way.kind === 'several';
  const isAsked = asking && taken?.categoryId === category.id;
  const isChosen = several ? way.chosen.includes(category.id) : isAsked;
  const touch = useTouch(() => (several ? choose(category.id) : takeTicket(category.id)));
  const { waiting, closedReason } = category;
  const told = isAsked ? '正在取号…' : waiting === 0 ? '无需等候' : `前面${waiting}人`;
  return (
    <button
      type="button"
      className={isChosen ? 'kiosk-category kiosk-chosen' : 'kiosk-category'}
      aria-label={several ? category.name : `${category.name}，取号`}
      {...(several && { 'aria-pressed': isChosen })}
      disabled={asking}
      {...touch}
    >
      <i>{category.prefix}</i>
      <span>
        <strong>{category.name}</strong>
        <em>
          {closedReason === null ? category.description : `暂停：${closedReason}仍可取号，请到咨询台。`}
        </em>
      </span>
      <b>{several && isChosen ? '已选' : told}</b>
    </button>
  );
}

function TakeSeveral({ chosen }: { readonly chosen: readonly string[] }) {
  const { asking } = useTaking();
  const [first, ...also] = chosen;
  const touch = useTouch(() => {
    if (first !== undefined) takeTicket(first, also);
  });
  return (
    <button type="button" className="kiosk-take" disabled={first === undefined || asking} {...touch}>
      {chosen.length === 0 ? '请先选择业务' : `取号（共${chosen.length}类，一张号票）`}
    </button>
  );
}
