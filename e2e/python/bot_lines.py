"""What the bots of all Python libraries share: orders come as lines of JSON, news and answers go out so."""

import asyncio
import json
import sys
import threading

#: Where the Bot API is, and the bot's token.
place = json.loads(sys.argv[1])

#: What every bot asks for; `chat_member` comes to nobody else.
WANTED = ['message', 'chat_member', 'my_chat_member', 'chat_join_request']

#: Whom the bots let in; they decline everybody else.
WELCOME = 'Stranger'


#: Some libraries handle updates in threads, whose lines would get into each other.
turn = threading.Lock()


def write(line):
    with turn:
        print(json.dumps(line), flush=True)


def note(what, chat, **more):
    """Tells the test what a handler was told, or did."""
    news = {'what': what, 'chat': chat.id, **more}
    write({'note': {key: value for key, value in news.items() if value is not None}})


def note_member(what, update):
    """Notes a change of membership; aiogram and python-telegram-bot name its parts alike."""
    note(
        what,
        update.chat,
        **{'from': update.from_user.id},
        user=update.new_chat_member.user.id,
        old=str(getattr(update.old_chat_member.status, 'value', update.old_chat_member.status)),
        now=str(getattr(update.new_chat_member.status, 'value', update.new_chat_member.status)),
        link=update.invite_link and update.invite_link.invite_link,
    )


def note_message(message):
    """Notes a text or a migration."""
    other = message.migrate_to_chat_id or message.migrate_from_chat_id
    if other:
        note('migrated', message.chat, other=other)
    elif message.text:
        note('message', message.chat, text=message.text, **{'from': message.from_user.id})


def note_request(request):
    """Notes that somebody asks to join."""
    link = request.invite_link and request.invite_link.invite_link
    note('asked', request.chat, link=link, **{'from': request.from_user.id})


def note_standing(chat, member):
    """Notes what a member is and may, as the library read it."""
    may = getattr(member, 'can_send_messages', None)
    note('standing', chat, user=member.user.id, now=str(getattr(member.status, 'value', member.status)), may=may)


#: Every permission that there was before Bot API 6.3, as the libraries of then name them.
EVERYTHING = {name: True for name in [
    'can_send_messages', 'can_send_media_messages', 'can_send_polls', 'can_send_other_messages',
    'can_add_web_page_previews', 'can_change_info', 'can_invite_users', 'can_pin_messages',
]}


def order_of(message):
    """What a moderator writes in the group: `mute 5` or `free 5`."""
    word, _, user = (message.text or '').partition(' ')
    return word, int(user) if user.isdigit() else 0


def shown(link):
    """A link as the test compares it."""
    return {
        'link': link.invite_link,
        'name': link.name,
        'limit': link.member_limit,
        'asks': link.creates_join_request,
        'revoked': link.is_revoked,
    }


def parameters(settings):
    """The settings under the Bot API's own names."""
    names = {'name': 'name', 'limit': 'member_limit', 'asks': 'creates_join_request'}
    return {names[key]: value for key, value in settings.items()}


async def serve(bot, moved):
    """Carries out orders until there are no more; `moved` says where a chat is now."""

    async def create(chat, settings):
        return shown(await bot.create_chat_invite_link(chat, **parameters(settings)))

    async def edit(chat, link, settings):
        return shown(await bot.edit_chat_invite_link(chat, link, **parameters(settings)))

    async def revoke(chat, link):
        return shown(await bot.revoke_chat_invite_link(chat, link))

    ops = {
        'export': bot.export_chat_invite_link,
        'create': create,
        'edit': edit,
        'revoke': revoke,
        'moved': moved,
    }
    write({'ready': True})
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        try:
            write({'id': order['id'], 'result': await ops[order['op']](*order['args'])})
        except Exception as error:
            write({'id': order['id'], 'error': repr(error)})
