export { createSlackWorkspace, type SlackWorkspace, type SlackWorkspaceOptions } from './create-workspace.ts'
export { createSlackHttpHandler } from './http.ts'
export type { ClockPanel } from './page-server/clock-panel.ts'
export { createWorkspaceServer, type WorkspaceServerDeps } from './page-server/server.ts'
export type {
  Channel,
  Message,
  OpenView,
  Organization,
  Person,
  Picked,
  Place,
  UserGroup,
  Workspace,
} from './workspace.ts'
