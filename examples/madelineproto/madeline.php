<?php
// What document.php, which is the document's own text, includes: MadelineProto as composer installed it,
// and the group that stands for the document's InputPeer. Friends of the demo world, as the Bot API marks it.
require __DIR__ . '/vendor/autoload.php';

// Keeps the client in this process; otherwise it goes on in one of its own.
$_GET['MadelineSelfRestart'] = '1';

const InputPeer = -1000000001;
