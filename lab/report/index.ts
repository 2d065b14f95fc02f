// What the measurements say: lines for the terminal, the verdict over Wayside's cells, docs/lab.md with its tables and pictures.
// Comes from: lab/results. Goes to: the terminal, docs/.
export { cellLine, verdict } from './figures.ts'
