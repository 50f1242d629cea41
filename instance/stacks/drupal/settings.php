<?php

// Of the test site: what Drupal needs comes from the environment.
if (getenv('DB_HOST')) {
  $driver = preg_match('/^(postgres|pgsql)/', (string) getenv('DATABASE_URL')) ? 'pgsql' : 'mysql';
  $databases['default']['default'] = [
    'driver' => $driver,
    'namespace' => "Drupal\\$driver\\Driver\\Database\\$driver",
    'autoload' => "core/modules/$driver/src/Driver/Database/$driver/",
    'host' => getenv('DB_HOST'),
    'port' => getenv('DB_PORT') ?: '',
    'database' => getenv('DB_NAME'),
    'username' => getenv('DB_USER'),
    'password' => getenv('DB_PASSWORD'),
    'prefix' => '',
  ];
}
$settings['hash_salt'] = getenv('DRUPAL_HASH_SALT');
$settings['config_sync_directory'] ??= '../config/sync';
$settings['file_private_path'] = dirname(DRUPAL_ROOT) . '/private';
$settings['update_free_access'] = false;
$settings['trusted_host_patterns'] = ['^' . preg_quote((string) parse_url((string) getenv('SITE_URL'), PHP_URL_HOST)) . '$', '^localhost$', '^127\.0\.0\.1$'];
