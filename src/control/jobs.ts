import type { Variables } from '../site/environment.ts'
import type { ServiceId } from '../site/service-names.ts'
import type { Deploy } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import type { Member } from './code-host.ts'

/** Who may visit: by the password, or by the cookie of a client's link (`src/site/share-cookie.ts`), for these shares. */
export interface VisitorAccess {
  user: string
  passwordHash: string
  /** Absent: none. With the key from the start, nginx needs no reload for a first link. */
  shares?: { key: string; ids: string[] }
}

/** Everything that makes a machine the site's, any number of times. What is absent stays as it is, or is left to the repository. */
export interface SetUpJob {
  kind: 'set-up'
  /** `url`: where visitors find it. */
  site: { id: string; name: string; url: string }
  cloneUrl: string
  repository: string
  branch: string
  /** A higher one than before: the commit is deployed again, also if it's served already. */
  revision?: number
  /** Of the app directory; '': the stack decides. */
  documentRoot: string
  /** Where in the repository the app is; absent: at its top. */
  appDirectory?: string
  /** Starts the app instead of what the Procfile or its stack says. */
  startCommand?: string
  /** Instead of those that the files ask for; empty: none. */
  services?: ServiceId[]
  /** Directories of the app whose files stay over deploys, besides those of its stack. */
  sharedDirectories?: string[]
  /** The site shows the branch of that pull request. */
  pullRequest?: number
  access: VisitorAccess
  /** What people set for the site's programs; absent: the machine's stays as it is. */
  environment?: Variables
  webhookSecret: string
  deployKey?: string
  /** Where the machine gets tokens to clone and fetch with, by POST with the secret as bearer; absent: it needs none. */
  cloneTokens?: { url: string; secret: string }
  /** Absent: the machine's accounts stay as they are. */
  members?: Member[]
  /** Members may become root. */
  sudo?: boolean
  /** Paths without a file are answered with `index.html`. */
  spaFallback?: boolean
  /** Larger requests are refused. */
  maxUploadMegabytes?: number
  /** Where the machine reports its deploys and programs: by POST, what `instance/bin/status` prints, with the token as bearer. */
  report?: {
    url: string
    token: string
    /** Where it sends pictures of its start page; absent: none are wanted. */ pictureUrl?: string
  }
}

export interface AccessJob {
  kind: 'access'
  access: VisitorAccess
}

/** Restarts the site's programs with that environment. */
export interface EnvironmentJob {
  kind: 'environment'
  environment: Variables
}

export interface UsersJob {
  kind: 'users'
  members: Member[]
  sudo?: boolean
}

/** Fetches the branch and deploys its head, unless that is deployed already. Needs a machine that is set up. */
export interface DeployJob {
  kind: 'deploy'
}

/** Tells when visitors or its team last used the machine. */
export interface LastUseJob {
  kind: 'last-use'
}

/** Reads the end of a log, without secrets. It waits for no other job. */
export interface LogsJob {
  kind: 'logs'
  /** Absent: the one of what visitors reach. */
  log?: string
  lines: number
  /** Only whole lines, with the place where they end. */
  follow?: boolean
  /** What came after that place, for which it waits some seconds. */
  after?: string
}

/** What a machine says of its logs. */
export interface MachineLog {
  /** Absent: there is no such log. */
  name?: string | undefined
  /** All that there are. */
  names: string[]
  text: string
  /** There is more before it. */
  hasMore: boolean
  /** Where it ends: for {@link LogsJob.after}. */
  place: string
}

/** A log of a site's machine, or a part of it. */
export type ReadLog = Omit<MachineLog, 'name'> & { name: string }

/** Installs what an image for new sites has, and removes what only one machine may have. */
export interface BakeJob {
  kind: 'bake'
}

/** `kind` is the name of the entry point in `instance/bin`. */
export type Job = SetUpJob | AccessJob | EnvironmentJob | UsersJob | DeployJob | LastUseJob | LogsJob | BakeJob

export type CommandState =
  | { state: 'running' }
  /**
   * `withoutAccount`: logins of members for whom the machine could make no account. `usedAt`: the answer to `last-use`. `session`: of
   * `set-up` and `access`, see `session.ts`. `log`: of `logs`, where the machine has any.
   */
  | {
      state: 'succeeded'
      deploy?: Deploy
      withoutAccount?: string[]
      usedAt?: Instant
      session?: string
      log?: MachineLog
    }
  /**
   * `reason` is one of `failureReasons`; `log` holds the last lines, redacted. `permanent`: another attempt can't help. `variables`: what
   * the environment lacks.
   */
  | { state: 'failed'; reason: string; log: string; permanent: boolean; variables?: string[] }
