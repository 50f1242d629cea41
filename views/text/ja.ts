import { controlTexts } from './ja/controls.ts'
import { errorTexts } from './ja/errors.ts'
import { formTexts } from './ja/forms.ts'
import { operationTexts } from './ja/operations.ts'
import { siteTexts } from './ja/site.ts'
import { talkTexts } from './ja/talk.ts'
import type { Texts } from './texts.ts'

export const ja: Texts = {
  ...siteTexts,
  ...controlTexts,
  ...formTexts,
  ...errorTexts,
  ...talkTexts,
  operations: operationTexts,
}
