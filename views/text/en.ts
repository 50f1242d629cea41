import { controlTexts } from './en/controls.ts'
import { errorTexts } from './en/errors.ts'
import { formTexts } from './en/forms.ts'
import { operationTexts } from './en/operations.ts'
import { siteTexts } from './en/site.ts'
import { talkTexts } from './en/talk.ts'
import type { Texts } from './texts.ts'

export const en: Texts = {
  ...siteTexts,
  ...controlTexts,
  ...formTexts,
  ...errorTexts,
  ...talkTexts,
  operations: operationTexts,
}
