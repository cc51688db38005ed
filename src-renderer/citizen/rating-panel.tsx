import { type PointerEvent, useState } from 'react';
import { type RatingLevel, ratingLevelNames, ratingLevels } from '#shared/ratings/rating.ts';
import { useAction } from '../ui/action/use-action.ts';
import type { citizen } from './screen.ts';
import './rating-panel.css';

type Answer = ReturnType<typeof citizen.rate>;

/**
 * Five levels, none of them chosen beforehand. In the desktop shell only a finger or a pen on this very screen counts: a
 * mouse there is the clerk's. A page in a browser runs on a device of its own.
 */
export function RatingPanel({
  rated,
  rate,
}: {
  readonly rated: RatingLevel | null;
  readonly rate: (given: { level: RatingLevel; comment: string }) => Answer;
}) {
  const [chosen, setChosen] = useState<RatingLevel | null>(null);
  const [comment, setComment] = useState('');
  const [touched, setTouched] = useState(false);
  const send = useAction(
    () => rate({ level: chosen ?? 'satisfied', comment: comment.trim() }),
    () => setTouched(true),
  );
  const choose = (level: RatingLevel) => (event: PointerEvent) => {
    const isTheirs = window.yichuang === undefined || event.pointerType !== 'mouse';
    if (event.nativeEvent.isTrusted && isTheirs) setChosen(level);
  };
  if (rated !== null || touched)
    return (
      <p className="rating-thanks" role="status">
        您的评价：{rated === null ? '已收到' : ratingLevelNames[rated]}。谢谢您！
      </p>
    );
  return (
    <section className="rating" aria-label="评价本次服务">
      <h2>请您评价本次服务（自愿）</h2>
      <div className="rating-levels">
        {ratingLevels.map((level) => (
          <button key={level} type="button" aria-pressed={chosen === level} onPointerUp={choose(level)}>
            {ratingLevelNames[level]}
          </button>
        ))}
      </div>
      {chosen !== null && (
        <div className="rating-say">
          <input
            aria-label="想说的话"
            placeholder="还想说点什么（可不填）"
            maxLength={300}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <button type="button" disabled={send.busy} onClick={() => send.run()}>
            提交评价
          </button>
        </div>
      )}
      <p role="alert">{send.sentence}</p>
    </section>
  );
}
