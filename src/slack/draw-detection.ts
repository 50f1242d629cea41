import type { View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { CreateFormValues } from '../../views/create-form.ts'
import { type Detection, detectionOf } from '../site/detection.ts'
import { checkAppDirectory } from '../site/source.ts'
import { isUserError } from '../site/user-error.ts'
import { askCodeHost } from './ask-code-host.ts'
import { leaving, timeFor } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { isPlatformError } from './rate-limited-call.ts'

/** With less time left, Slack might not get its answer. */
const LEAST_MS = 900
/** For drawing it. */
const DRAW_MS = 400

interface Drawn {
  client: WebClient
  /** The form as Slack has it; it has been closed, or drawn anew, when this is no longer true. */
  view: { id?: string | undefined; hash?: string | undefined }
  draft: CreateFormValues
  form(draft: CreateFormValues, detection: Detection | undefined): View
  /** It shows what was found in another branch. */
  isOutdated?: boolean
}

/**
 * Looks at the repository in the form, and draws it with what was found. Nothing happens when there's no time for it, or nothing to say:
 * people fill in the form all the same.
 */
export async function drawDetection(
  { client, view: { id, hash }, draft, form, isOutdated = false }: Drawn,
  deps: Pick<SlackDeps, 'codeHost' | 'report'>,
): Promise<void> {
  if (id === undefined || hash === undefined) return
  const detection = timeFor(LEAST_MS) < LEAST_MS ? undefined : await detectionFor(draft, deps)
  if (detection === undefined && !isOutdated) return
  try {
    await client.views.update({ view_id: id, hash, view: form(draft, detection) })
  } catch (error) {
    // Somebody picked something else meanwhile, which is looked at in its turn; or closed the form.
    if (!isPlatformError(error)) throw error
  }
}

async function detectionFor(
  { repository, branch, appDirectory = '' }: CreateFormValues,
  deps: Pick<SlackDeps, 'codeHost' | 'report'>,
): Promise<Detection | undefined> {
  const directory = plainDirectory(appDirectory)
  if (repository === undefined || branch === undefined || directory === undefined) return undefined
  const files = await leaving(DRAW_MS, () =>
    askCodeHost(
      deps,
      (host) => host.files(repository, branch, directory),
      () => undefined,
    ),
  )
  return files && detectionOf(files)
}

/** undefined for what is no directory; the form says so when it's submitted. */
function plainDirectory(typed: string): string | undefined {
  try {
    return checkAppDirectory(typed)
  } catch (error) {
    if (isUserError(error)) return undefined
    throw error
  }
}
