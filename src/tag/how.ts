// By which gesture a link was opened.
import type { How } from '../event/index.ts'

/** A click of the keyboard or of a script has no `detail` (UI Events §click). */
export const howOf = (event: MouseEvent): How =>
  event.button
    ? 'middle'
    : event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      ? 'modified'
      : event.detail
        ? 'primary'
        : event.isTrusted
          ? 'keyboard'
          : 'other'
