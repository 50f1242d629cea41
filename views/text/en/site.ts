import { SECOND_MS } from '../../../src/site/time.ts'
import type { SiteTexts } from '../texts.ts'

export const siteTexts: SiteTexts = {
  phases: {
    requested: 'Requested',
    launching: 'Launching',
    booting: 'Booting',
    settingUp: 'Deploying',
    ready: 'Ready',
    goingToSleep: 'Going to sleep',
    asleep: 'Asleep',
    waking: 'Waking up',
    archiving: 'Archiving',
    archived: 'Archived',
    purging: 'Deleted',
    failed: 'Failed',
  },
  stages: {
    launch: 'Launch',
    start: 'Start',
    boot: 'Boot',
    setUp: 'Deploy',
    access: 'Change the password',
    environment: 'Set the environment',
    users: 'Update SSH access',
    unroute: 'Take offline',
    stop: 'Stop the machine',
    archive: 'Create the archive',
    terminate: 'Remove the machine',
  },
  reasons: {
    'repository-missing': ({ repository }) =>
      `I can't find ${repository}, or I'm not allowed to read it. Check that it exists and that I have access to it on GitHub.`,
    'repository-forbidden': ({ repository }) =>
      `I'm missing a permission for ${repository}. Ask your pokopoko admin to grant it on GitHub.`,
    'repository-archived': ({ repository }) =>
      `${repository} is archived on GitHub and can't be changed. Unarchive it, or create a site from another repository.`,
    'deploy-keys-disabled': ({ repository }) =>
      `Deploy keys are turned off for ${repository}. Ask an owner of the GitHub organization to allow them.`,
    'webhooks-full': ({ repository }) =>
      `${repository} has as many webhooks as GitHub allows. Delete sites or webhooks you don't need.`,
    'code-host-denied': () => 'GitHub rejected my credentials. Ask your pokopoko admin to renew them.',
    'code-host-not-installed': () =>
      "My GitHub App isn't installed, or it's suspended. Ask an owner of the GitHub organization to install it.",
    'branch-missing': ({ repository, branch }) =>
      `${repository} has no branch ${branch}. Push that branch, or choose another one in the site's settings.`,
    'document-root-missing': ({ repository, branch }) =>
      `The published directory isn't in ${repository}, branch ${branch}. Set another one in the site's settings, or push it.`,
    'app-directory-missing': ({ repository, branch }) =>
      `The app directory isn't in ${repository}, branch ${branch}. Set another one in the site's settings, or push it.`,
    'repository-empty': ({ repository }) => `${repository} is empty. Push a first commit.`,
    'clone-failed': ({ repository }) =>
      `I couldn't clone ${repository}. GitHub may be down, or I may have lost access.`,
    'lfs-missing': ({ repository, branch }) =>
      `Files that ${repository}, branch ${branch}, keeps in Git LFS can't be fetched; the log names them. Upload them with \`git lfs push --all origin\`, and check that the LFS storage and bandwidth on GitHub aren't used up. Then redeploy.`,
    'submodule-missing': ({ repository, branch }) =>
      `The deploy of ${repository}, branch ${branch}, failed without the submodules that the log names. I can fetch them if they're public, or if the site's deploy key can read them. Correct \`.gitmodules\` and push, or commit the files themselves.`,
    'environment-missing': ({ repository, branch, variables }) =>
      `\`app.json\` in ${repository}, branch ${branch}, requires environment variables that aren't set: ${variables}. Set them with Environment…; the deploy then continues by itself.`,
    'build-failed': ({ repository, branch }) => `The build of ${repository}, branch ${branch}, failed. Push a fix.`,
    'build-out-of-memory': ({ repository, branch, moreMemory }) =>
      `The build of ${repository}, branch ${branch}, ran out of memory. ${moreMemory}`,
    'build-too-slow': ({ repository, branch }) =>
      `The build of ${repository}, branch ${branch}, took more than 20 minutes, so it was stopped. Push a faster build, or choose a larger size in the site's settings.`,
    'service-failed': ({ repository, branch }) =>
      `A database that ${repository}, branch ${branch}, asks for didn't start. Retry the deploy. If that doesn't help, choose a larger size in the site's settings.`,
    'start-missing': ({ repository, branch }) =>
      `Nothing in ${repository}, branch ${branch}, says how to start the app. Push a \`Procfile\` with a line such as \`web: node server.js\`, or set a start command in the site's settings.`,
    'procfile-invalid': ({ repository, branch }) =>
      `I can't read the \`Procfile\` in ${repository}, branch ${branch}. Each line has to be \`NAME: COMMAND\`. Correct the line in the log and push.`,
    'start-failed': ({ repository, branch }) =>
      `The app in ${repository}, branch ${branch}, didn't start. It has to keep running and listen on \`$PORT\`. Push a fix, or correct its environment variables.`,
    'release-failed': ({ repository, branch }) =>
      `The release command of ${repository}, branch ${branch}, failed (the Procfile's, the framework's migrations, or \`postdeploy\` in \`app.json\`). Push a fix.`,
    'start-out-of-memory': ({ repository, branch, moreMemory }) =>
      `The app in ${repository}, branch ${branch}, ran out of memory when it started. ${moreMemory}`,
    'release-out-of-memory': ({ repository, branch, moreMemory }) =>
      `The release command of ${repository}, branch ${branch}, ran out of memory. ${moreMemory}`,
    'packages-failed': () =>
      "I couldn't install the packages the machine needs. Use an image that has them, or try again later.",
    'nginx-refused': () => "nginx rejected the image's configuration. Tell the person who maintains the image.",
    'machine-gone': () => 'The machine has disappeared.',
    'image-missing': () =>
      "The image to launch from doesn't exist. Choose another one in the site's settings, or ask your pokopoko admin.",
    'archive-missing': () =>
      "Somebody removed this site's archive outside pokopoko, so there's nothing left to restore. Delete the site for good, and create a new one. If you removed the image by mistake, a pokopoko admin can get it back from the Recycle Bin of EC2, if that's on.",
    'image-failed': () =>
      "The archive couldn't be made. The machine and its disk are still there. Try again, or restore the site.",
    'image-too-slow': () =>
      "The archive isn't finished after 6 hours. The machine and its disk are still there. If it finishes late, the site is archived by itself. Until then, restore the site, retry to wait for another 6 hours, or delete it for good.",
    'no-capacity': () =>
      "There's no capacity for a machine of this size right now. Choose another one in the site's settings, or wait.",
    'size-unfit': () => "The machine can't have that size. Choose another one in the site's settings.",
    'machine-not-starting': () =>
      "The machine didn't start within 15 minutes. If it does so later, the site goes on by itself. Otherwise, retry, which replaces a machine that was never set up, or delete the site.",
    'machine-not-answering': () =>
      "The machine is running but doesn't accept commands. Retry, which replaces a machine that was never set up, or delete the site.",
    'machine-not-stopping': () =>
      "The machine didn't stop within half an hour, even though the stop was forced. If it stops later, the site goes on by itself. Otherwise, retry to force it again, or ask your pokopoko admin, who can report the machine to the cloud provider. Deleting the site for good works now, but loses what's on the machine.",
    'machine-not-terminating': () =>
      'The machine has been shutting down for over an hour. The cloud provider ends such machines by itself. After a day, or when you retry, pokopoko goes on without waiting for it.',
    'job-too-slow': () =>
      'The job on the machine ran for over half an hour, so it was stopped. To see where it got stuck, log in over SSH and check the logs in `/var/log/testsite`. Then try again.',
    'job-not-begun': () => "The machine didn't start the job in time. It may be busy with another job, or overloaded.",
    'no-result': () =>
      'The job on the machine ended without a result. It may have been killed, or run out of memory or disk. Log in over SSH and check (`free -m`, `df -h`, the logs in `/var/log/testsite`), or choose a larger size in its settings.',
    'branch-deleted': ({ repository, branch }) =>
      `The branch ${branch} of ${repository} was deleted. The last deploy stays online. To deploy again, push the branch.`,
    'supervisor-failed': () =>
      "I couldn't manage the programs in the Procfile: the process supervisor on the machine isn't responding. Put the site to sleep, then wake it.",
    busy: () => 'The machine is busy with another job, such as a deploy. This one begins when that is over.',
    'invalid-input': () => 'The machine rejected the settings I gave it. Tell your pokopoko admin.',
    unexpected: () => 'Something unexpected happened.',
  },
  moreMemory: ({ size, next }) =>
    next === ''
      ? "There's no larger size to choose. Have it use less memory, add swap to the machine, or, with `npm start`, give Podman or Docker more memory."
      : `The size of this site is ${size}. Choose the next one, ${next}, in its settings, or add swap to the machine.`,
  byAgent: ({ person, agent }) => `${person} via MCP: ${agent}`,
  history: {
    create: ({ by }) => `${by} created it.`,
    expire: () => 'It expired.',
    purge: () => 'Its archive expired and was deleted.',
    'size-refused': ({ to = '' }) => `There's no room for that size right now, so it went back: ${to}`,
    lose: () => 'Its machine disappeared before it was archived, so nothing is left to restore.',
  },
  created: ({ site, channel }) => `${site} is on its way. Follow its progress on its card in ${channel}.`,
  announcements: {
    ready: ({ site, address }) => `${site} is ready: ${address}`,
    failed: ({ owner, site, reason }) => `${owner}: ${site} has failed. ${reason}`,
    deployFailed: ({ owner, site, reason }) => `${owner}: the latest deploy of ${site} failed. ${reason}`,
    crashing: ({ site, programs }) => `These programs on ${site} keep crashing: ${programs}`,
    teamGone: ({ owner, site, when }) =>
      `${owner}: the team of ${site} no longer exists on GitHub. Unless it comes back, nobody can log in over SSH after ${when}.`,
    expiring: ({ owner, site, when }) => `${owner}: ${site} will be archived on ${when}. Do you still need it?`,
    archived: ({ site, when }) => `${site} is archived. You can restore it until ${when}.`,
    purgeTomorrow: ({ owner, site, when }) =>
      `${owner}: the archive of ${site} will be permanently deleted on ${when}. If you still need it, restore it.`,
    pageChanged: ({ site, address }) => `A deploy changed the start page of ${site}: ${address}`,
    adoption: ({ site, reason }) =>
      `${reason} ${site} needs a new owner. Press Adopt to make it yours. Until someone does, I'll ask the admins about it.`,
  },
  changedByOther: {
    sleep: ({ owner, by, site }) => `${owner}: ${by} put ${site} to sleep.`,
    delete: ({ owner, by, site }) => `${owner}: ${by} deleted ${site}.`,
    'delete-without-archive': ({ owner, by, site }) => `${owner}: ${by} deleted ${site} for good, without an archive.`,
    'change-password': ({ owner, by, site }) =>
      `${owner}: ${by} changed the password of ${site}. Visitors need the new one; if you don't have it, set another.`,
  },
  guessing: ({ owner, site, address, count, when }) =>
    `${owner}: somebody may be guessing the password of ${site}. Since ${when}, at least ${count} different logins at ${address} were wrong. A generated password can't be guessed like that. If somebody chose this one, change it.`,
  picture: {
    alt: ({ site, commit }) => `Start page of ${site} at ${commit}`,
    before: ({ commit }) => `Before: ${commit}`,
    after: ({ commit }) => `After: ${commit}`,
  },
  absences: {
    deactivated: ({ owner }) => `The account of ${owner} is deactivated.`,
    guest: ({ owner }) => `${owner} is now a guest here.`,
    stranger: ({ owner }) => `${owner} belongs to another workspace.`,
    bot: ({ owner }) => `${owner} is an app.`,
    missing: ({ owner }) => `I can't find ${owner} in this workspace.`,
  },
  adopted: ({ site, owner }) => `${site} belongs to ${owner}.`,
  channelClosed: {
    archived: ({ channel }) =>
      `I can't post in ${channel}: it's archived. Until it's unarchived, I'll message the owner directly.`,
    restricted: ({ channel }) =>
      `I'm not allowed to post in ${channel}. Ask a workspace admin to allow it. Until then, I'll message the owner directly.`,
    notInvited: ({ channel }) =>
      `I can't post in ${channel}. Invite me there with \`/invite @pokopoko\`. Until then, I'll message the owner directly.`,
  },
  cardMoved: ({ site, channel }) => `➡️ The card of ${site} has moved to ${channel}.`,
  direct: {
    back: ({ site, channel }) => `✅ I can post in ${channel} again. The card of ${site} is there.`,
    another: ({ site, owner }) => `✅ ${site} now belongs to ${owner}.`,
  },
  team: {
    removed: ({ people, site, sites }) => `Removed ${people} from ${sites > 1 ? `${sites} sites` : site}.`,
    added: ({ people, site }) => `Added ${people} to ${site}.`,
  },
  card: {
    repository: 'Repository',
    commit: 'Commit',
    stack: 'Stack',
    detectedBy: ({ stack, file }) => `${stack} (${file})`,
    owner: 'Owner',
    expires: 'Expires',
    purge: 'Restore by',
    accessUser: 'User name',
    costs: 'Costs',
    ssh: 'SSH',
    by: ({ subject, author }) => `${subject} (${author})`,
    usuallyTakes: ({ duration }) => `usually ${duration}`,
    deploying: {
      wait: 'Waiting for another job on the machine',
      packages: 'Installing Debian packages',
      services: 'Starting databases',
      build: 'Installing dependencies and building',
      release: 'Running the release command',
      start: 'Starting the app',
    },
    previousStays: 'Until then, the previous version stays online.',
    retryAt: ({ when }) => `Next attempt: ${when}.`,
    stuck: 'Fix the cause and press Retry, or delete the site.',
    log: 'Last lines of the log',
    deployFailed: ({ commit, reason }) => `The latest deploy failed${commit === '' ? '' : ` (${commit})`}: ${reason}`,
    keepsCrashing: ({ programs, count }) => `${programs} ${count === 1 ? 'keeps' : 'keep'} crashing.`,
    idle: ({ when, duration }) =>
      `It went to sleep by itself on ${when}, after ${duration} without a visit. A visitor who knows the password can wake it.`,
    keptAwake: ({ when }) => `Kept awake until ${when}.`,
    waiting: ({ commit }) => `There's a newer commit, ${commit}. It will be deployed when the site wakes.`,
    keepsRunningOut: ({ programs, count, moreMemory }) =>
      `${programs} ${count === 1 ? 'keeps' : 'keep'} running out of memory. ${moreMemory}`,
    left: ({ repository }) =>
      `My deploy key and webhook are still in ${repository} because it's archived. Once it's unarchived, I'll remove them.`,
    withoutKeys: ({ people }) => `No SSH key on GitHub: ${people}`,
    withoutAccount: ({ people }) => `⚠️ The machine could not make an account for ${people}`,
    teamGone: ({ team, until }) =>
      until === ''
        ? `The team ${team} no longer exists on GitHub, so nobody can log in over SSH. Create a team with that name, or a new site with another team.`
        : `The team ${team} no longer exists on GitHub. Its members can log in until ${until}. By then, create a team with that name, or a new site with another team.`,
    others: ({ count }) => `and ${count} more`,
    spot: "Spot machine: it can be stopped without notice, and starts again when there's capacity.",
    unreported: ({ reason }) => `I can't show deploy results on GitHub. ${reason}`,
    unbuilt: ({ stack }) =>
      `This machine can't build or start ${stack}, so visitors get the repository's files as they are. To get machines that can, install Podman or Docker and restart \`npm start\`.`,
    page: {
      'no-answer': () => "Up, but the start page doesn't answer. Look at the log, fix it, and push.",
      'server-error': ({ status }) =>
        `Up, but the start page answers ${status}: the program failed. Look at its log, fix it, and push.`,
      forbidden: ({ status, hint }) =>
        `Up, but the start page answers ${status}: the published directory has no index.html. ${hint === '' ? "Add one and push, or set another published directory in the site's settings." : `There are pages in ${hint}: set the published directory to that in the site's settings.`}`,
      'not-found': ({ status, hint }) =>
        `Up, but the start page answers ${status}: there's nothing at /. ${hint === '' ? "That's fine if it's an API." : `There are pages in ${hint}: set the published directory to that in the site's settings.`}`,
      'host-rejected': ({ status }) =>
        `Up, but the program answers ${status} because it doesn't accept this site's host name. Allow the host in SITE_URL and push.`,
      empty: () => 'Up, but the start page is empty.',
      source: () =>
        "Up, but the start page is source code or a download. Set the build's output as the published directory in the site's settings.",
      listing: () =>
        "Up, but the start page is a list of files. Add an index.html and push, or set another published directory in the site's settings.",
      'container-only': ({ status, hint }) =>
        `Up, but the start page answers ${status}: this has ${hint}, and I don't run containers. Push a \`Procfile\`, or set a start command or an app directory in the site's settings.`,
      'default-page': () => "Up, but the start page is the web server's default page.",
      redirects: () =>
        'Up, but the start page redirects to itself without end. It may not know that visitors use HTTPS: have it check X-Forwarded-Proto, and push.',
      'app-elsewhere': ({ hint }) =>
        `Up, but there's nothing to show at the top of the repository. There may be an app in ${hint}: set its app directory in the site's settings.`,
      'apps-in-containers': ({ hint }) =>
        `Up, but there's nothing to show at the top of the repository: it's for containers, and I don't run those. There may be apps in ${hint}: set the app directory to one of them in the site's settings.`,
      library: ({ hint }) =>
        `Up, but there's nothing to run or show: by ${hint}, this looks like a library or a template. Push a \`Procfile\`, or set a start command or an app directory in the site's settings.`,
      'unknown-kind': ({ hint }) =>
        `Up, but there's nothing to show: I don't know how to build or start what ${hint} is for. Push a \`Procfile\` with a line \`web: COMMAND\`, and the Debian packages that it needs in an \`Aptfile\`.`,
      'no-database': () =>
        "Up, but the program finds no database. Choose one in the site's settings, and have the program connect by its variables, such as `DATABASE_URL`. Or set the address of one elsewhere with Environment….",
      'submodule-missing': ({ hint }) =>
        `Up, but these submodules are empty: ${hint}. I can fetch them if they're public, or if the site's deploy key can read them. Correct \`.gitmodules\` and push, or redeploy once they can be read.`,
      'page-elsewhere': ({ status, hint }) =>
        `Up. The start page answers ${status}, which is fine for an API. There's a page at ${hint}.`,
    },
    embedded:
      'This site runs on a stand-in machine inside the local server. It serves files, but has no SSH and runs no programs.',
    adoptable: 'Anyone who can create sites can adopt it.',
    gone: ({ site }) => `${site} is deleted. You can reuse its name in a moment.`,
  },
  costs: {
    alwaysUp: ({ cost }) => `≈ ${cost} a month if always up`,
    asUsed: ({ asUsed, alwaysUp }) => `≈ ${asUsed} a month as used, ${alwaysUp} if always up`,
    archived: ({ cost }) => `at most ${cost} a month while archived`,
  },
  budgetWarning: ({ spent, budget, until }) =>
    `Sites have cost about ${spent} this month, and the budget is ${budget}. Once it's spent, nobody can create or restore a site until ${until}. To save, delete sites that nobody needs, or put them to sleep. You can raise the budget in pokopoko's settings.`,
  duration: (ms) => {
    const seconds = Math.max(1, Math.round(ms / SECOND_MS))
    if (seconds < 60) return `${seconds} s`
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    if (hours > 0) return `${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`
    return `${minutes} min${rest === 0 ? '' : ` ${rest} s`}`
  },
  codeHost: {
    status: {
      pending: 'Waiting to be deployed to the test site',
      success: 'Deployed to the test site',
      error: 'The test site was archived or deleted before this was deployed',
    },
    pullRequest: {
      creating: 'The test site for this pull request is on its way.',
      ready: 'The test site for this pull request is ready. It deploys every new commit.',
      asleep: 'The test site for this pull request is asleep. Wake it in Slack or at its address.',
      archiving: 'The test site for this pull request is being archived.',
      archived: ({ until }) =>
        `The test site for this pull request is archived. To bring it back by ${until}, make sure that the pull request is open, then remove the label \`testsite\` and add it again.`,
      gone: 'The test site for this pull request is deleted.',
      failed: ({ reason }) =>
        `The test site for this pull request has failed. ${reason} The log is on the site's card in Slack.`,
      commit: ({ commit }) => `Deployed: ${commit}`,
      access: ({ user }) =>
        `To visit it, you need the user name ${user} and a password. To set the password, press *Password* on the site's card in Slack.`,
      notCreated: ({ reason }) => `I can't create a test site for this pull request. ${reason}`,
    },
  },
}
