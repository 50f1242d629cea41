export { type AppHandler, appAt, type AppRequest, type AppResponse } from './app-link.ts'
export type { Clock, ClockControl } from './clock.ts'
export { createSlackWorkspace, type SlackWorkspace, type SlackWorkspaceOptions } from './create-workspace.ts'
export { createSlackHttpHandler } from './http.ts'
export type { Identity } from './identity.ts'
export { createWorkspaceServer } from './page-server/server.ts'
export { startSlack } from './start.ts'
export { readSaved, type Saved } from './saved.ts'
export type {
  Channel,
  Home,
  Message,
  Modal,
  OpenView,
  Organization,
  Person,
  Picked,
  Container,
  UserGroup,
  Workspace,
} from './workspace.ts'
