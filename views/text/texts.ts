import type { OtherCommand } from '../../src/site/commands.ts'
import type { ChannelClosure } from '../../src/site/contact.ts'
import type { TakingOperation } from '../../src/site/change-by-other.ts'
import type { FailureReason } from '../../src/site/failure-reasons.ts'
import type { DetectionKind } from '../../src/site/detection.ts'
import type { IdleChoice } from '../../src/site/idle-time.ts'
import type { OrderField, OrderFlag } from '../../src/site/order.ts'
import type { DeployStage, PageProblem } from '../../src/site/machine-facts.ts'
import type { Phase } from '../../src/site/phase.ts'
import type { Stage } from '../../src/site/progress.ts'
import type { SettingGroup } from '../../src/site/site-settings.ts'
import type { Membership } from '../../src/site/site.ts'
import type { SiteState } from '../../src/site/site-state.ts'
import type { CalendarDate, Instant } from '../../src/site/time.ts'
import type { NotificationType } from '../../src/site/notification-type.ts'
import type { UserErrorCode, UserErrorParams } from '../../src/site/user-error.ts'
import type { ListKind } from '../action-ids.ts'
import type { NoOffer } from './no-offer.ts'
import type { OperationTexts } from './operation-texts.ts'

/**
 * Every word that people read in Slack. String parameters are ready to use: escaped, with dates and people already
 * formatted. Only the texts of errors get raw values, and a {@link Show} to format them with.
 */
export interface Texts extends SiteTexts, ControlTexts, FormTexts, ErrorTexts, TalkTexts {
  operations: OperationTexts
}

/** What a site is and what happens to it. */
export interface SiteTexts {
  phases: Record<Phase, string>
  stages: Record<Stage, string>
  /** What went wrong, and what to do about it. */
  reasons: Record<
    FailureReason,
    (p: { repository: string; branch: string; variables: string; moreMemory: string }) => string
  >
  /** How a machine of that size gets more of it; `next` is '' without a larger size. */
  moreMemory(p: { size: string; next: string }): string
  /** What happened without an operation. */
  /** Who did something, when it was an MCP client that asked for them. */
  byAgent(p: { person: string; agent: string }): string
  history: Record<'create' | 'expire' | 'purge' | 'lose' | 'size-refused', (p: { by: string; to?: string }) => string>
  /** To the person who created it; `channel` has its card. */
  created(p: { site: string; channel: string }): string
  announcements: Record<
    Exclude<NotificationType, 'teamChanged' | 'changedByOther' | 'guessing'>,
    (p: { site: string; address: string; owner: string; when: string; reason: string; programs: string }) => string
  >
  /** What somebody else did to the owner's site. */
  changedByOther: Record<TakingOperation, (p: { owner: string; by: string; site: string }) => string>
  /** At least `count` different logins were wrong. */
  guessing(p: { owner: string; site: string; address: string; count: number; when: string }): string
  /** Of a start page: what screen readers say of it, and what stands above those before and after a deploy. */
  picture: {
    alt(p: { site: string; commit: string }): string
    before(p: { commit: string }): string
    after(p: { commit: string }): string
  }
  /** Why the owner can't look after a site. */
  absences: Record<Exclude<Membership, 'member'>, (p: { owner: string }) => string>
  /** A site that someone has adopted, or whose owner is back. */
  adopted(p: { site: string; owner: string }): string
  /** Why the app can't post in a channel, and what to do about it. */
  channelClosed: Record<ChannelClosure, (p: { channel: string }) => string>
  /** In place of a card in a channel that its site has left. */
  cardMoved(p: { site: string; channel: string }): string
  /** In place of a card in a direct message. */
  direct: Record<'back' | 'another', (p: { site: string; channel: string; owner: string }) => string>
  /** Whose accounts a check of the team has changed. */
  team: {
    /** From how many sites at once, including this one. */
    removed(p: { people: string; site: string; sites: number }): string
    added(p: { people: string; site: string }): string
  }
  card: {
    repository: string
    commit: string
    stack: string
    /** The stack, with the file that it was detected by. */
    detectedBy(p: { stack: string; file: string }): string
    owner: string
    expires: string
    purge: string
    accessUser: string
    /** What it costs. */
    costs: string
    ssh: string
    by(p: { subject: string; author: string }): string
    usuallyTakes(p: { duration: string }): string
    deploying: Record<DeployStage, string>
    /** After a deploy that failed. */
    previousStays: string
    retryAt(p: { when: string }): string
    /** It isn't retried by itself. */
    stuck: string
    log: string
    /** The site is still served; `commit` is '' if it's unknown. */
    deployFailed(p: { commit: string; reason: string }): string
    /** One program, or a list of `count`. */
    keepsCrashing(p: { programs: string; count: number }): string
    waiting(p: { commit: string }): string
    /** `when` it went to sleep by itself, and for how long nobody had used it. */
    idle(p: { when: string; duration: string }): string
    keptAwake(p: { when: string }): string
    keepsRunningOut(p: { programs: string; count: number; moreMemory: string }): string
    /** People who could log in if they had one. */
    withoutKeys(p: { people: string }): string
    withoutAccount(p: { people: string }): string
    /** `until` when people who could log in before still can; '' if nobody can. */
    teamGone(p: { team: string; until: string }): string
    /** An archived repository can't be changed. */
    left(p: { repository: string }): string
    /** After those that are listed. */
    others(p: { count: number }): string
    spot: string
    /** GitHub doesn't show how its deploys went. */
    unreported(p: { reason: string }): string
    /** An embedded machine serves the files of what has to be built or run. */
    unbuilt(p: { stack: string }): string
    /** Visitors don't see what they should. `hint` is a directory that has a start page, or ''. */
    page: Record<PageProblem, (p: { status: number; hint: string }) => string>
    /** What embedded machines can't do. */
    embedded: string
    /** After the owner's absence. */
    adoptable: string
    /** Instead of everything else, once it's being permanently deleted. */
    gone(p: { site: string }): string
  }
  /** What a site costs a month; amounts with their currency. */
  costs: {
    /** It has always been up, or has no past. */
    alwaysUp(p: { cost: string }): string
    asUsed(p: { asUsed: string; alwaysUp: string }): string
    archived(p: { cost: string }): string
  }
  /** To admins, once a month. */
  budgetWarning(p: { spent: string; budget: string; until: string }): string
  duration(ms: number): string
  /** What people read on GitHub. */
  codeHost: {
    /** Next to the commit; why a deploy failed is one of the reasons. */
    status: Record<'pending' | 'success' | 'error', string>
    /** On a pull request; Markdown. */
    pullRequest: {
      creating: string
      ready: string
      asleep: string
      archiving: string
      archived(p: { until: string }): string
      gone: string
      failed(p: { reason: string }): string
      /** The deployed commit. */
      commit(p: { commit: string }): string
      /** How to get in. */
      access(p: { user: string }): string
      notCreated(p: { reason: string }): string
    }
  }
}

