import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { CardPlace } from './card-place.tsx';
import { takeTicket, useTaking } from './taking.ts';
import { useTouch } from './use-touch.ts';

type Category = KioskScreen['categories'][number];

/** What one can take a ticket for. */
export function Categories({ screen }: { readonly screen: KioskScreen }) {
  const { asking, touch, sentence } = useTaking();
  const printer = screen.devices.find(({ kind }) => kind === 'ticketPrinter');
  const printerWarns = printer !== undefined && ['fault', 'offline', 'unknown'].includes(printer.state);
  return (
    <div className="kiosk-choose">
      <h2>请选择要办理的业务</h2>
      {screen.categories.length === 0 ? (
        <p className="kiosk-opening">取号业务还没有设置，请到咨询台找工作人员。</p>
      ) : (
        <ul className="kiosk-categories">
          {screen.categories.map((category) => (
            <li key={category.id}>
              <CategoryButton
                category={category}
                asking={asking}
                chosen={asking && touch?.categoryId === category.id}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="kiosk-sentence" role="alert">
        {sentence || (printerWarns ? `${printer.message}仍可取号，请记住屏幕上的号码。` : '')}
      </p>
      <CardPlace holderName={screen.holderName} sentence={screen.cardSentence} />
    </div>
  );
}

function CategoryButton({
  category,
  asking,
  chosen,
}: {
  readonly category: Category;
  readonly asking: boolean;
  readonly chosen: boolean;
}) {
  const touch = useTouch(() => takeTicket(category.id));
  return (
    <button
      type="button"
      className={chosen ? 'kiosk-category kiosk-chosen' : 'kiosk-category'}
      aria-label={`${category.name}，取号`}
      disabled={asking}
      {...touch}
    >
      <i>{category.prefix}</i>
      <span>
        <strong>{category.name}</strong>
        <em>{category.description}</em>
      </span>
      <b>{chosen ? '正在取号…' : category.waiting === 0 ? '无需等候' : `等候${category.waiting}人`}</b>
    </button>
  );
}
