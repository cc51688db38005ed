import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../../ui/keys/use-keys.ts';
import type { Visit } from '../desk.ts';
import { Agent, AgentKey, isTypingAgent } from '../identity/agent.tsx';
import { Applicant } from '../identity/applicant.tsx';
import { HeldCertificates } from '../identity/held-certificates.tsx';
import { Known } from '../identity/known.tsx';
import { ChosenMatter } from '../matters/chosen-matter.tsx';
import { MatterSearch } from '../matters/matter-search.tsx';
import { keyMap } from '../shell/key-map.ts';
import { Beforehand } from './beforehand.tsx';
import { JustTaken } from './just-taken.tsx';
import { TakeIn } from './take-in.tsx';
import './intake.css';

/** The case that is being taken in, from top to bottom: who, what, with which papers, and the step itself. */
export function Intake({ visit, cardSentence }: { readonly visit: Visit; readonly cardSentence: string }) {
  const { draft, cases, beforehand } = visit;
  const [editing, setEditing] = useState(false);
  const [editingAgent, setEditingAgent] = useState(false);
  const [changingMatter, setChangingMatter] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const section = useRef<HTMLElement>(null);
  const searching = draft.matter === null || changingMatter;
  // What was voided again is not what the visit has come to.
  const last = cases.findLast(({ status }) => status !== 'voided');

  const takenUp = new Set(
    cases.filter(({ status }) => status !== 'voided').map(({ matterCode }) => matterCode),
  );
  const { applicant } = draft;
  const withAgent = draft.agent !== null || isTypingAgent(draft, editingAgent);
  const whoAsks = applicant === null ? '' : `${applicant.source} ${applicant.name} ${applicant.idNumber}`;
  // A card that is read while somebody types takes the place of what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the applicant is another
  useEffect(() => setEditing(false), [whoAsks]);

  const toSearch = (): void => {
    setChangingMatter(draft.matter !== null);
    search.current?.focus();
  };
  useKeys({
    [keyMap.matterSearch]: toSearch,
    [keyMap.matterSearchSlash]: toSearch,
    [keyMap.applicant]: () => setEditing(true),
  });

  return (
    <section ref={section} className="intake" aria-label="办理">
      {last !== undefined && (draft.matter === null || last.status === 'received') && (
        <JustTaken key={last.id} row={last} onAnother={() => search.current?.focus()} />
      )}
      <Applicant
        visitId={visit.id}
        draft={draft}
        cardSentence={cardSentence}
        agentKey={withAgent ? null : <AgentKey onEditing={setEditingAgent} />}
        editing={editing}
        onEditing={(open) => {
          setEditing(open);
          if (open) return;
          // On with what comes next: choosing the matter, or its papers where it is chosen.
          if (search.current !== null) search.current.focus();
          else section.current?.querySelector<HTMLElement>('.chosen-matter input')?.focus();
        }}
      />
      {withAgent && (
        <Agent
          draft={draft}
          editing={editingAgent}
          onEditing={(open) => {
            setEditingAgent(open);
            if (!open) search.current?.focus();
          }}
        />
      )}
      <Known draft={draft} />
      {draft.applicant !== null && draft.applicant.idNumber !== '' && (
        <HeldCertificates applicant={`${draft.applicant.name} ${draft.applicant.idNumber}`} />
      )}
      {draft.matter === null && <Beforehand matters={beforehand.filter(({ code }) => !takenUp.has(code))} />}
      {searching ? (
        <MatterSearch
          inputRef={search}
          // The search has the focus as soon as it is known who asks; before that the form has it.
          autoFocus={changingMatter || (draft.applicant !== null && last === undefined)}
          onChosen={() => setChangingMatter(false)}
          {...(draft.matter !== null && { onBack: () => setChangingMatter(false) })}
        />
      ) : (
        draft.matter !== null && (
          <ChosenMatter key={draft.matter.code} draft={draft} matter={draft.matter} onChange={toSearch} />
        )
      )}
      {/* What was said of one case is not said of the next. */}
      <TakeIn key={`${cases.length} ${draft.matter?.code}`} draft={draft} toAccept={last} />
    </section>
  );
}
