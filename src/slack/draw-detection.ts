import type { View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { CreateFormValues } from '../../views/read-create-form.ts'
import { type Detection, detectionBelow, detectionOf } from '../site/detection.ts'
import { checkAppDirectory } from '../site/source.ts'
import { isUserError } from '../site/user-error.ts'
import { askCodeHost } from './ask-code-host.ts'
import { leaving, timeFor } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { isPlatformError } from './rate-limited-call.ts'

/** Milliseconds that have to be left for asking the code host: with less, Slack might not get its answer. */
const LEAST_MS = 900
/** Milliseconds of these for drawing the form. */
const DRAW_MS = 400

interface Drawn {
  client: WebClient
  /** The form as Slack has it. A view that was closed or redrawn meanwhile no longer has this hash. */
  view: { id?: string | undefined; hash?: string | undefined }
  draft: CreateFormValues
  form(draft: CreateFormValues, detection: Detection | undefined): View
  /** The form shows another branch's detection, so it's redrawn in any case. */
  isOutdated?: boolean
}

/**
 * Asks the code host what is in the repository of the form, and redraws the form with what that is. If there's no time, or the code host
 * doesn't answer, the form stays as it is: people can fill it in all the same.
 */
export async function drawDetection(
  { client, view: { id, hash }, draft, form, isOutdated = false }: Drawn,
  deps: Pick<SlackDeps, 'codeHost' | 'report'>,
): Promise<void> {
  if (id === undefined || hash === undefined) return
  const detection = await detectionFor(draft, deps)
  if (detection === undefined && !isOutdated) return
  try {
    await client.views.update({ view_id: id, hash, view: form(draft, detection) })
  } catch (error) {
    // The form was closed, or something else was picked, which redraws it by itself.
    if (!isPlatformError(error)) throw error
  }
}

/** What is in the repository; undefined if the code host doesn't say in time. */
export async function detectionFor(
  { repository, branch, appDirectory = '' }: CreateFormValues,
  deps: Pick<SlackDeps, 'codeHost' | 'report'>,
): Promise<Detection | undefined> {
  const directory = plainDirectory(appDirectory)
  if (repository === undefined || branch === undefined || directory === undefined) return undefined
  if (timeFor(LEAST_MS) < LEAST_MS) return undefined
  const filesIn = (at: string) =>
    leaving(DRAW_MS, () =>
      askCodeHost(
        deps,
        (host) => host.files(repository, branch, at),
        () => undefined,
      ),
    )
  const files = await filesIn(directory)
  if (files === undefined) return undefined
  const found = detectionOf(files)
  if (found.only === undefined || directory !== '' || timeFor(LEAST_MS) < LEAST_MS) return found
  return detectionBelow(found, await filesIn(found.only))
}

/** undefined for an invalid directory, which is an error when the form is submitted. */
function plainDirectory(typed: string): string | undefined {
  try {
    return checkAppDirectory(typed)
  } catch (error) {
    if (isUserError(error)) return undefined
    throw error
  }
}
