<?php
declare(strict_types=1);

$events = json_decode(file_get_contents(__DIR__ . '/../events.json'), true, flags: JSON_THROW_ON_ERROR);
usort($events, fn (array $a, array $b): int => $a['day'] <=> $b['day']);
$title = getenv('TITLE') ?: 'Acme Garden';
$escaped = fn (string $text): string => htmlspecialchars($text);
?>
<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Calendar</title>
  <style>body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 system-ui, sans-serif; color: #22302a }</style>
  <h1><?= $escaped($title) ?>: calendar</h1>
  <dl>
    <?php foreach ($events as ['day' => $day, 'what' => $what]): ?>
      <dt><?= $escaped(date('j F', strtotime($day))) ?></dt>
      <dd><?= $escaped($what) ?></dd>
    <?php endforeach ?>
  </dl>
  <p>PHP <?= PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION ?></p>
</html>
