<?php
// MadelineProto logs in and exports a link by every other road that it has than the example's, which is
// abridged framing through SOCKS5. Its WebSocket is none: it leaves the proxy out and dials Telegram.

require __DIR__ . '/common.php';

use danog\MadelineProto\Settings\Connection;
use danog\MadelineProto\Stream\MTProtoTransport\FullStream;
use danog\MadelineProto\Stream\MTProtoTransport\HttpStream;
use danog\MadelineProto\Stream\MTProtoTransport\IntermediatePaddedStream;
use danog\MadelineProto\Stream\MTProtoTransport\IntermediateStream;
use danog\MadelineProto\Stream\MTProtoTransport\ObfuscatedStream;
use danog\MadelineProto\Stream\Proxy\HttpProxy;

$place = ['address' => $world['server']['host'], 'port' => $world['server']['port']];
$secret = '00112233445566778899aabbccddeeff';

$framing = static fn (string $class) => static fn (Connection $c) => $c->setProtocol($class);
$proxy = static fn (string $class, array $extra) => static fn (Connection $c) => $c
    ->clearProxies()
    ->addProxy($class, [...$place, ...$extra]);

$roads = [
    'intermediate' => $framing(IntermediateStream::class),
    'padded' => $framing(IntermediatePaddedStream::class),
    'full' => $framing(FullStream::class),
    'http' => $framing(HttpStream::class),
    'obfuscated' => static fn (Connection $c) => $c->setObfuscated(true),
    'obfuscated and padded' => static fn (Connection $c) => $c
        ->setObfuscated(true)
        ->setProtocol(IntermediatePaddedStream::class),
    'http proxy' => $proxy(HttpProxy::class, []),
    'mtproxy' => $proxy(ObfuscatedStream::class, ['secret' => $secret]),
    'mtproxy with padding' => $proxy(ObfuscatedStream::class, ['secret' => "dd$secret"]),
];

$exported = [];
foreach ($roads as $name => $take) {
    $settings = settings($world['server']);
    $take($settings->getConnection());
    $owner = Client::user($world, "owner by $name", $world['owner']['phone'], $settings);
    $peer = $world['group']['botApiChatId'];
    $exported[$name] = $owner->api->messages->exportChatInvite(['peer' => $peer])['_'];
}

echo json_encode($exported), PHP_EOL;
exit(0);
