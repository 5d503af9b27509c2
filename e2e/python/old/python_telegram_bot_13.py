"""python-telegram-bot 13: threads, long polling."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from telegram import ChatPermissions
from telegram.ext import ChatJoinRequestHandler, ChatMemberHandler, Filters, MessageHandler, Updater

from bot_lines import (
    EVERYTHING, WANTED, WELCOME, note, note_member, note_message, note_request, note_standing, order_of, place,
    write,
)


def answer(update, context):
    note_message(update.message)
    update.message.reply_text(f'I heard: {update.message.text}')


def decide(update, context):
    request = update.chat_join_request
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    request.approve() if welcome else request.decline()
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


def moderate(update, context):
    word, user = order_of(update.message)
    chat = update.message.chat
    if word == 'mute':
        chat.restrict_member(user, ChatPermissions(can_send_messages=False))
    elif word == 'free':
        chat.restrict_member(user, ChatPermissions(**EVERYTHING))
    else:
        return
    assert context.bot.get_chat(chat.id).permissions.can_send_media_messages is True
    note_standing(chat, chat.get_member(user))


def member(update, context):
    note_member('chat_member', update.chat_member)


updater = Updater(place['token'], base_url=f"{place['apiRoot']}/bot")
dispatcher = updater.dispatcher
dispatcher.add_handler(MessageHandler(Filters.text & Filters.chat_type.private, answer))
dispatcher.add_handler(MessageHandler(Filters.text & Filters.chat_type.supergroup, moderate))
dispatcher.add_handler(ChatJoinRequestHandler(decide))
dispatcher.add_handler(ChatMemberHandler(member, ChatMemberHandler.CHAT_MEMBER))
dispatcher.add_error_handler(lambda update, context: print(repr(context.error), file=sys.stderr))
updater.start_polling(allowed_updates=WANTED, timeout=1)
write({'ready': True})
sys.stdin.read()
updater.stop()
