# Telethon. Start localgram with `npm start`, then here:
#
#     pip install telethon==1.45.0
#     python export_chat_invite.py
#
# The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
import asyncio
import json
import os
import urllib.request

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import MemorySession

url = os.environ.get('LOCALGRAM_URL', 'http://127.0.0.1:4430')
server = json.load(urllib.request.urlopen(f'{url}/control/v1/connection'))

# Telethon trusts Telegram's RSA keys only: add this server's.
rsa.add_key(server['publicKeyPem'], old=False)


async def main():
    session = MemorySession()
    session.set_dc(server['dcId'], server['host'], server['port'])
    client = TelegramClient(session, server['apiId'], server['apiHash'])
    await client.start(phone='+9996610001', code_callback=lambda: '11111')
    result = await client(functions.messages.ExportChatInviteRequest(
        peer='username',
        title='My very normal title',
    ))
    print(type(result).__name__, result.link)
    await client.disconnect()


asyncio.run(main())
