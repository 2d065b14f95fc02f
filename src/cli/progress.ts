// A progress bar on a terminal, a line now and then elsewhere. Writes to standard error, so that results can be piped.

export interface Progress {
  /** @param done of the total, same unit. @param note what to say beside the bar. */
  update(done: number, note?: string): void
  finish(note: string): void
}

const WIDTH = 28
const EVERY_MS = { terminal: 100, file: 5_000 }

/** @param total in any unit; `update` counts up to it. @param monotonic milliseconds that only grow. */
export function startProgress(
  label: string,
  total: number,
  monotonic: () => number,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): Progress {
  const startedAt = monotonic()
  let drawnAt = -Infinity
  const draw = (done: number, note: string): void => {
    const share = total > 0 ? Math.min(1, done / total) : 1
    const filled = Math.round(share * WIDTH)
    const seconds = (monotonic() - startedAt) / 1000
    const left = share > 0.02 && share < 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : ''
    const line = `${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.floor(share * 100)} %${left} ${note}`
    out.write(out.isTTY ? `\r\x1b[2K${line}` : `${line}\n`)
  }
  return {
    update(done, note = '') {
      const now = monotonic()
      if (now - drawnAt < (out.isTTY ? EVERY_MS.terminal : EVERY_MS.file)) return
      drawnAt = now
      draw(done, note)
    },
    finish(note) {
      draw(total, note)
      if (out.isTTY) out.write('\n')
    },
  }
}
