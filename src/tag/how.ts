// By which gesture a link was opened.
import type { How } from '../event/index.ts'

/** A click of the keyboard or of a script has no `detail` (UI Events §click), but in Firefox, where it has no `pointerType`. */
export const howOf = (event: MouseEvent): How =>
  event.button
    ? 'middle'
    : event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      ? 'modified'
      : event.detail && (event as PointerEvent).pointerType !== ''
        ? 'primary'
        : event.isTrusted
          ? 'keyboard'
          : 'other'
