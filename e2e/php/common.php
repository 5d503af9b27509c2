<?php
// What the programs for MadelineProto share. They are started by e2e/support/run-madeline.ts, in a
// network namespace with nothing but `lo`, since the client has Telegram's addresses built in.

use danog\MadelineProto\API;
use danog\MadelineProto\Logger;
use danog\MadelineProto\RPCErrorException;
use danog\MadelineProto\Settings;
use danog\MadelineProto\Stream\Proxy\SocksProxy;

/** The test world, as run-madeline.ts hands it over. */
$world = json_decode($argv[1], true);

require $world['autoload'];

// Keeps the client in this process, as in the example.
$_GET['MadelineSelfRestart'] = '1';

/** Longest wait for an update that is due, seconds. */
const DUE = 20;

/** The settings of the example, with a log of its own. */
function settings(array $server): Settings
{
    $settings = new Settings;
    $settings->getAppInfo()->setApiId(12345)->setApiHash(str_repeat('0', 32));
    $settings->getLogger()->setType(Logger::FILE_LOGGER)->setExtra(getcwd() . '/client.log');
    $connection = $settings->getConnection()->setRsaKeys([$server['publicKey']]);
    $connection->setTestRsaKeys([$server['publicKey']])->setUseDoH(false)->setRetry(false);
    $connection->addProxy(SocksProxy::class, [
        'address' => $server['host'],
        'port' => $server['port'],
    ]);
    return $settings;
}

/** One client, and every update that it was given. */
final class Client
{
    private array $heard = [];
    private int $next = 0;

    private function __construct(public readonly API $api)
    {
    }

    public static function user(array $world, string $session, string $phone, ?Settings $settings = null): self
    {
        $client = new self(new API($session, $settings ?? settings($world['server'])));
        $client->api->phoneLogin($phone);
        $client->api->completePhoneLogin(str_repeat(ltrim($phone, '+')[5], 5));
        return $client;
    }

    public static function bot(array $world, string $session): self
    {
        $client = new self(new API($session, settings($world['server'])));
        $client->api->botLogin($world['bot']['token']);
        return $client;
    }

    /** The first update for which `wanted` holds; waits for it. */
    public function hear(callable $wanted): array
    {
        for ($end = microtime(true) + DUE; ;) {
            foreach ($this->heard as $update) {
                if ($wanted($update)) {
                    return $update;
                }
            }
            $left = $end - microtime(true);
            if ($left <= 0) {
                throw new RuntimeException('not heard: ' . json_encode($this->heard));
            }
            $told = $this->api->getUpdates(['offset' => $this->next, 'timeout' => $left]);
            foreach ($told as ['update_id' => $id, 'update' => $update]) {
                $this->next = $id + 1;
                $this->heard[] = $update;
            }
        }
    }

    /** Waits for a message with that text. */
    public function hearText(string $text): array
    {
        $wanted = static fn (array $update): bool => ($update['message']['message'] ?? '') === $text;
        return $this->hear($wanted)['message'];
    }

    /** Waits for a service message. */
    public function hearAction(string $action): array
    {
        $wanted = static fn (array $update): bool => ($update['message']['action']['_'] ?? '') === $action;
        return $this->hear($wanted)['message'];
    }
}

/** What Telegram's name of the error is that a call ends with. */
function refusal(callable $call): string
{
    try {
        $call();
    } catch (RPCErrorException $error) {
        return $error->rpc;
    }
    throw new RuntimeException('it was not refused');
}
