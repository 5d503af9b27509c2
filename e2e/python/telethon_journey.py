"""Telethon lives the life of a link: logs in, exports, joins, asks, approves, hears of it."""

import asyncio

from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl.alltlobjects import LAYER

from common import OPTIONS, Heard, code_of, finish, hash_of, server, world

rsa.add_key(server['publicKey'], old=False)
messages = functions.messages


def new_client():
    session = MemorySession()
    session.set_dc(server['dcId'], server['host'], server['port'])
    client = TelegramClient(session, 12345, '0' * 32)
    client.heard = Heard()
    client.add_event_handler(client.heard.add, events.Raw())
    return client


async def user(account):
    client = new_client()
    await client.start(phone=account['phone'], code_callback=lambda: code_of(account['phone']))
    # Private channels are found in the dialogs.
    await client.get_dialogs()
    return client


async def bot():
    client = new_client()
    await client.start(bot_token=world['bot']['token'])
    return client


async def exported(client):
    """A link of every kind of chat, with every option."""
    links = []
    for kind in ('group', 'supergroup', 'channel'):
        peer = await client.get_input_entity(world[kind]['botApiChatId'])
        invite = await client(messages.ExportChatInviteRequest(peer=peer, **OPTIONS))
        links.append({
            'kind': kind,
            'link': invite.link,
            'admin': invite.admin_id,
            'title': invite.title,
            'usageLimit': invite.usage_limit,
            'expires': int(invite.expire_date.timestamp()) == OPTIONS['expire_date'],
        })
    return links


def joined(action):
    """Whether an update is a service message with that action."""
    return lambda update: isinstance(
        getattr(getattr(update, 'message', None), 'action', None), action
    )


async def main():
    owner, robot, stranger = await user(world['owner']), await bot(), await user(world['stranger'])
    result = {
        'layer': LAYER,
        'me': [(await one.get_me()).id for one in (owner, robot, stranger)],
        'byUser': await exported(owner),
        'byBot': await exported(robot),
    }
    peer = await owner.get_input_entity(world['group']['botApiChatId'])
    asks = await owner(messages.ExportChatInviteRequest(peer=peer, request_needed=True))
    try:
        await stranger(messages.ImportChatInviteRequest(hash_of(asks.link)))
    except errors.InviteRequestSentError as error:
        result['asked'] = type(error).__name__
    pending = await owner.heard.find(lambda one: isinstance(one, types.UpdatePendingJoinRequests))
    result['pending'] = [pending.requests_pending, pending.recent_requesters]
    request = await robot.heard.find(lambda one: isinstance(one, types.UpdateBotChatInviteRequester))
    result['botHeard'] = [request.user_id, request.invite.link]
    waiting = await owner(messages.GetChatInviteImportersRequest(
        peer=peer, requested=True, offset_date=None, offset_user=types.InputUserEmpty(), limit=10,
    ))
    await owner(messages.HideChatJoinRequestRequest(
        peer=peer, user_id=waiting.importers[0].user_id, approved=True,
    ))
    letIn = await stranger.heard.find(joined(types.MessageActionChatJoinedByRequest))
    result['letIn'] = type(letIn.message.action).__name__

    check = await stranger(messages.CheckChatInviteRequest(hash_of(result['byUser'][1]['link'])))
    result['behind'] = check.title
    await stranger(messages.ImportChatInviteRequest(hash_of(result['byUser'][1]['link'])))
    byLink = await owner.heard.find(joined(types.MessageActionChatJoinedByLink))
    result['joined'] = [byLink.message.from_id.user_id, byLink.message.action.inviter_id]
    members = await owner.get_participants(world['supergroup']['botApiChatId'])
    result['members'] = sorted(one.id for one in members)

    await stranger.send_message(world['supergroup']['botApiChatId'], 'hello from Telethon')
    said = await owner.heard.find(
        lambda one: getattr(getattr(one, 'message', None), 'message', '') == 'hello from Telethon'
    )
    result['heard'] = said.message.message
    finish(result)
    for client in (owner, robot, stranger):
        await client.disconnect()


asyncio.run(main())
