"""Pyrogram, or kurigram, lives the life of a link: logs in, exports, joins, asks, approves, hears of it."""

from pyrogram_client import connected, loop, user

from pyrogram import errors, raw

from common import NEXT_YEAR, OPTIONS, finish, world


async def exported(client):
    """A link of every kind of chat, with every option."""
    links = []
    for kind in ('group', 'supergroup', 'channel'):
        peer = await client.resolve_peer(world[kind]['botApiChatId'])
        invite = await client.invoke(raw.functions.messages.ExportChatInvite(peer=peer, **OPTIONS))
        links.append({
            'kind': kind,
            'link': invite.link,
            'admin': invite.admin_id,
            'title': invite.title,
            'usageLimit': invite.usage_limit,
            'expires': invite.expire_date == NEXT_YEAR,
        })
    return links


async def refusal_of_the_document(client, kind):
    """The name of the error that the document's own example ends with."""
    peer = await client.resolve_peer(world[kind]['botApiChatId'])
    pricing = {}
    if hasattr(raw.types, 'StarsSubscriptionPricing'):
        pricing['subscription_pricing'] = raw.types.StarsSubscriptionPricing(period=0, amount=0)
    try:
        await client.invoke(raw.functions.messages.ExportChatInvite(
            peer=peer, expire_date=0, usage_limit=0, title='text', **pricing,
        ))
    except errors.RPCError as error:
        return error.ID
    return 'no error' if pricing else 'no such parameter'


def joined(action):
    """Whether an update is a service message with that action."""
    return lambda update: isinstance(
        getattr(getattr(update, 'message', None), 'action', None), action
    )


async def main():
    owner, stranger = await user('owner'), await user('stranger')
    robot = await connected('bot', bot_token=world['bot']['token'])
    result = {
        'layer': raw.all.layer,
        'me': [one.me.id for one in (owner, robot, stranger)],
        'byUser': await exported(owner),
        'byBot': await exported(robot),
        'document': [await refusal_of_the_document(owner, kind) for kind in ('group', 'channel')],
    }
    group, supergroup = world['group']['botApiChatId'], world['supergroup']['botApiChatId']
    asks = await owner.create_chat_invite_link(group, creates_join_request=True)
    try:
        # kurigram tells of a request by what it returns, Pyrogram by an error.
        result['asked'] = type(await stranger.join_chat(asks.invite_link)).__name__
    except errors.InviteRequestSent as error:
        result['asked'] = type(error).__name__
    pending = await owner.heard.find(
        lambda one: isinstance(one, raw.types.UpdatePendingJoinRequests)
    )
    result['pending'] = [pending.requests_pending, pending.recent_requesters]
    request = await robot.heard.find(
        lambda one: isinstance(one, raw.types.UpdateBotChatInviteRequester)
    )
    result['botHeard'] = [request.user_id, request.invite.link]
    waiting = [one async for one in owner.get_chat_join_requests(group)]
    await owner.approve_chat_join_request(group, waiting[0].user.id)
    letIn = await stranger.heard.find(joined(raw.types.MessageActionChatJoinedByRequest))
    result['letIn'] = type(letIn.message.action).__name__

    result['behind'] = (await stranger.get_chat(result['byUser'][1]['link'])).title
    await stranger.join_chat(result['byUser'][1]['link'])
    byLink = await owner.heard.find(joined(raw.types.MessageActionChatJoinedByLink))
    result['joined'] = [byLink.message.from_id.user_id, byLink.message.action.inviter_id]
    result['members'] = sorted([one.user.id async for one in owner.get_chat_members(supergroup)])

    await stranger.send_message('username', 'hello from Pyrogram')
    said = await owner.heard.find(
        lambda one: getattr(getattr(one, 'message', None), 'message', '') == 'hello from Pyrogram'
    )
    result['heard'] = said.message.message
    finish(result)
    for client in (owner, robot, stranger):
        await client.stop()


loop.run_until_complete(main())