/** Words on buttons that aren't an operation's own. */
export interface ControlTexts {
  buttons: Record<
    'open' | 'untilDate' | 'deleteNow' | 'create' | 'nextPage' | 'logs' | 'logFile' | 'select' | 'cancel' | 'close',
    string
  >
  /** What screen readers say for a button about a site; it contains the button's label. */
  spoken: Record<'open' | 'untilDate' | 'deleteNow' | 'logs' | 'logFile', (p: { site: string }) => string>
  /** The same, for a button that extends by so many days. */
  extendSiteBy(p: { days: number; site: string }): string
  /** An option or button that extends by so many days. */
  days(p: { days: number }): string
  extendBy(p: { days: number }): string
}

export interface FormTexts {
  /** When a site goes to sleep by itself. */
  idleTimes: Record<IdleChoice, string>
  /** What `default` stands for; `hours` is 0 if a site doesn't sleep for want of visits. */
  usualIdleTime(p: { hours: number; hasOfficeHours: boolean }): string
  notBefore(p: { when: string }): string
  settingGroups: Record<SettingGroup, string>
  createForm: {
    title: string
    submit: string
    labels: Record<OrderField | OrderFlag | 'services', string>
    /** What an environment is for. */
    scopes: { site(p: { site: string }): string; repository(p: { repository: string }): string }
    /** A box for a site without any. */
    noServices: string
    /** What checking the box means. */
    flags: Record<OrderFlag, string>
    /** What the repository is. `stack` and `file` are '' where there is none. */
    detections: Record<DetectionKind, (p: { stack: string; file: string }) => string>
    /** After a detection without an app. */
    elsewhere(p: { directories: string }): string
    /** After a detection that embedded machines can't serve. */
    unbuilt: string
    /** Before the inputs that most repositories don't need. */
    overrides: string
    /** Parts of the line with what the short form doesn't ask for. */
    summary: {
      until(p: { day: string }): string
      team(p: { team: string }): string
      channel(p: { channel: string }): string
      spot: string
    }
    /** Opens the rest of the form. */
    more: string
    hints: {
      /** `address` is that of the name typed so far, or of an example. */
      name(p: { address: string }): string
      /** The form has put a valid name in place of what was typed. */
      correctedName(p: { address: string }): string
      appDirectory: string
      documentRoot: string
      startCommand: string
      services: string
      /** `own`: when the site ends in the reader's own time zone, if it ends on that day. */
      lastDay(p: { first: string; last: string; hour: number; zone: string }): string
      password(p: { min: number }): string
      sshTeam: string
      channel: string
    }
    placeholders: Record<
      'name' | 'repository' | 'branch' | 'appDirectory' | 'documentRoot' | 'startCommand' | 'sshTeam',
      string
    >
  }
  /** Instead of options; Slack shows 75 characters. */
  noOffer: Record<NoOffer, string>
  /** Clients' links. */
  shares: {
    title(p: { site: string }): string
    none(p: { site: string }): string
    about: string
    unopened: string
    opened(p: { count: number; last: string }): string
    until(p: { when: string }): string
    /** After those that a card lists. */
    more(p: { count: number }): string
    /** Above the message to the client. */
    shown(p: { client: string; site: string }): string
    once: string
    /** To the client, who knows neither Slack nor us. */
    message(p: { link: string; until: string }): string
    languages: Record<'en' | 'ja', string>
  }
  passwordShown: {
    intro(p: { site: string }): string
    address: string
    user: string
    password: string
    once: string
  }
}

