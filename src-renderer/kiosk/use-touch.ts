import { type MouseEvent, type PointerEvent, useRef } from 'react';

/** How far outside of the button, in pixels, a finger may be lifted. */
const tolerance = 48;

/**
 * A press as people at a kiosk do it: long, slipped, or with the whole hand. It counts when the first finger is
 * lifted on the button or near it, once for each time it comes down; where a browser would see a drag or a context
 * menu, this still sees a press. Keyboards and assistive programs arrive as plain clicks.
 */
export function useTouch(act: () => void) {
  const pointer = useRef<number | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!event.isPrimary || event.button !== 0) return;
      pointer.current = event.pointerId;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (pointer.current !== event.pointerId) return;
      pointer.current = null;
      const box = event.currentTarget.getBoundingClientRect();
      const near =
        event.clientX > box.left - tolerance &&
        event.clientX < box.right + tolerance &&
        event.clientY > box.top - tolerance &&
        event.clientY < box.bottom + tolerance;
      if (near) act();
    },
    onPointerCancel: () => {
      pointer.current = null;
    },
    onClick: (event: MouseEvent) => {
      if (event.detail === 0) act();
    },
    onContextMenu: (event: MouseEvent) => event.preventDefault(),
  };
}
