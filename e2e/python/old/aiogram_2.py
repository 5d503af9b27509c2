"""aiogram 2: an API server of one's own, long polling."""

import asyncio
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from aiogram import Bot, Dispatcher
from aiogram.bot.api import TelegramAPIServer
from aiogram.types import ChatPermissions, ChatType

from bot_lines import (
    EVERYTHING, WANTED, WELCOME, note, note_member, note_message, note_request, note_standing, order_of, place,
    write,
)


async def answer(message):
    note_message(message)
    await message.answer(f'I heard: {message.text}')


async def decide(request):
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    await (request.approve() if welcome else request.decline())
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


async def moderate(message):
    word, user = order_of(message)
    if word == 'mute':
        await message.chat.restrict(user, ChatPermissions(can_send_messages=False))
    elif word == 'free':
        await message.chat.restrict(user, ChatPermissions(**EVERYTHING))
    else:
        return
    assert (await message.bot.get_chat(message.chat.id)).permissions.can_send_media_messages is True
    note_standing(message.chat, await message.chat.get_member(user))


async def member(update):
    note_member('chat_member', update)


async def main():
    bot = Bot(place['token'], server=TelegramAPIServer.from_base(place['apiRoot']))
    dispatcher = Dispatcher(bot)
    dispatcher.register_message_handler(answer, chat_type=ChatType.PRIVATE)
    dispatcher.register_message_handler(moderate, chat_type=ChatType.SUPERGROUP)
    dispatcher.register_chat_join_request_handler(decide)
    dispatcher.register_chat_member_handler(member)
    polling = asyncio.create_task(dispatcher.start_polling(allowed_updates=WANTED))
    write({'ready': True})
    await asyncio.to_thread(sys.stdin.read)
    dispatcher.stop_polling()
    await polling
    await (await bot.get_session()).close()


asyncio.run(main())