/** How an error shows its values: in messages, or in plain text such as at a form's field. */
export interface Show {
  text(untrusted: string): string
  moment(at: Instant): string
  day(date: CalendarDate): string
  /** In the currency of the prices. */
  amount(amount: number): string
  /** The mention, or `otherwise` where nobody can be mentioned; the same for `channel` and `group`. */
  person(userId: string, otherwise: string): string
  channel(channelId: string, otherwise: string): string
  group(groupId: string, otherwise: string): string
  /** The operation as a verb phrase in a sentence. */
  operation(name: string, site: string): string
  /** What to type, such as `wake plum`. */
  command(words: string): string
  /** What to type to see all sites, or those of `owner`. */
  listCommand(owner?: string): string
}

export interface ErrorTexts {
  errors: { [C in UserErrorCode]: (p: UserErrorParams[C], show: Show) => string }
  /** Title of a modal with an error. */
  problem: string
  unexpected(p: { reference: string }): string
}

/** Lists, the App Home and help. */
export interface TalkTexts {
  row(p: { repository: string; owner: string }): string
  /** Several sites of one owner, which are listed below. */
  expiringTogether(p: { owner: string }): string
  expiresAt(p: { when: string }): string
  purgedAt(p: { when: string }): string
  list: {
    titles: Record<ListKind, string>
    empty: Record<ListKind, string>
    /** The words that were looked for. */
    matching(p: { words: string }): string
    noneMatch(p: { nearest?: string; usage: string }): string
    /** There were too many sites to look at them all. */
    noneYet: string
    unreadable(p: { names: string }): string
    notShown(p: { count: number }): string
    howToShow: string
  }
  /** One action for several sites. */
  select: {
    title: string
    submit: string
    sites: string
    choose: string
    action: string
    /** Only the first `count` can be chosen. */
    more(p: { count: number }): string
    /** There was no time for the rest of them. */
    rest(p: { done: number; rest: number }): string
    delete: { title: string; question(p: { count: number }): string; consequence(p: { days: number }): string }
    /** What was to be done, and for how many of them it's done. */
    outcome(p: { action: string; done: number; count: number }): string
    notBegun: string
    /** They were refused, too, and there's no room to say why. */
    otherReasons(p: { names: string }): string
  }
  /** How many sites are in a state. */
  counts: Record<SiteState, (p: { count: number }) => string>
  /** What a channel is told once a week. */
  digest: {
    title: string
    /** Of all sites in it. */
    costs(p: { soFar: string; monthly: string }): string
    ending: string
    /** After those that end. */
    others: string
    notShown(p: { count: number }): string
  }
  home: {
    title: string
    intro: string
    /** Of all sites of the person; the same for `costs`. */
    totals(p: { count: number; states: string }): string
    costs(p: { soFar: string; monthly: string }): string
    mine: string
    expiringSoon: string
    archived: string
    empty: string
    /** A button. */
    showMore(p: { count: number }): string
    notShown(p: { count: number }): string
    more: string
  }
  /** What a machine's logs say. */
  logs: {
    /** What people can't do, in a sentence. */
    verb(p: { site: string }): string
    reading(p: { site: string }): string
    /** Before the last `count` lines. */
    end(p: { site: string; log: string; count: number }): string
    empty(p: { site: string; log: string }): string
    /** With the file, in a direct message; and where it was asked for. */
    file(p: { site: string; log: string }): string
    sent(p: { site: string; log: string }): string
    notSent(p: { site: string; log: string }): string
  }
  help: { title: string; intro: string; start: string; days: string }
  commands: Record<OtherCommand, { usage: string; line: string }>
  /** What stands for a site's name in usage. */
  siteName: string
  unknownCommand(p: { typed: string; nearest?: string; does?: string }): string
}
