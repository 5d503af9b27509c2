# Pyrogram 2.0 or kurigram 2.2. Start localgram with `npm start`, then here:
#
#     pip install pyrogram==2.0.106        (or kurigram==2.2.26)
#     python export_chat_invite.py
#
# The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
import asyncio
import base64
import json
import os
import urllib.request

# Pyrogram wants an event loop when it is imported.
asyncio.set_event_loop(asyncio.new_event_loop())

from pyrogram import Client, raw
from pyrogram.crypto import rsa

url = os.environ.get('LOCALGRAM_URL', 'http://127.0.0.1:4430')
server = json.load(urllib.request.urlopen(f'{url}/control/v1/connection'))


def modulus_of(pem):
    """The modulus out of a PKCS#1 PEM of a 2048-bit key."""
    der = base64.b64decode(''.join(pem.strip().splitlines()[1:-1]))
    return int.from_bytes(der[9:265], 'big')


# Pyrogram trusts Telegram's RSA keys only: add this server's.
fingerprint = int(server['publicKeyFingerprint'], 16)
signed = fingerprint - (1 << 64) if fingerprint >> 63 else fingerprint
rsa.server_public_keys[signed] = rsa.PublicKey(modulus_of(server['publicKeyPem']), 65537)

options = {}
try:
    # Pyrogram takes the addresses of the data centres from this class.
    from pyrogram.session.internals import DataCenter
    DataCenter.__new__ = lambda cls, *args, **kwargs: (server['host'], server['port'])
except ImportError:
    # kurigram has a parameter instead.
    from pyrogram.connection import Connection

    class LocalConnection(Connection):
        def __init__(self, *args, **kwargs):
            kwargs.update(server_address=server['host'], port=server['port'])
            super().__init__(*args, **kwargs)

    options['connection_factory'] = LocalConnection


async def main():
    app = Client(
        'localgram',
        api_id=server['apiId'],
        api_hash=server['apiHash'],
        in_memory=True,
        phone_number='+9996610001',
        phone_code='11111',
        **options,
    )
    async with app:
        result = await app.invoke(raw.functions.messages.ExportChatInvite(
            peer=await app.resolve_peer('username'),
            title='My very normal title',
        ))
        print(type(result).__name__, result.link)


asyncio.get_event_loop().run_until_complete(main())
