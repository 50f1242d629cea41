import type { DefinedOperations } from '../../src/site/operations/all.ts'
import type { Button, DefinedOperation } from '../../src/site/operations/operation.ts'

/** The words of one operation. String parameters are ready to use. */
export interface OperationText {
  /** One line of help. */
  line: string
  /** After "can" or "can't"; in Japanese before 「は今はできません」 and 「ができるのは」. */
  verb(p: { site: string }): string
  /** To the person who asked: it's done, or under way. `to`: the new expiry, or what they chose. */
  /** `repository`: it's for all sites of that. */
  done(p: { site: string; to: string; repository?: string; runsNoPrograms?: boolean }): string
  /** Who did it. Lines of earlier versions may have no `to`. */
  history(p: { by: string; to?: string }): string
  button?: string
  /** What screen readers say for a button outside the menu. It contains the button's label. */
  spoken?(p: { site: string }): string
  /** Asks for arguments. */
  form?: {
    title: string
    submit: string
    intro(p: FormFacts): string
    /** At the end: `when` it goes to sleep by itself, and where that is changed. */
    sleep?(p: { when: string }): string
  }
  args?: Record<string, ArgumentText>
  /** Asked before it's done, on every way in: what goes, and whether it can be undone. */
  confirmation?: {
    question(p: { site: string }): string
    /** A terminal asks before it knows the site, and so without `days`. `isServed`: it has been set up. */
    consequence(p: { site: string; days?: number; isServed?: boolean }): string
    submit: string
  }
}

export interface FormFacts {
  site: string
  owner: string
  until: string
  repository: string
  /** Names of its environment, and of its repository's; absent: there are none. */
  names?: string
  shared?: string
  /** Its machine serves files and nothing else. */
  runsNoPrograms?: boolean
}

export interface ArgumentText {
  label: string
  /** What stands for it in usage, where it's typed. */
  usage?: string
  /** Beneath its input. */
  hint?: string
}

type Required<K extends keyof OperationText> = { [P in K]-?: NonNullable<OperationText[P]> }

/** What its definition calls for: the compiler asks for no text that nobody reads, and takes none. */
type TextsOf<O> =
  O extends DefinedOperation<string, infer A, infer B, infer C>
    ? Required<'line' | 'verb' | 'done' | 'history'> &
        (B extends Button
          ? Required<B extends { at: 'menu' | 'shares'; mends?: never } ? 'button' : 'button' | 'spoken'>
          : unknown) &
        (keyof A extends never ? unknown : Required<'form'> & { args: { [K in keyof A]: ArgumentTextOf<A[K]> } }) &
        (C extends true ? Required<'confirmation'> : unknown)
    : never

type ArgumentTextOf<A> = A extends { kind: 'variables' | 'variable-names' | 'setting' | 'scope' }
  ? { label: string; hint: string }
  : A extends { isOptional: true } | { kind: 'password' }
    ? { label: string }
    : { label: string; usage: string }

export type OperationTexts = { [O in DefinedOperations as O['name']]: TextsOf<O> }
