import {Api, TelegramClient} from 'telegram';
import {StringSession} from 'telegram/sessions';

const session = new StringSession(''); // You should put your string session here
const client = new TelegramClient(session, apiId, apiHash, {});

(async function run() {
    await client.connect() // This assumes you have already authenticated with .start()

    const result: Api.ExportedChatInvite = await client.invoke(new Api.messages.ExportChatInvite({
    peer: 'username',
    legacyRevokePermanent: true,
    requestNeeded: true,
    expireDate: 43,
    usageLimit: 43,
    title: 'My very normal title'
}));
    console.log(result); // prints the result
})();
