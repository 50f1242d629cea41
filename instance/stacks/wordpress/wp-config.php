<?php
// Of the test site, and of all its releases: deploys leave it alone. The database is the one of the environment.
define('DB_NAME', (string) getenv('DB_NAME'));
define('DB_USER', (string) getenv('DB_USER'));
define('DB_PASSWORD', (string) getenv('DB_PASSWORD'));
define('DB_HOST', (getenv('DB_HOST') ?: 'localhost') . (getenv('DB_PORT') ? ':' . getenv('DB_PORT') : ''));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = getenv('DB_PREFIX') ?: 'wp_';

define('WP_ENVIRONMENT_TYPE', 'staging');
define('WP_DEBUG', false);
// The next deploy would undo it.
define('AUTOMATIC_UPDATER_DISABLED', true);
