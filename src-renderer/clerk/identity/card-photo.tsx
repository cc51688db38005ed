import type { Draft } from '../desk.ts';
import './card-photo.css';

/** The face on the card, for the clerk to compare; where no decoder is licensed here, a place that says so. */
export function CardPhoto({ photo }: { readonly photo: NonNullable<Draft['photo']> }) {
  return photo.picture === null ? (
    <div className="card-photo card-photo-none" role="note">
      {photo.sentence}
    </div>
  ) : (
    <img className="card-photo" src={photo.picture} alt={photo.sentence} />
  );
}
