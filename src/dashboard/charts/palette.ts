// The page's colours for a canvas, which knows no style sheet.
import { useEffect, useState } from 'preact/hooks'

export interface Palette {
  ink: string
  soft: string
  faint: string
  line: string
  accent: string
  late: string
  lateSoft: string
}

const NAMES: Readonly<Record<keyof Palette, string>> = {
  ink: '--ink',
  soft: '--soft',
  faint: '--faint',
  line: '--line',
  accent: '--accent',
  late: '--late-fill',
  lateSoft: '--late-soft',
}

/** As they are now; drawn anew when the reader changes between light and dark. */
export function usePalette(): Palette {
  const [palette, set] = useState(readPalette)
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const look = (): void => set(readPalette())
    dark.addEventListener('change', look)
    return () => dark.removeEventListener('change', look)
  }, [])
  return palette
}

function readPalette(): Palette {
  const probe = document.body.appendChild(document.createElement('i'))
  const entries = Object.entries(NAMES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  return Object.fromEntries(entries) as unknown as Palette
}
