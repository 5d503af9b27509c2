"""Pyrogram, or kurigram, watches two chats: tells what it heard live, and what it finds later."""

from pyrogram_client import loop, user

from pyrogram import raw

from common import finish, world


def said(message):
    """What a message says, whatever the layer."""
    action = getattr(message, 'action', None)
    return message.message if action is None else type(action).__name__


def messages(updates):
    """What the messages among updates say."""
    found = (getattr(one, 'message', None) for one in updates)
    return [said(one) for one in found if hasattr(one, 'peer_id')]


async def main():
    client = await user(world['watcher'])
    group, supergroup = world['group']['botApiChatId'], world['supergroup']['botApiChatId']
    channel = await client.resolve_peer(supergroup)
    await client.resolve_peer(group)
    state = await client.invoke(raw.functions.updates.GetState())
    full = await client.invoke(raw.functions.channels.GetFullChannel(channel=channel))
    client.heard.updates.clear()
    print('ready', flush=True)
    # Handlers run side by side, so that the last message may be handled before others.
    await client.heard.find(lambda _: len(messages(client.heard.updates)) >= world['messages'])
    live = messages(client.heard.updates)

    missed = await client.invoke(raw.functions.updates.GetDifference(
        pts=state.pts, date=state.date, qts=state.qts,
    ))
    missed_there = await client.invoke(raw.functions.updates.GetChannelDifference(
        channel=channel, filter=raw.types.ChannelMessagesFilterEmpty(),
        pts=full.full_chat.pts, limit=100,
    ))
    later = [said(one) for one in [*missed.new_messages, *missed_there.new_messages]]
    finish({'layer': raw.all.layer, 'live': sorted(live), 'later': sorted(later)})
    await client.stop()


loop.run_until_complete(main())
