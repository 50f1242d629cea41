/** What SSM kills a job after: a first set-up installs packages, and the repository's own release may build for long. */
export const JOB_LIMIT_SECONDS = 1800
