// The script tag: reads the attributes of the element that names the datacenters (its own, or the stub's) and starts. Built to `wayside.js`.
import { begin } from './start.ts'

begin()
