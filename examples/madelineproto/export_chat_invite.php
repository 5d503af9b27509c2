<?php
// MadelineProto 8. Start localgram with `npm start`, then here:
//
//     composer require danog/madelineproto:^8
//     php export_chat_invite.php
//
// The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
require __DIR__ . '/vendor/autoload.php';

use danog\MadelineProto\API;
use danog\MadelineProto\Settings;
use danog\MadelineProto\Stream\Proxy\SocksProxy;

// Keeps the client in this process; otherwise it goes on in one of its own.
$_GET['MadelineSelfRestart'] = '1';

$url = getenv('LOCALGRAM_URL') ?: 'http://127.0.0.1:4430';
$server = json_decode(file_get_contents("$url/control/v1/connection"), true);

$settings = new Settings;
$settings->getAppInfo()->setApiId($server['apiId'])->setApiHash($server['apiHash']);

// MadelineProto trusts Telegram's RSA keys only: give it this server's.
$connection = $settings->getConnection()->setRsaKeys([$server['publicKeyPem']]);
$connection->setTestRsaKeys([$server['publicKeyPem']]);

// Its addresses are Telegram's own. localgram is a SOCKS5 proxy and stands behind all of them.
$connection->addProxy(SocksProxy::class, [
    'address' => $server['host'],
    'port' => $server['port'],
]);
$connection->setUseDoH(false)->setRetry(false);

$MadelineProto = new API('session.madeline', $settings);
if ($MadelineProto->getAuthorization() !== API::LOGGED_IN) {
    $MadelineProto->phoneLogin('+9996610001');
    $MadelineProto->completePhoneLogin('11111');
}

$ExportedChatInvite = $MadelineProto->messages->exportChatInvite(['peer' => '@username']);
echo $ExportedChatInvite['_'], ' ', $ExportedChatInvite['link'], PHP_EOL;
