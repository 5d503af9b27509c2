"""Clients of Pyrogram, or of kurigram, that talk to localgram."""

import asyncio

# Pyrogram wants an event loop when it is imported.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

from pyrogram import Client
from pyrogram.crypto import rsa

from common import Heard, code_of, modulus_of, server, world

fingerprint = int(server['fingerprint'], 16)
signed = fingerprint - (1 << 64) if fingerprint >> 63 else fingerprint
rsa.server_public_keys[signed] = rsa.PublicKey(modulus_of(server['publicKey']), 65537)
where = {}
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

    where['connection_factory'] = LocalConnection


async def connected(name, **login):
    client = Client(name, api_id=12345, api_hash='0' * 32, in_memory=True, **login, **where)
    client.heard = Heard()

    async def hear(_client, update, _users, _chats):
        client.heard.add(update)

    client.on_raw_update()(hear)
    await client.start()
    return client


async def user(name):
    phone = world[name]['phone']
    client = await connected(name, phone_number=phone, phone_code=code_of(phone))
    # Private channels are found in the dialogs.
    async for _dialog in client.get_dialogs():
        pass
    return client
