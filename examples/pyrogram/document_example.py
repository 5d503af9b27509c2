# The example of Pyrogram's page of messages.exportChatInvite under kurigram 2.2, letter by letter, what
# Telegram says to it, and how it comes right. Start localgram with `npm start`, then here:
#
#     pip install kurigram==2.2.26
#     python document_example.py
import asyncio
import json
import os
import time
import urllib.request

# kurigram wants an event loop when it is imported.
asyncio.set_event_loop(asyncio.new_event_loop())

from pyrogram import Client
from pyrogram.connection import Connection
from pyrogram.errors import RPCError
from pyrogram.raw.functions.messages import ExportChatInvite
from pyrogram.raw.types import StarsSubscriptionPricing

url = os.environ.get('LOCALGRAM_URL', 'http://127.0.0.1:4430')


def control(path, body=None):
    """A call of localgram's control API."""
    data = None if body is None else json.dumps(body).encode()
    headers = {'content-type': 'application/json'}
    request = urllib.request.Request(f'{url}/control/v1{path}', data, headers)
    return json.load(urllib.request.urlopen(request))


server = control('/connection')
owner = control('/users')[0]['id']
channel = next(chat for chat in control('/chats') if chat['type'] == 'channel')['botApiChatId']


class LocalConnection(Connection):
    def __init__(self, *args, **kwargs):
        kwargs.update(server_address=server['host'], port=server['port'])
        super().__init__(*args, **kwargs)


async def as_written(app, chat_id):
    """The page's example."""
    return await app.invoke(
        ExportChatInvite(
            legacy_revoke_permanent=None,
            request_needed=None,
            peer=await app.resolve_peer(chat_id),
            expire_date=0,
            usage_limit=0,
            title="text",
            subscription_pricing=StarsSubscriptionPricing(
                period=0,
                amount=0
            ),
        )
    )


async def main():
    session = control('/sessions', {'accountId': owner, 'format': 'pyrogram'})['session']
    app = Client('localgram', session_string=session, connection_factory=LocalConnection)
    async with app:
        # A client that was never there before learns of its private chats from the list of dialogs.
        async for _ in app.get_dialogs():
            pass
        for chat_id in ['username', channel]:
            try:
                print((await as_written(app, chat_id)).link)
            except RPCError as error:
                print(error.ID)
        # A link that is bought: 30 days for 5 Stars, in a channel.
        paid = await app.invoke(ExportChatInvite(
            peer=await app.resolve_peer(channel),
            title="text",
            subscription_pricing=StarsSubscriptionPricing(period=2592000, amount=5),
        ))
        print('bought', paid.link)
        # A link without a price, for a day and ten people: what is not wanted is left out.
        free = await app.invoke(ExportChatInvite(
            peer=await app.resolve_peer('username'),
            expire_date=int(time.time()) + 86400,
            usage_limit=10,
            title="text",
        ))
        print('free', free.link)


asyncio.get_event_loop().run_until_complete(main())
