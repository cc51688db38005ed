import { Button } from 'antd';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Draft, useDesk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { AgentForm } from './agent-form.tsx';
import './agent.css';

/** Whether the form is open; what was being typed when the program ended is gone on with. */
export const isTypingAgent = ({ unfinished }: Draft, editing: boolean): boolean =>
  editing || unfinished.includes('agent');

const authorisations = { signed: '当场签署委托书', document: '带来委托书' } as const;

/** Opens the form for whoever files for the applicant; the next card is theirs. */
function useOpening(onEditing: (open: boolean) => void) {
  const cardFor = useAction((who: 'applicant' | 'agent') => clerk.draft.cardFor({ who }));
  const open = (): void => {
    onEditing(true);
    cardFor.run('agent');
  };
  return { cardFor, open };
}

/** The key for naming an agent, as long as there is none: at a station it is mostly whoever sits there. */
export function AgentKey({ onEditing }: { readonly onEditing: (open: boolean) => void }) {
  const { cardFor, open } = useOpening(onEditing);
  const isAgent = useDesk(({ desk }) => desk?.person?.role === 'agent');
  const isMe = useAction(
    () => clerk.draft.agentIsMe(),
    ({ complete }) => onEditing(!complete),
  );
  useKeys({ [keyMap.agent]: isAgent ? () => isMe.run() : open });
  return (
    <>
      {isAgent && (
        <Button size="small" loading={isMe.slow} onClick={() => isMe.run()}>
          我来代办
          <KeyHint>{keyMap.agent}</KeyHint>
        </Button>
      )}
      <Button size="small" onClick={open}>
        {isAgent ? '他人代办' : '替别人来办'}
        {!isAgent && <KeyHint>{keyMap.agent}</KeyHint>}
      </Button>
      <Refusal>{isMe.sentence || cardFor.sentence}</Refusal>
    </>
  );
}

/** Whoever files for the applicant (免费代办): one line where there is one, a form while it is filled in. */
export function Agent({
  draft,
  editing,
  onEditing,
}: {
  readonly draft: Draft;
  readonly editing: boolean;
  readonly onEditing: (open: boolean) => void;
}) {
  const { agent, agentFaults } = draft;
  const { cardFor, open } = useOpening(onEditing);
  const remove = useAction(() => clerk.draft.setAgent({ agent: null }));
  const typing = isTypingAgent(draft, editing);
  const close = (): void => {
    onEditing(false);
    if (draft.cardFor === 'agent') cardFor.run('applicant');
  };
  useKeys({ [keyMap.agent]: open });
  return (
    <section className="intake-card agent" aria-label="代办人">
      <header className="intake-card-head">
        <h2>代办人</h2>
        {typing || agent === null ? (
          <span className="intake-source">
            {draft.cardFor === 'agent' ? '下一张放上的证件归代办人。' : '免费代办，代办费0元'}
          </span>
        ) : (
          <p className="agent-line">
            <strong>{agent.name}</strong>
            <span>{agent.idNumber}</span>
            <span>{agent.relation || '关系未填'}</span>
            <span>{authorisations[agent.authorisation]}</span>
            <span>免费代办</span>
          </p>
        )}
        {!typing && (
          <div className="intake-card-tools">
            <Button size="small" loading={remove.slow} onClick={() => remove.run()}>
              去掉
            </Button>
            <Button size="small" onClick={open}>
              修改
              <KeyHint>{keyMap.agent}</KeyHint>
            </Button>
          </div>
        )}
      </header>
      {(typing || agent === null) && (
        <AgentForm
          // A card that is read while somebody types takes the place of what was typed.
          key={`${agent?.source} ${agent?.idNumber}`}
          known={agent !== null}
          onSaved={close}
          onCancel={close}
        />
      )}
      {!typing &&
        agentFaults.map(({ field, message }) => (
          <p key={field} className="intake-fault" role="alert">
            {message}
          </p>
        ))}
      <Refusal>{remove.sentence || cardFor.sentence}</Refusal>
    </section>
  );
}
