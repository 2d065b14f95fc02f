// HTTP for people and programs that ask and servers that send; no SQL, no log.
// Comes from: report (answers), event. Goes to: clients, dashboard.
export { Audit, type AuditEntry } from './access/audit.ts'
export type * from './answers.ts'
export type {
  Answers,
  ApiOptions,
  ExportFileQuery,
  Grant,
  KeyDesk,
  KeyEntry,
  SiteFacts,
  StaticPage,
} from './context.ts'
export type { InstallKit } from './install.ts'
export * from './limits.ts'
export { type ApiServer, startApi } from './server.ts'
export type { CollectorState, Lately, Watch } from './watch.ts'
