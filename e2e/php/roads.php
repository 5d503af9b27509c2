<?php
// MadelineProto logs in and exports a link by every road that it has to a server.

require __DIR__ . '/common.php';

use danog\MadelineProto\API;
use danog\MadelineProto\Settings\Connection;
use danog\MadelineProto\Stream\MTProtoTransport\{
    AbridgedStream, FullStream, HttpStream, IntermediatePaddedStream, IntermediateStream, ObfuscatedStream,
};
use danog\MadelineProto\Stream\Proxy\HttpProxy;
use danog\MadelineProto\Stream\Transport\WsStream;

$server = $world['server'];
$place = ['address' => $server['host'], 'port' => $server['port']];
$secret = '00112233445566778899aabbccddeeff';

$protocol = static fn (string $class) => static fn (Connection $c) => $c->setProtocol($class);
$mtproxy = static fn (string $secret) => static function (Connection $c) use ($place, $secret): void {
    $c->clearProxies()->addProxy(ObfuscatedStream::class, [...$place, 'secret' => $secret]);
};

$roads = [
    'abridged' => $protocol(AbridgedStream::class),
    'intermediate' => $protocol(IntermediateStream::class),
    'padded' => $protocol(IntermediatePaddedStream::class),
    'full' => $protocol(FullStream::class),
    'http' => $protocol(HttpStream::class),
    'obfuscated' => static fn (Connection $c) => $c->setObfuscated(true),
    'obfuscated, padded' => static fn (Connection $c) => $c->setObfuscated(true)->setProtocol(IntermediatePaddedStream::class),
    'websocket' => static fn (Connection $c) => $c->setTransport(WsStream::class),
    'http connect' => static fn (Connection $c) => $c->clearProxies()->addProxy(HttpProxy::class, $place),
    'mtproxy' => $mtproxy($secret),
    'mtproxy, padded' => $mtproxy("dd$secret"),
];

$exported = [];
foreach ($roads as $name => $take) {
  if (getenv('ROAD') && getenv('ROAD') !== $name) continue;
  try {
    $settings = settings($server);
    $take($settings->getConnection());
    $client = Client::user($world, "owner-$name", $world['owner']['phone'], $settings);
    $peer = $world['group']['botApiChatId'];
    $exported[$name] = $client->api->messages->exportChatInvite(['peer' => $peer])['_'];
  } catch (\Throwable $e) { $exported[$name] = substr((string) $e, 0, 300); }
}

echo json_encode($exported), PHP_EOL;
exit(0);
