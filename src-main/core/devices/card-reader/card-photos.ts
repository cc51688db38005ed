import type { CardPhotoView } from '#shared/contracts/views.ts';
import type { CardPhoto, DecodePhoto } from './photo-decoder.ts';

/**
 * The photo of the card that was read last at this counter, for the face in front of it to be compared with. It is held
 * in memory until the visit ends, and goes into no store, no log and no command.
 */
export type CardPhotos = ReturnType<typeof cardPhotos>;

export function cardPhotos(decode: DecodePhoto, changed: () => void) {
  let held: { idNumber: string; photo: CardPhoto | null } | null = null;

  return {
    /** Begins to decode; the form does not wait for it. */
    take(idNumber: string, raw: Buffer): void {
      const taken: NonNullable<typeof held> = { idNumber, photo: null };
      held = taken;
      void decode(raw).then((photo) => {
        taken.photo = photo;
        if (held === taken) changed();
      });
    },

    /** Of this person's card; null where it was not read here, or is still being decoded. */
    of(idNumber: string): CardPhotoView | null {
      if (held?.idNumber !== idNumber || held.photo === null) return null;
      const { photo } = held;
      return photo.kind === 'undecoded'
        ? { picture: null, sentence: photo.sentence }
        : { picture: `data:${photo.type};base64,${photo.picture.toString('base64')}`, sentence: '证件照片' };
    },

    forget(): void {
      held = null;
    },
  };
}
