import { SECOND_MS } from '../../../src/site/time.ts'
import type { SiteTexts } from '../texts.ts'

export const siteTexts: SiteTexts = {
  phases: {
    requested: 'Requested',
    launching: 'Launching',
    booting: 'Starting up',
    settingUp: 'Setting up',
    ready: 'Ready',
    goingToSleep: 'Going to sleep',
    asleep: 'Asleep',
    waking: 'Waking up',
    archiving: 'Being archived',
    archived: 'Archived',
    purging: 'Deleted',
    failed: 'Failed',
  },
  stages: {
    launch: 'Launch the machine',
    start: 'Start the machine again',
    boot: 'Start it up',
    setUp: 'Set it up and deploy',
    access: 'Change the password',
    users: 'Let the team in',
    unroute: 'Take it offline',
    stop: 'Stop the machine',
    archive: 'Make an image of it',
    terminate: 'Remove the machine',
  },
  reasons: {
    'repository-missing': ({ repository }) =>
      `The repository ${repository} is not there, or I may not read it. Check that it exists and that I have access to it.`,
    'repository-forbidden': ({ repository }) =>
      `I lack a permission at ${repository}. Ask whoever looks after pokopoko at the code host to grant it.`,
    'repository-archived': ({ repository }) =>
      `${repository} is archived at the code host and cannot be changed. Unarchive it, or make a site of another repository.`,
    'deploy-keys-disabled': ({ repository }) =>
      `Deploy keys are switched off for ${repository}. Ask an owner of the organization to allow them.`,
    'webhooks-full': ({ repository }) =>
      `${repository} has as many webhooks as the code host allows. Delete sites or webhooks that are not needed.`,
    'code-host-denied': () =>
      'The code host does not accept my credentials. Ask whoever looks after pokopoko to renew them.',
    'code-host-not-installed': () =>
      'I am not installed at the code host, or was suspended there. Ask an owner of the organization to install me.',
    'branch-missing': ({ repository, branch }) => `${repository} has no branch ${branch}. Push that branch.`,
    'document-root-missing': ({ repository, branch }) =>
      `The published directory is not in ${repository}, branch ${branch}. Push one that has it, or make a new site with another directory.`,
    'repository-empty': ({ repository }) => `${repository} is empty. Push a first commit.`,
    'clone-failed': ({ repository }) =>
      `${repository} could not be cloned. The code host may be down, or I may have lost access.`,
    'release-failed': ({ repository, branch }) =>
      `The release command in the Procfile of ${repository}, branch ${branch}, failed. Push one that succeeds; what was deployed before is still served.`,
    'packages-failed': () =>
      'The packages that the machine needs could not be installed. Use an image that has them, or try again later.',
    'nginx-refused': () => 'nginx refuses the configuration that the image brings. Ask whoever looks after the image.',
    'machine-gone': () => 'The machine has disappeared.',
    'image-missing': () =>
      'The image to launch from is not there. Ask whoever looks after pokopoko, or make a new site from another image.',
    'no-capacity': () => 'There is no room for a machine of this size right now.',
    'machine-not-starting': () => 'The machine did not start in time.',
    'machine-not-answering': () => 'The machine runs but takes no commands.',
    'job-too-slow': () =>
      'The job on the machine took longer than half an hour and was stopped. Look at the logs in `/var/log/testsite` by SSH for what it was waiting for, then try again.',
    'job-not-begun': () => 'The machine did not start the job in time: it may be busy with another job, or overloaded.',
    'no-result': () =>
      'The job on the machine ended without a result that I can read: it may have been killed, or memory or disk ran out. Look at the machine by SSH (`free -m`, `df -h`, the logs in `/var/log/testsite`), or make a new site of a larger size.',
    'branch-deleted': ({ repository, branch }) =>
      `The branch ${branch} of ${repository} was deleted. What was deployed last is still served; push the branch again to go on.`,
    'supervisor-failed': () =>
      'The programs of the Procfile could not be looked after: the process supervisor on the machine does not answer. Put the site to sleep and wake it.',
    busy: () => 'The machine was busy with another job for too long.',
    'invalid-input': () =>
      'The machine does not take the settings that it was given. Tell whoever looks after pokopoko.',
    unexpected: () => 'Something unexpected happened.',
  },
  history: {
    create: ({ by }) => `${by} created it.`,
    extend: ({ by, to }) => (to === undefined ? `${by} extended it.` : `${by} extended it until ${to}.`),
    sleep: ({ by }) => `${by} put it to sleep.`,
    wake: ({ by }) => `${by} woke it.`,
    delete: ({ by }) => `${by} deleted it.`,
    deleteWithoutArchive: ({ by }) => `${by} deleted it for good.`,
    restore: ({ by, to }) => (to === undefined ? `${by} restored it.` : `${by} restored it; it lives until ${to}.`),
    changePassword: ({ by }) => `${by} changed its password.`,
    redeploy: ({ by }) => `${by} asked for a fresh deploy.`,
    refreshUsers: ({ by }) => `${by} asked for a fresh look at its team.`,
    retry: ({ by }) => `${by} asked to try again.`,
    handOver: ({ by, to }) => (to === undefined ? `${by} handed it over.` : `${by} handed it over to ${to}.`),
    adopt: ({ by }) => `${by} adopted it.`,
    expire: () => 'Its time was up.',
    purge: () => 'Its archive was kept long enough and is deleted.',
  },
  done: {
    create: ({ site, channel }) => `${site} is on its way. Its card in ${channel} shows how far it is.`,
    extend: ({ site, to }) => `${site} now lives until ${to}.`,
    sleep: ({ site }) => `${site} is going to sleep. Whoever needs it can wake it.`,
    wake: ({ site }) => `${site} is waking up. Its card shows when it is ready.`,
    delete: ({ site }) => `${site} is being deleted. Its card shows whether and until when it can be restored.`,
    deleteWithoutArchive: ({ site }) => `${site} is being deleted for good.`,
    restore: ({ site, to }) => `${site} is coming back, with the same name and settings. It lives until ${to}.`,
    changePassword: ({ site }) => `${site} is getting its new password; that takes a moment.`,
    redeploy: ({ site }) => `${site} is being set up again with the newest commit. Its card shows how far it is.`,
    refreshUsers: ({ site }) =>
      `${site} is letting in who is in its team now, and nobody else. Its card says who has no SSH key.`,
    retry: ({ site }) => `${site} is being tried again. Its card shows how far it is.`,
    handOver: ({ site, to }) => `${site} now belongs to ${to}, who will be asked about it from now on.`,
    adopt: ({ site }) => `${site} is yours now. You will be asked before it is archived.`,
  },
  announcements: {
    ready: ({ site, address }) => `${site} is ready: ${address}`,
    failed: ({ owner, site, reason }) => `${owner}: ${site} could not be made ready. ${reason}`,
    deployFailed: ({ site, reason }) => `The last deploy of ${site} failed. ${reason}`,
    crashing: ({ site, programs }) => `At ${site}, these programs keep ending: ${programs}`,
    teamGone: ({ owner, site, when }) =>
      `${owner}: the team of ${site} is gone at the code host. Unless it comes back, nobody can log in by SSH after ${when}.`,
    expiring: ({ owner, site, when }) => `${owner}: ${site} will be archived on ${when}. Is it still needed?`,
    archived: ({ site, when }) => `${site} is archived. It can be restored until ${when}.`,
    purgeTomorrow: ({ owner, site, when }) =>
      `${owner}: the archive of ${site} will be deleted for good on ${when}. Restore it if it is still needed.`,
    adoption: ({ site, reason }) =>
      `${reason} Nobody looks after ${site} any more. Press Adopt to make it yours; until somebody does, admins are asked about it.`,
  },
  absences: {
    deactivated: ({ owner }) => `The account of ${owner} is deactivated.`,
    guest: ({ owner }) => `${owner} is a guest here now.`,
    stranger: ({ owner }) => `${owner} belongs to another workspace.`,
    bot: ({ owner }) => `${owner} is an app.`,
    missing: ({ owner }) => `${owner} cannot be found in this workspace.`,
  },
  adopted: ({ site, owner }) => `${site} is looked after by ${owner}.`,
  channelClosed: {
    archived: ({ channel }) =>
      `I cannot post in ${channel}: it is archived. Until it is unarchived, I write to the owner directly.`,
    restricted: ({ channel }) =>
      `I am not allowed to post in ${channel}. Ask an admin of the workspace to allow it; until then I write to the owner directly.`,
    notInvited: ({ channel }) =>
      `I cannot post in ${channel}. Invite me there with \`/invite @pokopoko\`; until then I write to the owner directly.`,
  },
  direct: {
    back: ({ site, channel }) => `✅ I can post in ${channel} again: the card of ${site} is there.`,
    another: ({ site, owner }) => `✅ ${site} is looked after by ${owner} now.`,
  },
  team: {
    removed: ({ people, site, sites }) => `Removed ${people} from ${sites > 1 ? `${sites} sites` : site}.`,
    added: ({ people, site }) => `Added ${people} to ${site}.`,
  },
  card: {
    repository: 'Repository',
    commit: 'Commit',
    owner: 'Owner',
    expires: 'Lives until',
    purge: 'Can be restored until',
    accessUser: 'User name',
    ssh: 'SSH',
    by: ({ subject, author }) => `${subject} (${author})`,
    usuallyTakes: ({ duration }) => `usually takes ${duration}`,
    retryAt: ({ when }) => `Next attempt: ${when}.`,
    stuck: 'Once the cause is put right, press Retry; or delete the site.',
    log: 'Last lines of the log',
    deployFailed: ({ commit, reason }) => `The last deploy failed${commit === '' ? '' : ` (${commit})`}: ${reason}`,
    keepsEnding: ({ programs, count }) => `${programs} ${count === 1 ? 'keeps' : 'keep'} ending.`,
    left: ({ repository }) =>
      `My deploy key and webhook are still at ${repository}, which is archived. Once it is unarchived, they go by themselves.`,
    withoutKeys: ({ people }) => `No SSH key: ${people}`,
    teamGone: ({ team, until }) =>
      until === ''
        ? `The team ${team} is gone at the code host, so nobody can log in by SSH. Give a team that name again, or make a new site with another team.`
        : `The team ${team} is gone at the code host. Its members can log in until ${until}. Give a team that name again by then, or make a new site with another team.`,
    others: ({ count }) => `and ${count} more`,
    spot: 'Spot machine: it may be stopped at any time, and is then started again when there is room.',
    unreported: ({ reason }) => `The code host does not show how deploys went. ${reason}`,
    embedded:
      'This site runs on a stand-in for a machine, inside the local server: it serves files, without SSH and without processes of its own.',
    adoptable: 'Whoever may make sites can adopt it.',
    gone: ({ site }) => `${site} is deleted, and its name is free again in a moment.`,
  },
  duration: (ms) => {
    const seconds = Math.max(1, Math.round(ms / SECOND_MS))
    if (seconds < 60) return `${seconds} s`
    const rest = seconds % 60
    return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
  },
  codeHost: {
    status: {
      pending: 'On its way to the test site',
      success: 'Deployed to the test site',
      error: 'The test site was put away before this was deployed',
    },
    pullRequest: {
      creating: 'The test site of this pull request is on its way.',
      ready: 'The test site of this pull request is ready. New commits are deployed to it.',
      asleep: 'The test site of this pull request is asleep. Wake it in Slack, or at its address.',
      archiving: 'The test site of this pull request is being archived.',
      archived: ({ until }) =>
        `The test site of this pull request is archived. To bring it back until ${until}, take the label \`testsite\` off this pull request, which must be open, and set it again.`,
      gone: 'The test site of this pull request is deleted.',
      failed: ({ reason }) =>
        `The test site of this pull request could not be made ready. ${reason} Its card in Slack has the log.`,
      commit: ({ commit }) => `Deployed: ${commit}`,
      access: ({ user }) =>
        `It asks for the user ${user} and a password: press *Password* on the card of the site in Slack to set one.`,
      refused: ({ reason }) => `This pull request gets no test site. ${reason}`,
    },
  },
}
