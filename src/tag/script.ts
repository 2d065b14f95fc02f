// The script tag: reads its own element's attributes and starts. Built to `wayside.js`.
import { start } from './start.ts'

const { endpoints, ...config } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {}
start({ ...config, endpoints: endpoints?.split(' ') ?? [] })
