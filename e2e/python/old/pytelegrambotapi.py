"""pyTelegramBotAPI: threads, long polling, a URL pattern of one's own."""

import os
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import telebot
from telebot import apihelper
from telebot.types import ChatPermissions

from bot_lines import (
    EVERYTHING, WANTED, WELCOME, note, note_member, note_message, note_request, note_standing, order_of, place,
    write,
)

apihelper.API_URL = place['apiRoot'] + '/bot{0}/{1}'
bot = telebot.TeleBot(place['token'])


@bot.message_handler(chat_types=['private'])
def answer(message):
    note_message(message)
    bot.reply_to(message, f'I heard: {message.text}')


@bot.chat_join_request_handler()
def decide(request):
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    answer_request = bot.approve_chat_join_request if welcome else bot.decline_chat_join_request
    answer_request(request.chat.id, request.from_user.id)
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


@bot.message_handler(chat_types=['supergroup'])
def moderate(message):
    word, user = order_of(message)
    if word == 'mute':
        bot.restrict_chat_member(message.chat.id, user, permissions=ChatPermissions(can_send_messages=False))
    elif word == 'free':
        bot.restrict_chat_member(message.chat.id, user, permissions=ChatPermissions(**EVERYTHING))
    else:
        return
    assert bot.get_chat(message.chat.id).permissions.can_send_photos is True
    note_standing(message.chat, bot.get_chat_member(message.chat.id, user))


@bot.chat_member_handler()
def member(update):
    note_member('chat_member', update)


polling = threading.Thread(target=bot.infinity_polling, kwargs={'allowed_updates': WANTED, 'timeout': 2, 'long_polling_timeout': 2})
polling.start()
write({'ready': True})
sys.stdin.read()
bot.stop_bot()
polling.join()
