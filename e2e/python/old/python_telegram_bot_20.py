"""python-telegram-bot 20.0: the first release of today's interface, long polling."""

import asyncio
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from telegram import ChatPermissions
from telegram.ext import ApplicationBuilder, ChatJoinRequestHandler, ChatMemberHandler, MessageHandler, filters

from bot_lines import (
    WANTED, WELCOME, note, note_member, note_message, note_request, note_standing, order_of, place, write,
)


async def answer(update, context):
    note_message(update.message)
    await update.message.reply_text(f'I heard: {update.message.text}')


async def decide(update, context):
    request = update.chat_join_request
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    await (request.approve() if welcome else request.decline())
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


async def moderate(update, context):
    word, user = order_of(update.message)
    chat = update.message.chat
    if word == 'mute':
        await chat.restrict_member(user, ChatPermissions.no_permissions())
    elif word == 'free':
        await chat.restrict_member(user, ChatPermissions.all_permissions())
    else:
        return
    assert (await context.bot.get_chat(chat.id)).permissions.can_send_media_messages is True
    note_standing(chat, await chat.get_member(user))


async def member(update, context):
    note_member('chat_member', update.chat_member)


async def failed(update, context):
    print(repr(context.error), file=sys.stderr)


async def main():
    application = ApplicationBuilder().token(place['token']).base_url(f"{place['apiRoot']}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & filters.ChatType.PRIVATE, answer))
    application.add_handler(MessageHandler(filters.TEXT & filters.ChatType.SUPERGROUP, moderate))
    application.add_handler(ChatJoinRequestHandler(decide))
    application.add_handler(ChatMemberHandler(member, ChatMemberHandler.CHAT_MEMBER))
    application.add_error_handler(failed)
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=WANTED)
        write({'ready': True})
        await asyncio.to_thread(sys.stdin.read)
        await application.updater.stop()
        await application.stop()


asyncio.run(main())
