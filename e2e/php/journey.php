<?php
// MadelineProto lives the life of a link: logs in, exports, edits, revokes, joins, asks, approves, and
// hears of it. Prints what came of it as one line of JSON.

require __DIR__ . '/common.php';

use danog\MadelineProto\API;

$owner = Client::user($world, 'owner', $world['owner']['phone']);
$stranger = Client::user($world, 'stranger', $world['stranger']['phone']);
$bot = Client::bot($world, 'bot');
// Private channels are found in the dialogs. A bot knows those from which it has heard something; the
// first update of a channel it takes for what it knew already, so that the second is what it is given.
$owner->api->getFullDialogs();
foreach (['group', 'supergroup', 'channel'] as $kind) {
    foreach (["first in the $kind", "second in the $kind"] as $text) {
        $owner->api->messages->sendMessage(['peer' => $world[$kind]['botApiChatId'], 'message' => $text]);
    }
    $bot->hearText("second in the $kind");
}

$nextYear = time() + 365 * 86_400;
$group = $world['group']['botApiChatId'];
$supergroup = $world['supergroup']['botApiChatId'];

/** A link of every kind of chat, with every option. */
$exported = static function (Client $client) use ($world, $nextYear): array {
    $links = [];
    foreach (['group', 'supergroup', 'channel'] as $kind) {
        $invite = $client->api->messages->exportChatInvite([
            'peer' => $world[$kind]['botApiChatId'],
            'title' => 'My very normal title',
            'expire_date' => $nextYear,
            'usage_limit' => 43,
        ]);
        $links[] = [
            'kind' => $kind,
            'link' => $invite['link'],
            'admin' => $invite['admin_id'],
            'title' => $invite['title'],
            'usageLimit' => $invite['usage_limit'],
            'expires' => $invite['expire_date'] === $nextYear,
        ];
    }
    return $links;
};

$result = [
    'version' => API::RELEASE,
    'me' => array_map(
        static fn (Client $one): int => $one->api->getSelf()['id'],
        [$owner, $bot, $stranger],
    ),
    'byUser' => $exported($owner),
    'byBot' => $exported($bot),
];
$messages = $owner->api->messages;

// The document's example, its InputPeer filled in. The answer is an additional link.
$primary = $owner->api->getFullInfo($group)['full']['exported_invite'];
$ExportedChatInvite = $messages->exportChatInvite(['chat_id' => $group]);
$result['document'] = [
    'type' => $ExportedChatInvite['_'],
    'permanent' => $ExportedChatInvite['permanent'],
    'primaryIsRevoked' => $messages->getExportedChatInvite([
        'peer' => $group,
        'link' => $primary['link'],
    ])['invite']['revoked'],
];

$link = ['peer' => $group, 'link' => $ExportedChatInvite['link']];
$edited = $messages->editExportedChatInvite([...$link, 'usage_limit' => 7, 'title' => 'Seven'])['invite'];
$result['edited'] = [$edited['usage_limit'], $edited['title']];
$result['revoked'] = $messages->editExportedChatInvite([...$link, 'revoked' => true])['invite']['revoked'];
$dead = $ExportedChatInvite['link'];
$result['dead'] = refusal(static fn () => $stranger->api->messages->checkChatInvite(['hash' => $dead]));

$asks = $messages->exportChatInvite(['peer' => $group, 'request_needed' => true])['link'];
$result['asked'] = refusal(static fn () => $stranger->api->messages->importChatInvite(['hash' => $asks]));
$pending = $owner->hear(static fn (array $one): bool => $one['_'] === 'updatePendingJoinRequests');
$result['pending'] = [$pending['requests_pending'], $pending['recent_requesters']];
$request = $bot->hear(static fn (array $one): bool => $one['_'] === 'updateBotChatInviteRequester');
$result['botHeard'] = [$request['user_id'], $request['invite']['link']];
$bot->api->messages->hideChatJoinRequest([
    'peer' => $group, 'user_id' => $request['user_id'], 'approved' => true,
]);
$result['letIn'] = $stranger->hearAction('messageActionChatJoinedByRequest')['action']['_'];

$open = $result['byUser'][1]['link'];
$result['behind'] = $stranger->api->messages->checkChatInvite(['hash' => $open])['title'];
$stranger->api->messages->importChatInvite(['hash' => $open]);
$joined = $owner->hearAction('messageActionChatJoinedByLink');
$result['joined'] = [$joined['from_id'], $joined['action']['inviter_id']];
$participants = $owner->api->getPwrChat($supergroup)['participants'];
$result['members'] = array_map(static fn (array $one): int => $one['user']['id'], $participants);
sort($result['members']);

$stranger->api->messages->sendMessage(['peer' => $supergroup, 'message' => 'hello from MadelineProto']);
$result['heard'] = $owner->hearText('hello from MadelineProto')['message'];

echo json_encode($result), PHP_EOL;
exit(0);
