import { Modal } from 'antd';
import { type ChosenOutcome, chosenOutcomes, visitOutcomes } from '#shared/visits/outcome.ts';
import { moveFocus } from '../../ui/keys/row-focus.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import './visit-end.css';

/** Asked before a visit ends: about what is unfinished, and how it ended where nothing on record says so. */
export function VisitEnd({
  open,
  unfinished,
  outcome,
  onEnd,
  onCancel,
}: {
  readonly open: boolean;
  readonly unfinished: readonly string[];
  /** How it will have ended, in words; null where it has to be chosen. */
  readonly outcome: string | null;
  readonly onEnd: (outcome: ChosenOutcome | null) => void;
  readonly onCancel: () => void;
}) {
  useKeysResting(open);
  const chosen = outcome !== null;
  return (
    <Modal
      open={open}
      title={chosen ? '结束这次接待？' : '这次接待的结果是？'}
      width={440}
      okText="结束接待"
      cancelText="继续办理"
      okButtonProps={{ autoFocus: chosen }}
      {...(chosen ? {} : { footer: null })}
      destroyOnHidden
      onCancel={onCancel}
      onOk={() => onEnd(null)}
    >
      {unfinished.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {chosen ? <p>接待结果：{outcome}。</p> : <Choices onChoose={onEnd} />}
    </Modal>
  );
}

/** One press ends the visit: the figure, or the arrow keys and Enter. */
function Choices({ onChoose }: { readonly onChoose: (outcome: ChosenOutcome) => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the choices in it, wherever in it the focus is
    <div
      className="visit-end"
      onKeyDown={(event) => {
        const outcome = chosenOutcomes[Number(event.key) - 1];
        if (outcome !== undefined) onChoose(outcome);
        else moveFocus(event, 'button');
      }}
    >
      <p className="visit-end-note">没有收件，也没有处理原有办件，请选一项，按数字键即可。</p>
      {chosenOutcomes.map((outcome, index) => (
        <button
          key={outcome}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: the dialog is answered by the keyboard
          autoFocus={index === 0}
          onClick={() => onChoose(outcome)}
        >
          <b>{index + 1}</b>
          {visitOutcomes[outcome]}
        </button>
      ))}
    </div>
  );
}
