// The script tag: reads its own element's attributes and starts. Built to `wayside.js`.
import { attempt } from './guard.ts'
import { start } from './start.ts'

attempt(() => {
  const { endpoints, ...config } = document.currentScript!.dataset
  start({ ...config, endpoints: endpoints!.split(' ') })
})
