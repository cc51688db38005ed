import { useState } from 'react';
import type { WrittenSignature } from '#shared/cases/written-signature.ts';
import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { useAction } from '../ui/action/use-action.ts';
import { citizen } from './screen.ts';
import { Sign } from './sign.tsx';
import { useHeldReveal } from './use-held-reveal.ts';

type EntriesScreen = Extract<CitizenScreen, { kind: 'entries' }>;

/** The entries, masked; in full only while the citizen holds the button; and their confirmation. */
export function Entries({ screen }: { readonly screen: EntriesScreen }) {
  const { digest, masked, complete } = screen;
  const { full, holding, sentence, hold } = useHeldReveal(digest);
  const [touched, setTouched] = useState(false);
  const confirm = useAction(
    (signature: WrittenSignature | null) => citizen.confirm({ digest, signature }),
    () => setTouched(true),
  );
  const [signing, setSigning] = useState(false);
  const confirmed = screen.confirmed || touched;
  const { rows, materials } = full ?? masked;
  if (signing && !confirmed)
    return (
      <section className="citizen-entries">
        <h1>{screen.matterName}　请签名</h1>
        {confirm.sentence !== '' && (
          <p className="citizen-sentence" role="alert">
            {confirm.sentence}
          </p>
        )}
        <Sign
          busy={confirm.busy}
          onSigned={(signature) => confirm.run(signature)}
          onBack={() => setSigning(false)}
        />
      </section>
    );
  return (
    <section className="citizen-entries">
      <h1>{screen.matterName || '正在为您办理'}</h1>
      <p className="citizen-ask">请核对以下信息</p>
      <dl className="citizen-rows">
        {rows.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value || '未填写'}</dd>
          </div>
        ))}
        {materials.length > 0 && (
          <div className="citizen-materials">
            <dt>已交材料</dt>
            <dd>{materials.join('、')}</dd>
          </div>
        )}
      </dl>
      <p className="citizen-sentence" role="alert">
        {confirm.sentence || sentence}
      </p>
      <div className="citizen-actions">
        <button type="button" className="citizen-hold" aria-pressed={holding} {...hold}>
          按住查看完整信息
        </button>
        {confirmed ? (
          <p className="citizen-confirmed" role="status">
            您已确认，请稍候，工作人员正在收件。
          </p>
        ) : complete ? (
          <button
            type="button"
            className="citizen-confirm"
            disabled={confirm.busy}
            onClick={() => (screen.mayBeSigned ? setSigning(true) : confirm.run(null))}
          >
            确认无误
          </button>
        ) : (
          <p className="citizen-incomplete" role="status">
            工作人员正在录入，录完后请您确认。
          </p>
        )}
      </div>
    </section>
  );
}
